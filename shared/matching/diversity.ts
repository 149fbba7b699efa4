import { highest } from './linear.js';
import { numberAt, type Place, scoreAt, storyAt } from './rank.js';

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
export function diversified(ordered: readonly Place[], length: number): Place[] {
  const pool = ordered.slice(0, length * POOL);
  const values = pool.map(scoreAt);
  const interests = pool.map(({ reading, nth }) => reading.interests[nth] as number);
  const stories = pool.map(storyAt);
  mark(pool);
  const chosen: Place[] = [];
  while (chosen.length < length) {
    const best = highest(values);
    const pick = pool[best];
    if (!pick) break;
    chosen.push(pick);
    lowerInterest(values, interests, best);
    lowerStory(values, stories, best);
    lowerTwins(pick, values);
    values[best] = Number.NEGATIVE_INFINITY;
  }
  return chosen;
}

/** Marks the papers of each edition with their place in the pool. */
function mark(pool: readonly Place[]): void {
  for (const { reading } of pool) reading.edition.marks.wipe();
  for (let nth = 0; nth < pool.length; nth++) {
    const place = pool[nth] as Place;
    place.reading.edition.marks.put(numberAt(place), nth);
  }
}

function lowerInterest(values: number[], interests: readonly number[], pick: number): void {
  const interest = interests[pick];
  for (let nth = 0; nth < values.length; nth++) {
    if (interests[nth] === interest) values[nth] = (values[nth] as number) - SAME_INTEREST_LOSS;
  }
}

function lowerStory(values: number[], stories: readonly (string | undefined)[], pick: number): void {
  const story = stories[pick];
  if (story === undefined) return;
  for (let nth = 0; nth < values.length; nth++) {
    if (stories[nth] === story) values[nth] = (values[nth] as number) - SAME_STORY_LOSS;
  }
}

/** Lowers the papers of the pool that are near the pick. */
function lowerTwins(pick: Place, values: number[]): void {
  const { marks, space } = pick.reading.edition;
  const { of, closeness, each } = space.neighbours;
  const end = (numberAt(pick) + 1) * each;
  for (let at = end - each; at < end && (closeness[at] as number) > ALIKE; at++) {
    const nth = marks.on(of[at] as number);
    if (nth >= 0) values[nth] = (values[nth] as number) - TWIN_LOSS * ((closeness[at] as number) - ALIKE);
  }
}
