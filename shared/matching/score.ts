import { type Interest, interestsOf, joinVotes, placeGroups } from './interests.js';
import { followedPapers, listPapers } from './near.js';
import type { PreparedEdition } from './prepare.js';
import type { Reader } from './reader.js';
import { type Found, walkTo } from './walk.js';
import type { Reason } from './why.js';

/** An edition as one reader sees it. */
export interface Reading {
  /** Papers by number, best first, and the score of each: about how many standard deviations it stands out. */
  papers: number[];
  scores: number[];
  /** The number of the interest that each suits best, or -1. */
  interests: number[];
  /** What spoke most for one of the papers. */
  reasonFor(at: number): Reason;
}

/** How far a reading looks. */
export interface Reach {
  /**
   * Looks at so many of the best papers for each topic, and at those that votes, followed authors or readers elsewhere
   * speak for, in a time that hardly grows with the edition.
   */
  depth: number;
  /** Returns so many papers at most. */
  most: number;
}

/** How a followed author, a paper much read elsewhere, and a likeness to disliked papers count. */
const FOLLOWED = 3;
const TRENDING = 0.15;
const DISLIKED = 0.5;

/**
 * Scores papers of one edition for one reader. Withdrawn papers, and papers with a muted word, are left out.
 * @param reach without it, every paper is looked at and returned
 */
export function readEdition(edition: PreparedEdition, reader: Reader, reach?: Reach): Reading {
  const interests = interestsOf(edition, reader);
  const followed = followedPapers(edition, reader.followedAuthors);
  const disliked = joinVotes(edition.space, placeGroups(edition.space, reader.taste.dislikes));
  const unlike = disliked && walkTo(edition, disliked.query);
  listPapers(edition, interests, followed, reader.mutedWords, reach?.depth);
  addInterests(edition, interests);
  addTheRest(edition, followed, unlike);
  const { sheet } = edition;
  const best = sheet.best(reach?.most ?? sheet.count);
  return {
    papers: best.map((place) => sheet.papers[place] as number),
    scores: best.map((place) => sheet.scores[place] as number),
    interests: best.map((place) => sheet.interests[place] as number),
    reasonFor: (at) => reasonFor(edition, interests, followed, at),
  };
}

/** Interests join as the sides of a box make its diagonal: the strongest decides, and suiting two adds a little. */
function addInterests({ sheet, marks }: PreparedEdition, interests: readonly Interest[]): void {
  const { count, papers, scores, strengths, highest } = sheet;
  scores.fill(0, 0, count);
  highest.fill(0, 0, count);
  sheet.interests.fill(-1, 0, count);
  interests.forEach(({ topic, topicFactor, votes, votesFactor }, number) => {
    const wanted = topic?.relevance.scores;
    if (votes) {
      strengths.fill(0, 0, count);
      for (let nth = 0; nth < votes.found.papers.length; nth++) {
        const at = marks.on(votes.found.papers[nth] as number);
        if (at >= 0) strengths[at] = votesFactor * (votes.found.scores[nth] as number);
      }
    }
    for (let at = 0; at < count; at++) {
      let strength = votes ? (strengths[at] as number) : 0;
      if (wanted) strength += topicFactor * (wanted[papers[at] as number] as number);
      if (strength <= 0) continue;
      scores[at] = (scores[at] as number) + strength * strength;
      if (strength <= (highest[at] as number)) continue;
      highest[at] = strength;
      sheet.interests[at] = number;
    }
  });
  for (let at = 0; at < count; at++) scores[at] = Math.sqrt(scores[at] as number);
}

function addTheRest(
  { sheet, marks, trending }: PreparedEdition,
  followed: ReadonlyMap<number, string>,
  unlike: Found | undefined,
): void {
  const { count, papers, scores } = sheet;
  for (let place = 0; place < count; place++) {
    const heat = trending[papers[place] as number] as number;
    scores[place] = (scores[place] as number) + TRENDING * heat;
  }
  for (const paper of followed.keys()) sheet.add(marks.on(paper), FOLLOWED);
  for (let nth = 0; nth < (unlike?.papers.length ?? 0); nth++) {
    const likeness = (unlike?.scores[nth] as number) / (unlike?.deviation as number);
    if (likeness > 0) sheet.add(marks.on(unlike?.papers[nth] as number), -DISLIKED * likeness);
  }
}

function topicPart({ topic, topicFactor }: Interest, at: number): number {
  return topic ? topicFactor * (topic.relevance.scores[at] as number) : 0;
}

/** A paper that the walk did not meet is not like the votes. */
function votesPart({ votes, votesFactor }: Interest, at: number): number {
  return votes ? votesFactor * (votes.found.scores[votes.found.papers.indexOf(at)] ?? 0) : 0;
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
  return { kind: 'trending', upvotes: edition.papers[at]?.upvotes ?? 0 };
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
    space.rows.ask(group.query);
    const likeness = space.rows.score(at);
    if (likeness > most) {
      most = likeness;
      title = group.title;
    }
  }
  return { kind: 'like', title };
}
