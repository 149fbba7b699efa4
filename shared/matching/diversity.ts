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
  const chosen: Scored[] = [];
  while (chosen.length < length) {
    const best = highestOf(values);
    const pick = pool[best];
    if (!pick || values[best] === Number.NEGATIVE_INFINITY) break;
    chosen.push(pick);
    values[best] = Number.NEGATIVE_INFINITY;
    const twins = twinsOf(pick);
    for (let at = 0; at < pool.length; at++)
      values[at] = (values[at] as number) - loss(pick, twins, pool[at]);
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

/** The papers that say much the same, and how close each is. */
interface Twins {
  papers: number[];
  closeness: number[];
}

function twinsOf({ edition, at }: Scored): Twins {
  const { of, closeness, each } = edition.space.neighbours;
  const twins: Twins = { papers: [], closeness: [] };
  for (let nth = at * each; nth < (at + 1) * each && (closeness[nth] as number) > ALIKE; nth++) {
    twins.papers.push(of[nth] as number);
    twins.closeness.push(closeness[nth] as number);
  }
  return twins;
}

/** What a paper loses by a pick. */
function loss(pick: Scored, twins: Twins, other: Scored | undefined): number {
  if (!other) return 0;
  const sameInterest = pick.interest === other.interest ? SAME_INTEREST_LOSS : 0;
  if (pick.edition !== other.edition) return sameInterest;
  const { storyOf } = pick.edition;
  const story = storyOf[pick.at] as number;
  const sameStory = story >= 0 && story === storyOf[other.at] ? SAME_STORY_LOSS : 0;
  const closeness = twins.papers.length > 0 ? twins.closeness[twins.papers.indexOf(other.at)] : undefined;
  return sameInterest + sameStory + (closeness === undefined ? 0 : TWIN_LOSS * (closeness - ALIKE));
}
