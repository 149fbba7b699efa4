import { type Paper, paperText } from '../domain/paper.js';
import type { Vote } from '../domain/preferences.js';
import { addAt, dotAt, normaliseAt } from './linear.js';
import { type WeightedWords, wordsOf } from './space.js';

/** A vote with the paper it is about. */
export interface VoteOnPaper extends Pick<Vote, 'direction' | 'at'> {
  paper: Pick<Paper, 'id' | 'title' | 'abstract'>;
  vector: Float32Array;
}

/** What a group of votes on papers near each other has in common. */
export interface TasteGroup extends WeightedWords {
  /** The votes' weights added up: about 1 for each fresh vote. */
  evidence: number;
  /** The weighted mean of the papers' embeddings, of unit length. */
  vector: Float32Array;
  /** The words the papers share, the strongest first. */
  words: readonly string[];
  /** The paper nearest to the group's middle: its id and its title, to name it by. */
  paperId: string;
  title: string;
}

/** What a reader's votes say, without the votes. */
export interface Taste {
  likes: TasteGroup[];
  dislikes: TasteGroup[];
}

const HALF_LIFE_DAYS = 90;
/** Votes nearer in time than this belong to one burst: nobody reads that fast, a mail scanner does. */
const BURST_SECONDS = 5;
const MOST_GROUPS = { likes: 3, dislikes: 1 };
/** Groups of votes whose middles are closer than this (centred cosine) are one interest. */
const SAME_INTEREST = 0.3;
const WORDS_KEPT = 24;
/** Older votes than so many say little, and grouping takes the cube of their number. */
const MOST_VOTES = 200;

/**
 * Learns a reader's taste from votes, in milliseconds. Of several votes on one paper the last counts. A vote's weight
 * halves every 90 days, and a burst of votes on more than two papers within seconds counts less than one vote in all.
 * @param background the mean embedding of many papers (an edition's `space.mean`): what all have in common tells no
 * interests apart
 */
export function learnTaste(votes: readonly VoteOnPaper[], now: Date, background?: Float32Array): Taste {
  const last = new Map<string, VoteOnPaper>();
  for (const vote of votes.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at))) {
    last.set(vote.paper.id, vote);
  }
  const counted = [...last.values()]
    .toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at))
    .slice(0, MOST_VOTES);
  const groupsOf = (direction: Vote['direction'], most: number) =>
    grouped(
      counted
        .filter((vote) => vote.direction === direction)
        .map((vote) => ({ ...vote, weight: weightOf(vote, votes, now) })),
      most,
      background,
    );
  return { likes: groupsOf('more', MOST_GROUPS.likes), dislikes: groupsOf('less', MOST_GROUPS.dislikes) };
}

type Weighted = VoteOnPaper & { weight: number };

function weightOf(vote: VoteOnPaper, votes: readonly VoteOnPaper[], now: Date): number {
  const at = Date.parse(vote.at);
  const near = votes.filter((other) => Math.abs(Date.parse(other.at) - at) <= BURST_SECONDS * 1_000);
  const burst = new Set(near.map((other) => other.paper.id)).size;
  const age = Math.max(0, now.getTime() - at) / 86_400_000;
  return 2 ** (-age / HALF_LIFE_DAYS) * (burst > 2 ? 1 / burst ** 2 : 1);
}

/** Groups votes by what their papers are about, and describes each group; the one with most evidence comes first. */
function grouped(votes: Weighted[], most: number, background: Float32Array | undefined): TasteGroup[] {
  const directions = votes.map(({ vector }) => {
    const direction = vector.slice();
    if (background) addAt(direction, 0, background, 0, direction.length, -1);
    normaliseAt(direction, 0, direction.length);
    return direction;
  });
  return groupsOf(directions, most)
    .map((members) => describe(members.flatMap((at) => votes[at] ?? [])))
    .sort((a, b) => b.evidence - a.evidence);
}

/** Average linkage: the closest two groups become one until no two are close and there are few enough. */
function groupsOf(directions: readonly Float32Array[], most: number): number[][] {
  const groups = directions.map((_, at) => [at]);
  /** The closeness of all pairs of two groups' members, added up. */
  const sums = directions.map((a) => Float64Array.from(directions, (b) => dotAt(a, 0, b, 0, a.length)));
  for (;;) {
    const [a, b, closeness] = closestPair(groups, sums);
    if (a < 0 || (closeness < SAME_INTEREST && groups.length <= most)) return groups;
    groups[a]?.push(...(groups[b] ?? []));
    const [kept, gone] = [sums[a], sums[b]];
    for (const [other, row] of sums.entries()) {
      if (kept) kept[other] = (kept[other] ?? 0) + (gone?.[other] ?? 0);
      row[a] = (row[a] ?? 0) + (row[b] ?? 0);
    }
    groups.splice(b, 1);
    sums.splice(b, 1);
    for (const [at, row] of sums.entries()) sums[at] = row.filter((_, other) => other !== b);
  }
}

function closestPair(groups: readonly number[][], sums: readonly Float64Array[]): [number, number, number] {
  let closest: [number, number, number] = [-1, -1, Number.NEGATIVE_INFINITY];
  for (let a = 0; a < groups.length; a++) {
    for (let b = a + 1; b < groups.length; b++) {
      const pairs = (groups[a]?.length ?? 0) * (groups[b]?.length ?? 0);
      const closeness = (sums[a]?.[b] ?? 0) / pairs;
      if (closeness > closest[2]) closest = [a, b, closeness];
    }
  }
  return closest;
}

function describe(votes: Weighted[]): TasteGroup {
  const evidence = votes.reduce((sum, vote) => sum + vote.weight, 0);
  const vector = new Float32Array(votes[0]?.vector.length ?? 0);
  const sums = new Map<string, number>();
  for (const vote of votes) {
    addAt(vector, 0, vote.vector, 0, vector.length, vote.weight);
    const { words, weights } = wordsOf(paperText(vote.paper));
    words.forEach((word, nth) => {
      sums.set(word, (sums.get(word) ?? 0) + (weights[nth] as number) * vote.weight);
    });
  }
  normaliseAt(vector, 0, vector.length);
  const middle = votes.toSorted(
    (a, b) => dotAt(b.vector, 0, vector, 0, vector.length) - dotAt(a.vector, 0, vector, 0, vector.length),
  )[0];
  const strongest = [...sums].sort((a, b) => b[1] - a[1]).slice(0, WORDS_KEPT);
  return {
    evidence,
    vector,
    words: strongest.map(([word]) => word),
    weights: strongest.map(([, weight]) => weight),
    paperId: middle?.paper.id ?? '',
    title: middle?.paper.title ?? '',
  };
}
