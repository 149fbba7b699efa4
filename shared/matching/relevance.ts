import type { Topic } from '../domain/preferences.js';
import { dotAt, meanRow, normaliseAt } from './linear.js';
import type { PreparedEdition, Relevance } from './prepare.js';
import { placeQuery, type Space, wordsOf } from './space.js';
import type { TasteGroup } from './taste.js';

/** How many of a topic's best papers are kept in order. */
const BEST_KEPT = 64;
/** Topic lists kept per edition; beyond it the oldest goes. */
const MOST_TOPICS = 2_000;
/** What being in a category is worth, in standard deviations: as primary, and as cross-list. */
const PRIMARY = 2;
const CROSS_LISTED = 1.2;

/** How relevant each paper is to a topic, worked out once per edition and topic. */
export function topicRelevance(
  edition: PreparedEdition,
  topic: Topic,
  vector: Float32Array | undefined,
): Relevance {
  const key = topic.kind === 'phrase' ? `phrase ${topic.phrase}` : `category ${topic.category}`;
  const known = edition.topicRelevance.get(key);
  if (known) return known;
  const scores =
    topic.kind === 'phrase'
      ? phraseScores(edition.space, topic.phrase, vector)
      : categoryScores(edition, topic.category);
  const relevance = { scores, best: bestOf(scores) };
  const oldest = edition.topicRelevance.keys().next();
  if (edition.topicRelevance.size >= MOST_TOPICS && !oldest.done) edition.topicRelevance.delete(oldest.value);
  edition.topicRelevance.set(key, relevance);
  return relevance;
}

/** How relevant each paper is to a group of votes. */
export function tasteRelevance(edition: PreparedEdition, group: TasteGroup): Float32Array {
  return scoresOf(edition.space, placeQuery(edition.space, group.vector, group.words));
}

function phraseScores(space: Space, phrase: string, vector: Float32Array | undefined): Float32Array {
  return scoresOf(space, placeQuery(space, vector ?? new Float32Array(space.dimensions), wordsOf(phrase)));
}

function scoresOf(space: Space, query: Float32Array): Float32Array {
  const scores = new Float32Array(space.count);
  let squares = 0;
  for (let row = 0; row < space.count; row++) {
    const score = dotAt(space.rows, row * space.width, query, 0, space.width);
    scores[row] = score;
    squares += score * score;
  }
  const deviation = Math.sqrt(squares / Math.max(1, space.count)) || 1;
  for (let row = 0; row < space.count; row++) scores[row] = (scores[row] as number) / deviation;
  return scores;
}

/** Being in the category decides; how typical the paper is of the category's papers orders them. */
function categoryScores(edition: PreparedEdition, category: string): Float32Array {
  const { space, papers } = edition;
  const members = edition.byCategory.get(category) ?? [];
  const scores = new Float32Array(papers.length);
  if (members.length === 0) return scores;
  const rows = new Float32Array(members.length * space.width);
  members.forEach((at, row) => {
    rows.set(space.rows.subarray(at * space.width, (at + 1) * space.width), row * space.width);
  });
  const middle = meanRow(rows, members.length, space.width);
  normaliseAt(middle, 0, space.width);
  const typical = scoresOf(space, middle);
  for (const at of members) {
    const primary = papers[at]?.categories[0] ?? '';
    const inIt = primary === category || primary.startsWith(`${category}.`);
    scores[at] = (inIt ? PRIMARY : CROSS_LISTED) + 0.3 * (typical[at] as number);
  }
  return scores;
}

function bestOf(scores: Float32Array): Int32Array {
  const order = Int32Array.from(scores.keys());
  return order.sort((a, b) => (scores[b] as number) - (scores[a] as number) || a - b).slice(0, BEST_KEPT);
}
