import type { Scored } from './rank.js';

/** Closeness above which two papers start to say the same. */
const ALIKE = 0.5;
/** What a paper loses for each unit of closeness above that to a paper already chosen. */
const TWIN_LOSS = 3;
/** What another paper of a story already shown loses. */
const SAME_STORY_LOSS = 0.15;
/** What another paper of the same interest loses, so that one loud interest does not fill the digest. */
const SAME_INTEREST_LOSS = 0.1;

/**
 * Picks up to `length` of the papers, given best first, greedily: after each pick, its near neighbours, the rest of
 * its story and the rest of its interest lose a little (maximal marginal relevance, Carbonell and Goldstein 1998, on
 * the edition's neighbour graph).
 */
export function diversified(ordered: readonly Scored[], length: number): Scored[] {
  const pool = ordered.slice(0, length * 4);
  const interests = Int32Array.from(pool, ({ reading, at }) => reading.interestOf(at));
  const values = Float64Array.from(pool, ({ score }) => score);
  const chosen: Scored[] = [];
  while (chosen.length < length) {
    const best = highestOf(values);
    const pick = pool[best];
    if (!pick || values[best] === Number.NEGATIVE_INFINITY) break;
    chosen.push(pick);
    values[best] = Number.NEGATIVE_INFINITY;
    for (let at = 0; at < pool.length; at++) {
      const other = pool[at];
      if (!other || values[at] === Number.NEGATIVE_INFINITY) continue;
      const same = interests[at] === interests[best] ? SAME_INTEREST_LOSS : 0;
      values[at] = (values[at] as number) - same - likenessLoss(pick, other);
    }
  }
  return chosen;
}

function highestOf(values: Float64Array): number {
  let best = 0;
  for (let at = 1; at < values.length; at++) {
    if ((values[at] as number) > (values[best] as number)) best = at;
  }
  return best;
}

function likenessLoss(pick: Scored, other: Scored): number {
  if (pick.edition !== other.edition) return 0;
  const { of, closeness, each } = pick.edition.space.neighbours;
  const story = pick.edition.storyOf[pick.at] as number;
  const loss = story >= 0 && story === pick.edition.storyOf[other.at] ? SAME_STORY_LOSS : 0;
  for (let at = pick.at * each; at < (pick.at + 1) * each; at++) {
    if (of[at] === other.at) return loss + TWIN_LOSS * Math.max(0, (closeness[at] as number) - ALIKE);
  }
  return loss;
}
