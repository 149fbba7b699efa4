import { type Interest, interestsOf, joinVotes, type PlacedVotes, placeGroups } from './interests.js';
import type { Marks } from './marks.js';
import { followedPapers, mutedPapers } from './outright.js';
import type { PreparedEdition } from './prepare.js';
import type { Reader } from './reader.js';
import { makeRoom } from './relevance.js';
import { type Found, walkTo } from './walker.js';
import { whyOf } from './why.js';

/** An edition as one reader sees it: papers best first, in columns. */
export class Reading {
  /** About how many standard deviations each paper stands out. */
  readonly scores: readonly number[];
  readonly #suited: Suited;

  /** @param papers by number, best first, as they lie on the edition's sheet */
  constructor(
    readonly edition: PreparedEdition,
    readonly papers: readonly number[],
    private readonly wants: readonly Interest[],
    private readonly followed: ReadonlyMap<number, string>,
  ) {
    this.scores = papers.map((at) => edition.sheet.score(at));
    this.#suited = suitedBy(edition, wants, papers);
  }

  /** The number of the interest that each paper suits best, or -1. */
  get interests(): readonly number[] {
    return this.#suited.interests;
  }

  /** What spoke most for the nth paper, in words. */
  why(nth: number): string {
    const at = this.papers[nth] as number;
    const strength = this.#suited.strengths[nth] as number;
    const name = this.followed.get(at);
    if (name !== undefined && strength < FOLLOWED) return whyOf({ kind: 'author', name });
    if (TRENDING * (this.edition.trending[at] as number) > strength) {
      return whyOf({ kind: 'trending', upvotes: this.edition.papers[at]?.upvotes ?? 0 });
    }
    const want = this.wants[this.interests[nth] as number];
    if (!want) return whyOf({ kind: 'none' });
    const { topic, votes } = want;
    if (!votes || topicPart(want, at) * 2 >= strength) return topic?.relevance.why ?? '';
    return whyLiked(this.edition, votes, at);
  }
}

/** How a followed author, a paper much read elsewhere, and a likeness to disliked papers count. */
const FOLLOWED = 3;
const TRENDING = 0.15;
const DISLIKED = 0.5;

/**
 * Scores every paper of one edition for one reader. Withdrawn papers, and papers with a muted word, are left out.
 * @param most returns so many papers at most, of those that anything speaks for; without it all papers
 */
export function readEdition(edition: PreparedEdition, reader: Reader, most?: number): Reading {
  const { sheet } = edition;
  makeRoom(edition, reader.topics.length);
  const interests = interestsOf(edition, reader);
  const followed = followedPapers(edition, reader.followedAuthors);
  const disliked = joinVotes(edition.space, placeGroups(edition.space, reader.taste.dislikes));
  sheet.clear();
  for (const interest of interests) addInterest(edition, interest);
  addTheRest(edition, followed, disliked && walkTo(edition.space, disliked.query));
  sheet.leaveOut(edition.withdrawn);
  for (const word of reader.mutedWords) sheet.leaveOut(mutedPapers(edition, word));
  return new Reading(edition, most === undefined ? sheet.all() : sheet.best(most), interests, followed);
}

/** Interests join as the sides of a box make its diagonal: the strongest decides, and suiting two adds a little. */
function addInterest({ sheet }: PreparedEdition, interest: Interest): void {
  const { topic, topicFactor, votes, votesFactor } = interest;
  if (topic) sheet.add(topic.relevance, topicFactor * topic.relevance.step);
  if (!votes) return;
  const { papers, scores } = votes.found;
  for (let nth = 0; nth < papers.length; nth++) {
    const at = papers[nth] as number;
    const before = topicPart(interest, at);
    sheet.correct(at, before, before + votesFactor * (scores[nth] as number));
  }
}

function addTheRest(
  { sheet }: PreparedEdition,
  followed: ReadonlyMap<number, string>,
  unlike: Found | undefined,
): void {
  sheet.raiseHot(TRENDING);
  for (const at of followed.keys()) sheet.raise(at, FOLLOWED);
  for (let nth = 0; nth < (unlike?.papers.length ?? 0); nth++) {
    const likeness = (unlike?.scores[nth] as number) / (unlike?.deviation as number);
    if (likeness > 0) sheet.raise(unlike?.papers[nth] as number, -DISLIKED * likeness);
  }
}

function topicPart({ topic, topicFactor }: Interest, at: number): number {
  return topic ? topicFactor * topic.relevance.step * (topic.relevance.steps[at] as number) : 0;
}

/** Of each paper, the number of the interest that it suits best, or -1, and how strongly. */
interface Suited {
  interests: number[];
  strengths: number[];
}

function suitedBy(
  { marks }: PreparedEdition,
  interests: readonly Interest[],
  papers: readonly number[],
): Suited {
  const suited: Suited = { interests: papers.map(() => -1), strengths: papers.map(() => 0) };
  for (let number = 0; number < interests.length; number++) {
    const interest = interests[number] as Interest;
    const liked = interest.votes && likenesses(interest.votes.found, papers, marks);
    for (let nth = 0; nth < papers.length; nth++) {
      let strength = topicPart(interest, papers[nth] as number);
      if (liked) strength += interest.votesFactor * (liked[nth] as number);
      if (strength <= (suited.strengths[nth] as number)) continue;
      suited.strengths[nth] = strength;
      suited.interests[nth] = number;
    }
  }
  return suited;
}

/** How much each of `papers` is like the votes: not at all where the walk did not meet it. */
function likenesses(found: Found, papers: readonly number[], marks: Marks): number[] {
  marks.wipe();
  for (let nth = 0; nth < papers.length; nth++) marks.put(papers[nth] as number, nth);
  const liked = papers.map(() => 0);
  for (let met = 0; met < found.papers.length; met++) {
    const nth = marks.on(found.papers[met] as number);
    if (nth >= 0) liked[nth] = found.scores[met] as number;
  }
  return liked;
}

/** Names the group of votes that the paper is most like. */
function whyLiked({ space }: PreparedEdition, { groups }: PlacedVotes, at: number): string {
  let title = groups[0]?.title ?? '';
  let most = Number.NEGATIVE_INFINITY;
  for (const group of groups.length > 1 ? groups : []) {
    space.rows.ask(group.query);
    const likeness = space.rows.score(at);
    if (likeness <= most) continue;
    most = likeness;
    title = group.title;
  }
  return whyOf({ kind: 'like', title });
}
