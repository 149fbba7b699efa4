import type { Scored } from './rank.js';

/** Closeness above which two papers start to say the same. */
const ALIKE = 0.5;
/** What a paper loses for each unit of closeness above that to a paper already chosen. */
const TWIN_LOSS = 3;
/** What another paper of a story already shown loses. */
const SAME_STORY_LOSS = 0.15;
/** What another paper of the same interest loses, so that one loud interest does not fill the digest. */
const SAME_INTEREST_LOSS = 0.1;

/** A digest is chosen from this many times its papers. */
export const POOL = 4;

/**
 * Picks up to `length` of the papers, given best first, greedily: after each pick, its near neighbours, the rest of
 * its story and the rest of its interest lose a little (maximal marginal relevance, Carbonell and Goldstein 1998, on
 * the edition's neighbour graph).
 */
export function diversified(ordered: readonly Scored[], length: number): Scored[] {
  const pool = ordered.slice(0, length * POOL);
  const values = pool.map(({ score }) => score);
  const interests = pool.map(({ interest }) => interest);
  const chosen: Scored[] = [];
  while (chosen.length < length) {
    const best = highestOf(values);
    const pick = pool[best];
    if (!pick || values[best] === Number.NEGATIVE_INFINITY) break;
    chosen.push(pick);
    values[best] = Number.NEGATIVE_INFINITY;
    const interest = interests[best];
    for (let at = 0; at < values.length; at++) {
      if (interests[at] === interest) values[at] = (values[at] as number) - SAME_INTEREST_LOSS;
    }
    lowerStory(pick, pool, values);
    lowerTwins(pick, pool, values);
  }
  return chosen;
}

function highestOf(values: readonly number[]): number {
  let best = 0;
  for (let at = 1; at < values.length; at++) {
    if ((values[at] as number) > (values[best] as number)) best = at;
  }
  return best;
}

function lowerStory({ edition, at: picked }: Scored, pool: readonly Scored[], values: number[]): void {
  const story = edition.storyOf[picked] as number;
  if (story < 0) return;
  for (const [at, other] of pool.entries()) {
    if (other.edition === edition && edition.storyOf[other.at] === story) {
      values[at] = (values[at] as number) - SAME_STORY_LOSS;
    }
  }
}

function lowerTwins({ edition, at: picked }: Scored, pool: readonly Scored[], values: number[]): void {
  const { of, closeness, each } = edition.space.neighbours;
  const end = (picked + 1) * each;
  for (let nth = picked * each; nth < end && (closeness[nth] as number) > ALIKE; nth++) {
    const at = pool.findIndex((other) => other.at === of[nth] && other.edition === edition);
    if (at >= 0) values[at] = (values[at] as number) - TWIN_LOSS * ((closeness[nth] as number) - ALIKE);
  }
}
