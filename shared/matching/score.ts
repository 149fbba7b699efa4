import { type Interest, interestsOf, joinVotes, placeGroups } from './interests.js';
import { dotAt } from './linear.js';
import { nameKey, plainText } from './names.js';
import type { PreparedEdition } from './prepare.js';
import type { Reader } from './reader.js';
import { walkTo } from './walk.js';
import type { Reason } from './why.js';

/** An edition as one reader sees it. */
export interface Reading {
  /** Papers by number, in no order, and the score of each: about how many standard deviations it stands out. */
  papers: number[];
  scores: number[];
  /** What spoke most for one of the papers. */
  reasonFor(at: number): Reason;
  /** The number of the interest that one of the papers suits best, or -1. */
  interestOf(at: number): number;
}

/** How a followed author, a paper much read elsewhere, and a likeness to disliked papers count. */
const FOLLOWED = 3;
const TRENDING = 0.15;
const DISLIKED = 0.5;

/**
 * Scores papers of one edition for one reader. Withdrawn papers, and papers with a muted word, are left out.
 * @param depth looks at so many of the best papers for each topic, and at those that votes, followed authors or
 * readers elsewhere speak for, in a time that hardly grows with the edition; without it, at every paper
 */
export function readEdition(edition: PreparedEdition, reader: Reader, depth?: number): Reading {
  const interests = interestsOf(edition, reader);
  const followed = followedPapers(edition, reader.followedAuthors);
  const muted = mutedPapers(edition, reader.mutedWords);
  const disliked = joinVotes(edition.space, placeGroups(edition.space, reader.taste.dislikes));
  const unlike = disliked && walkTo(edition, disliked.query, undefined);
  const papers: number[] = [];
  const scores: number[] = [];
  const near = depth === undefined ? edition.papers.keys() : nearPapers(edition, interests, followed, depth);
  for (const at of near) {
    if (edition.hidden[at] === 1 || muted.has(at)) continue;
    let score = wanted(interests, at) + TRENDING * (edition.trending[at] as number);
    if (followed.has(at)) score += FOLLOWED;
    if (unlike) score -= DISLIKED * Math.max(0, (unlike.scores[at] || 0) / unlike.deviation);
    papers.push(at);
    scores.push(score);
  }
  return {
    papers,
    scores,
    reasonFor: (at) => reasonFor(edition, interests, followed, at),
    interestOf: (at) => strongestOf(interests, at),
  };
}

function topicPart({ topic, topicFactor }: Interest, at: number): number {
  return topic ? topicFactor * (topic.relevance.scores[at] as number) : 0;
}

/** A paper that the walk did not meet is not like the votes. */
function votesPart({ votes, votesFactor }: Interest, at: number): number {
  return votes ? votesFactor * (votes.found.scores[at] || 0) : 0;
}

/** Interests join as the sides of a box make its diagonal: the strongest decides, and suiting two adds a little. */
function wanted(interests: readonly Interest[], at: number): number {
  let squares = 0;
  for (const interest of interests) {
    const strength = topicPart(interest, at) + votesPart(interest, at);
    if (strength > 0) squares += strength * strength;
  }
  return Math.sqrt(squares);
}

function strongestOf(interests: readonly Interest[], at: number): number {
  let strongest = -1;
  let most = 0;
  interests.forEach((interest, number) => {
    const strength = topicPart(interest, at) + votesPart(interest, at);
    if (strength <= most) return;
    most = strength;
    strongest = number;
  });
  return strongest;
}

/** The papers that a topic, votes, a followed author or the readers elsewhere speak for. */
function nearPapers(
  edition: PreparedEdition,
  interests: readonly Interest[],
  followed: ReadonlyMap<number, string>,
  depth: number,
): Iterable<number> {
  const marked = new Uint8Array(edition.papers.length);
  const near: number[] = [];
  const mark = (at: number): void => {
    if (marked[at] === 1) return;
    marked[at] = 1;
    near.push(at);
  };
  for (const { topic, votes } of interests) {
    const { best } = topic?.relevance ?? { best: undefined };
    if (best) for (let nth = 0; nth < Math.min(depth, best.length); nth++) mark(best[nth] as number);
    for (const at of votes?.found.papers ?? []) {
      if ((votes?.found.scores[at] as number) > (votes?.found.deviation as number)) mark(at);
    }
  }
  for (const at of followed.keys()) mark(at);
  for (const at of edition.hottest) mark(at);
  return near;
}

function mutedPapers(edition: PreparedEdition, mutedWords: readonly string[]): Set<number> {
  const muted = new Set<number>();
  for (const word of mutedWords) {
    let found = edition.muted.get(word);
    if (!found) {
      const plain = plainText(word);
      found = edition.plainTexts.flatMap((text, at) => (plain.trim() && text.includes(plain) ? [at] : []));
      edition.muted.set(word, found);
    }
    for (const at of found) muted.add(at);
  }
  return muted;
}

function followedPapers(edition: PreparedEdition, names: readonly string[]): Map<number, string> {
  const followed = new Map<number, string>();
  for (const name of names) {
    for (const at of edition.byAuthor.get(nameKey(name)) ?? []) followed.set(at, name);
  }
  return followed;
}

function reasonFor(
  edition: PreparedEdition,
  interests: readonly Interest[],
  followed: ReadonlyMap<number, string>,
  at: number,
): Reason {
  let most = 0;
  let reason: Reason = { kind: 'none' };
  for (const interest of interests) {
    const topic = topicPart(interest, at);
    const votes = votesPart(interest, at);
    if (Math.max(topic, votes) <= most) continue;
    most = Math.max(topic, votes);
    reason = topic >= votes ? topicReason(interest) : likedReason(edition, interest, at);
  }
  const author = followed.get(at);
  if (author !== undefined && most < FOLLOWED) return { kind: 'author', name: author };
  if (TRENDING * (edition.trending[at] as number) <= most) return reason;
  return { kind: 'trending', upvotes: edition.papers[at]?.signals.upvotes ?? 0 };
}

function topicReason({ topic }: Interest): Reason {
  if (!topic) return { kind: 'none' };
  return topic.topic.kind === 'phrase'
    ? { kind: 'phrase', phrase: topic.topic.phrase }
    : { kind: 'category', category: topic.topic.category };
}

/** Names the group of votes that the paper is most like. */
function likedReason({ space }: PreparedEdition, { votes }: Interest, at: number): Reason {
  let title = '';
  let most = Number.NEGATIVE_INFINITY;
  for (const group of votes?.groups ?? []) {
    if (votes?.groups.length === 1) return { kind: 'like', title: group.title };
    const likeness = dotAt(space.rows, at * space.width, group.query, 0, space.width);
    if (likeness > most) {
      most = likeness;
      title = group.title;
    }
  }
  return { kind: 'like', title };
}
