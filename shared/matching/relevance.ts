import type { Topic } from '../domain/preferences.js';
import { dotAt, normaliseAt } from './linear.js';
import type { PreparedEdition, Relevance } from './prepare.js';
import { placeQuery, type Space, wordsOf } from './space.js';
import { whyOf } from './why.js';

/** How many of a topic's best papers are kept in order: compile looks at fifty, a walk begins at eight. */
const BEST_KEPT = 50;
/** What being in a category is worth, in standard deviations: as primary, and as cross-list. */
const PRIMARY = 3;
const CROSS_LISTED = 2;
/** What one standard deviation of being typical of the category adds. */
const TYPICAL = 0.5;

/** Sees to it that `count` more topics (at most 2,000) have room in an edition; if need be, all that was worked out is forgotten. */
export function makeRoom({ sheet, relevance }: PreparedEdition, count: number): void {
  if (sheet.room >= count) return;
  for (const shelf of Object.values(relevance)) shelf.clear();
  sheet.forget();
}

/** How relevant each paper is to a topic, worked out once per edition and topic. There must be room for it. */
export function topicRelevance(
  edition: PreparedEdition,
  topic: Topic,
  vector: Float32Array | undefined,
): Relevance {
  const key = topic.kind === 'phrase' ? topic.phrase : topic.category;
  // A phrase that counts by its words alone may be embedded while the worker is warm.
  const shelf = edition.relevance[topic.kind === 'phrase' && !vector ? 'words' : topic.kind];
  const known = shelf.get(key);
  if (known) return known;
  const relevance =
    topic.kind === 'phrase'
      ? phraseRelevance(edition, topic.phrase, vector)
      : categoryRelevance(edition, topic.category);
  shelf.set(key, relevance);
  return relevance;
}

function phraseRelevance(
  { space, sheet }: PreparedEdition,
  phrase: string,
  vector: Float32Array | undefined,
): Relevance {
  const query = placeQuery(space, vector, wordsOf(phrase));
  const scores = scoresOf(space, query);
  return {
    query,
    ...sheet.keep(scores),
    deviation: deviationOf(scores),
    best: bestOf(scores, () => true),
    why: whyOf({ kind: 'phrase', phrase }),
  };
}

function scoresOf(space: Space, query: Float32Array): Float32Array {
  const scores = new Float32Array(space.count);
  space.rows.ask(query);
  for (let row = 0; row < space.count; row++) scores[row] = space.rows.score(row);
  return scores;
}

/** The mean of scores is 0, as the rows of a space are centred. */
function deviationOf(scores: Float32Array): number {
  return Math.sqrt(dotAt(scores, 0, scores, 0, scores.length) / Math.max(1, scores.length)) || 1;
}

/** Being in the category decides; how typical a paper is of the category's papers puts them in order. */
function categoryRelevance(edition: PreparedEdition, category: string): Relevance {
  const { space, papers, sheet } = edition;
  const members = edition.byCategory.get(category) ?? [];
  const scores = new Float32Array(papers.length);
  space.rows.clearSum();
  for (const at of members) space.rows.addToSum(at, 1);
  const middle = space.rows.sum;
  normaliseAt(middle, 0, space.width);
  const typical = scoresOf(space, middle);
  const deviation = deviationOf(typical);
  for (const at of members) {
    const primary = papers[at]?.categories[0] ?? '';
    const inIt = primary === category || primary.startsWith(`${category}.`);
    scores[at] = (inIt ? PRIMARY : CROSS_LISTED) + (TYPICAL * (typical[at] as number)) / deviation;
  }
  return {
    query: undefined,
    ...sheet.keep(scores),
    deviation: 1,
    best: bestOf(scores, (at) => scores[at] !== 0),
    why: whyOf({ kind: 'category', category }),
  };
}

function bestOf(scores: Float32Array, counts: (at: number) => boolean): Int32Array {
  const order = Int32Array.from(scores.keys()).filter(counts);
  return order.sort((a, b) => (scores[b] as number) - (scores[a] as number) || a - b).slice(0, BEST_KEPT);
}
