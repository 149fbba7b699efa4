import { type Paper, paperText } from '../domain/paper.js';
import type { Vote } from '../domain/preferences.js';
import { addAt, dotAt, normaliseAt } from './linear.js';
import { wordsOf } from './space.js';

/** A vote with the paper it is about. */
export interface VoteOnPaper extends Pick<Vote, 'direction' | 'at'> {
  paper: Pick<Paper, 'id' | 'title' | 'abstract'>;
  vector: Float32Array;
}

/** What a group of votes on papers near each other has in common. */
export interface TasteGroup {
  /** The votes' weights added up: about 1 for each fresh vote. */
  evidence: number;
  /** The weighted mean of the papers' embeddings, of unit length. */
  vector: Float32Array;
  /** The words the papers share, with weights. */
  words: Map<string, number>;
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
const MOST_GROUPS = { likes: 4, dislikes: 2 };
/** Groups of votes whose middles are closer than this (centred cosine) are one interest. */
const SAME_INTEREST = 0.3;
const WORDS_KEPT = 48;

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
  const counted = [...last.values()];
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

/** Merges the closest two groups (by their middles) until none are close and there are few enough. */
function grouped(votes: Weighted[], most: number, background: Float32Array | undefined): TasteGroup[] {
  const centred = votes.map(({ vector }) => {
    const direction = vector.slice();
    if (background) addAt(direction, 0, background, 0, direction.length, -1);
    normaliseAt(direction, 0, direction.length);
    return direction;
  });
  let groups = votes.map((_, at) => [at]);
  for (;;) {
    const pair = closestPair(groups, centred);
    if (!pair || (pair.closeness < SAME_INTEREST && groups.length <= most)) break;
    const merged = [...(groups[pair.a] ?? []), ...(groups[pair.b] ?? [])];
    groups = [...groups.filter((_, at) => at !== pair.a && at !== pair.b), merged];
  }
  return groups
    .map((members) => describe(members.flatMap((at) => votes[at] ?? [])))
    .sort((a, b) => b.evidence - a.evidence);
}

function closestPair(groups: number[][], rows: Float32Array[]) {
  let best: { a: number; b: number; closeness: number } | undefined;
  for (let a = 0; a < groups.length; a++) {
    for (let b = 0; b < a; b++) {
      const closeness = meanCloseness(groups[a] ?? [], groups[b] ?? [], rows);
      if (!best || closeness > best.closeness) best = { a, b, closeness };
    }
  }
  return best;
}

function meanCloseness(left: number[], right: number[], rows: Float32Array[]): number {
  let sum = 0;
  for (const a of left) {
    for (const b of right) {
      const [x, y] = [rows[a], rows[b]];
      if (x && y) sum += dotAt(x, 0, y, 0, x.length);
    }
  }
  return sum / Math.max(1, left.length * right.length);
}

function describe(votes: Weighted[]): TasteGroup {
  const evidence = votes.reduce((sum, vote) => sum + vote.weight, 0);
  const vector = new Float32Array(votes[0]?.vector.length ?? 0);
  const words = new Map<string, number>();
  for (const vote of votes) {
    addAt(vector, 0, vote.vector, 0, vector.length, vote.weight);
    for (const [word, weight] of wordsOf(paperText(vote.paper))) {
      words.set(word, (words.get(word) ?? 0) + weight * vote.weight);
    }
  }
  normaliseAt(vector, 0, vector.length);
  const middle = votes.toSorted(
    (a, b) => dotAt(b.vector, 0, vector, 0, vector.length) - dotAt(a.vector, 0, vector, 0, vector.length),
  )[0];
  const strongest = [...words].sort((a, b) => b[1] - a[1]).slice(0, WORDS_KEPT);
  return {
    evidence,
    vector,
    words: new Map(strongest),
    paperId: middle?.paper.id ?? '',
    title: middle?.paper.title ?? '',
  };
}
