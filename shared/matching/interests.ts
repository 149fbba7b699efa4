import { addAt, dotAt } from './linear.js';
import type { PreparedEdition, Relevance } from './prepare.js';
import type { Reader, ReaderTopic } from './reader.js';
import { topicRelevance } from './relevance.js';
import { normaliseQuery, placeQuery, type Space } from './space.js';
import type { TasteGroup } from './taste.js';
import { type Found, walkTo } from './walker.js';

/** A group of votes as a query of an edition. */
export interface PlacedGroup {
  query: Float32Array;
  title: string;
  evidence: number;
}

/** Groups of votes as one query of an edition. */
export interface PlacedVotes {
  query: Float32Array;
  groups: readonly PlacedGroup[];
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
const TOPIC_EVIDENCE = 1.5;
/** Votes at least this close (centred cosine) to a phrase belong to it. */
const SAME_INTEREST = 0;

/** As many fresh votes near each other, and near no topic, are as important as a topic. */
const FULL_VOTES = 10;

type Want = { topic: Interest['topic']; groups: PlacedGroup[] };

/**
 * What the reader wants of this edition. Within an interest, topic and votes add up in standard deviations; between
 * interests their importance decides, and how clearly each sets papers apart in this edition.
 */
export function interestsOf(edition: PreparedEdition, reader: Reader): Interest[] {
  const interests = wantsOf(edition, reader).map(({ topic, groups }) => {
    const placed = joinVotes(edition.space, groups);
    const votes = placed && {
      ...placed,
      found: walkTo(edition.space, placed.query, topic?.relevance.best),
    };
    return { topic, votes, topicFactor: 0, votesFactor: 0 };
  });
  const most = interests.reduce((sum, one) => Math.max(sum, importanceOf(one)), 0);
  for (const one of interests) {
    const topic = one.topic?.weight ?? 0;
    const votes = one.votes?.weight ?? 0;
    const topicSpread = one.topic?.relevance.deviation ?? 1;
    const votesSpread = one.votes?.found.deviation ?? 1;
    const spread = (topic * topicSpread + votes * votesSpread) / (topic + votes);
    const scale = (spread * Math.sqrt(importanceOf(one) / most)) / (topic + votes);
    one.topicFactor = (scale * topic) / topicSpread;
    one.votesFactor = (scale * votes) / votesSpread;
  }
  return interests;
}

/** A topic is as important as the reader says; votes alone grow to a topic's importance. */
function importanceOf({ topic, votes }: Interest): number {
  return topic ? topic.topic.weight : Math.min(1, (votes?.weight ?? 0) ** 2 / FULL_VOTES);
}

function wantsOf(edition: PreparedEdition, reader: Reader): Want[] {
  const topics: Want[] = reader.topics
    .filter(({ topic }) => topic.weight > 0)
    .map(({ topic, vector }) => {
      const relevance = topicRelevance(edition, topic, vector);
      return { topic: { topic, relevance, weight: TOPIC_EVIDENCE * topic.weight }, groups: [] };
    });
  const wants = topics.slice();
  for (const group of placeGroups(edition.space, reader.taste.likes)) {
    const home = nearestTopic(edition.space, topics, group);
    if (home) home.groups.push(group);
    else wants.push({ topic: undefined, groups: [group] });
  }
  return wants;
}

function nearestTopic(space: Space, wants: readonly Want[], group: PlacedGroup): Want | undefined {
  let nearest: Want | undefined;
  let closest = SAME_INTEREST;
  for (const want of wants) {
    const query = want.topic?.relevance.query;
    const closeness = query ? dotAt(query, 0, group.query, 0, space.dimensions) : 0;
    if (closeness > closest) {
      closest = closeness;
      nearest = want;
    }
  }
  return nearest;
}

/** Groups of votes as queries of the edition; those without evidence are left out. */
export function placeGroups(space: Space, groups: readonly TasteGroup[]): PlacedGroup[] {
  return groups
    .filter(({ evidence }) => evidence > 0)
    .map((group) => ({
      query: placeQuery(space, group.vector, group),
      title: group.title,
      evidence: group.evidence,
    }));
}

/** Groups of votes as one query, each with the square root of its evidence; none for no groups. */
export function joinVotes(space: Space, groups: readonly PlacedGroup[]): PlacedVotes | undefined {
  const [first] = groups;
  if (!first) return undefined;
  if (groups.length === 1) return { query: first.query, groups, weight: Math.sqrt(first.evidence) };
  const query = new Float32Array(space.width);
  let evidence = 0;
  for (const group of groups) {
    addAt(query, 0, group.query, 0, space.width, Math.sqrt(group.evidence));
    evidence += group.evidence;
  }
  normaliseQuery(space, query);
  return { query, groups, weight: Math.sqrt(evidence) };
}
