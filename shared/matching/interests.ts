import { addAt, dotAt } from './linear.js';
import type { PreparedEdition, Relevance } from './prepare.js';
import type { Reader, ReaderTopic } from './reader.js';
import { topicRelevance } from './relevance.js';
import { placeQuery, type Space } from './space.js';
import type { TasteGroup } from './taste.js';
import { type Found, walkTo } from './walk.js';

/** Groups of votes as one query of an edition. */
export interface PlacedVotes {
  query: Float32Array;
  groups: { query: Float32Array; title: string }[];
  /** The square root of how many votes they are. */
  weight: number;
}

/** One thing that a reader wants: a topic with the votes near it, or a topic alone, or votes alone. */
export interface Interest {
  topic: { topic: ReaderTopic['topic']; relevance: Relevance; weight: number } | undefined;
  votes: (PlacedVotes & { found: Found }) | undefined;
  /** What a topic's score, and a votes' score, is multiplied by before they add up. */
  topicFactor: number;
  votesFactor: number;
}

/** A topic of weight 1 says as much as this; votes say the square root of their number. */
const TOPIC_EVIDENCE = 1.2;
/** Votes at least this close (centred cosine) to a phrase belong to it. */
const SAME_INTEREST = 0.1;

type Want = { topic: Interest['topic']; groups: TasteGroup[] };

/**
 * What the reader wants of this edition. Within an interest, topic and votes add up in standard deviations; between
 * interests the evidence for each decides, and how clearly it sets papers apart in this edition.
 */
export function interestsOf(edition: PreparedEdition, reader: Reader): Interest[] {
  const interests = wantsOf(edition, reader).map(({ topic, groups }) => {
    const placed = placeVotes(edition.space, groups);
    const votes = placed && { ...placed, found: walkTo(edition, placed.query, topic?.relevance.best) };
    return { topic, votes, topicFactor: 0, votesFactor: 0 };
  });
  const evidence = (one: Interest) => (one.topic?.weight ?? 0) + (one.votes?.weight ?? 0);
  const most = interests.reduce((sum, one) => Math.max(sum, evidence(one)), 0);
  for (const one of interests) {
    const { topic, votes } = one;
    const spread =
      (topic ? topic.weight * topic.relevance.deviation : 0) +
      (votes ? votes.weight * votes.found.deviation : 0);
    const scale = (spread * Math.sqrt(evidence(one) / most)) / evidence(one) ** 2;
    if (topic) one.topicFactor = (scale * topic.weight) / topic.relevance.deviation;
    if (votes) one.votesFactor = (scale * votes.weight) / votes.found.deviation;
  }
  return interests;
}

function wantsOf(edition: PreparedEdition, reader: Reader): Want[] {
  const wants: Want[] = [];
  for (const { topic, vector } of reader.topics) {
    if (topic.weight <= 0) continue;
    const relevance = topicRelevance(edition, topic, vector);
    wants.push({ topic: { topic, relevance, weight: TOPIC_EVIDENCE * topic.weight }, groups: [] });
  }
  const topics = wants.slice();
  for (const group of reader.taste.likes) {
    const home = nearestTopic(edition.space, topics, group);
    if (home) home.groups.push(group);
    else wants.push({ topic: undefined, groups: [group] });
  }
  return wants;
}

function nearestTopic(space: Space, wants: readonly Want[], group: TasteGroup): Want | undefined {
  if (wants.length === 0) return undefined;
  const { query } = placeGroup(space, group);
  let nearest: Want | undefined;
  let closest = SAME_INTEREST;
  for (const want of wants) {
    const other = want.topic?.relevance.query;
    const closeness = other ? dotAt(other, 0, query, 0, space.dimensions) : 0;
    if (closeness > closest) {
      closest = closeness;
      nearest = want;
    }
  }
  return nearest;
}

function placeGroup(space: Space, { vector, words, title }: TasteGroup) {
  return { query: placeQuery(space, vector, words), title };
}

/** Groups of votes as one query, each with the square root of its evidence; none without evidence. */
export function placeVotes(space: Space, groups: readonly TasteGroup[]): PlacedVotes | undefined {
  const evidence = groups.reduce((sum, group) => sum + group.evidence, 0);
  if (evidence <= 0) return undefined;
  const query = new Float32Array(space.width);
  const placed = groups.map((group) => placeGroup(space, group));
  placed.forEach((group, nth) => {
    addAt(query, 0, group.query, 0, space.width, Math.sqrt(groups[nth]?.evidence ?? 0));
  });
  return { query, groups: placed, weight: Math.sqrt(evidence) };
}
