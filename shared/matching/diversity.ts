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
export const POOL = 3;

/** The papers that a digest is chosen from, in columns. */
interface Pool {
  places: readonly Place[];
  /** What each is worth by itself: falling, but for what sorting rounds away. */
  scores: readonly number[];
  /** The same less what it lost beside picks like it; minus infinity once it is picked itself. */
  values: number[];
  interests: readonly number[];
  stories: readonly (string | undefined)[];
  /** What the papers of an interest have lost, by its number; the first is of those that suit none. */
  interestLosses: number[];
}

/**
 * Picks up to `length` of the papers, given best first, greedily: after each pick, its near neighbours, the rest of
 * its story and the rest of its interest lose a little (maximal marginal relevance, Carbonell and Goldstein 1998, on
 * the edition's neighbour graph).
 */
export function diversified(ordered: readonly Place[], length: number): Place[] {
  const pool = poolOf(ordered.slice(0, length * POOL));
  const chosen: Place[] = [];
  while (chosen.length < length) {
    const best = bestOf(pool);
    const pick = pool.places[best];
    if (!pick) break;
    chosen.push(pick);
    lowerInterest(pool, best);
    lowerStory(pool, best);
    lowerTwins(pick, pool.values);
    pool.values[best] = Number.NEGATIVE_INFINITY;
  }
  return chosen;
}

function poolOf(places: readonly Place[]): Pool {
  mark(places);
  const scores = places.map(scoreAt);
  const interests = places.map(({ reading, nth }) => reading.interests[nth] as number);
  return {
    places,
    scores,
    values: scores.slice(),
    interests,
    stories: places.map(storyAt),
    interestLosses: new Array(Math.max(-1, ...interests) + 2).fill(0),
  };
}

/** Marks the papers of each edition with their place in the pool. */
function mark(pool: readonly Place[]): void {
  for (const { reading } of pool) reading.edition.marks.wipe();
  for (let nth = 0; nth < pool.length; nth++) {
    const place = pool[nth] as Place;
    place.reading.edition.marks.put(numberAt(place), nth);
  }
}

/** Where the paper stands that is now worth most; -1 where all are picked. */
function bestOf({ scores, values, interests, interestLosses }: Pool): number {
  let best = -1;
  let height = Number.NEGATIVE_INFINITY;
  for (let nth = 0; nth < scores.length; nth++) {
    // Papers only lose: no later one is worth more than this one was.
    if ((scores[nth] as number) <= height) break;
    const value = (values[nth] as number) - (interestLosses[(interests[nth] as number) + 1] as number);
    if (value <= height) continue;
    best = nth;
    height = value;
  }
  return best;
}

function lowerInterest({ interests, interestLosses }: Pool, pick: number): void {
  const interest = (interests[pick] as number) + 1;
  interestLosses[interest] = (interestLosses[interest] as number) + SAME_INTEREST_LOSS;
}

function lowerStory({ stories, values }: Pool, pick: number): void {
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
