import type { Scored } from './score.js';

/** Closeness above which two papers start to say the same. */
const ALIKE = 0.5;
/** What a twin of a chosen paper loses, in standard deviations; those less alike lose less. */
const TWIN_LOSS = 3;
/** What another paper of a story already shown loses. */
const SAME_STORY_LOSS = 0.15;

/**
 * Picks up to `length` of the papers, given best first, greedily: after each pick, its near neighbours and the rest of
 * its story lose a little (maximal marginal relevance, Carbonell and Goldstein 1998, on the edition's neighbour graph).
 */
export function diversified(ordered: readonly Scored[], length: number): Scored[] {
  const pool = ordered.slice(0, length * 4);
  const values = Float64Array.from(pool, ({ score }) => score);
  const chosen: Scored[] = [];
  while (chosen.length < length) {
    let best = -1;
    for (let at = 0; at < pool.length; at++) {
      if ((values[at] as number) > (best < 0 ? Number.NEGATIVE_INFINITY : (values[best] as number)))
        best = at;
    }
    const pick = pool[best];
    if (!pick) break;
    chosen.push(pick);
    values[best] = Number.NEGATIVE_INFINITY;
    pool.forEach((other, at) => {
      values[at] = (values[at] as number) - loss(pick, other);
    });
  }
  return chosen;
}

function loss(pick: Scored, other: Scored): number {
  if (pick.edition !== other.edition) return 0;
  const { neighbours } = pick.edition.space;
  const story = pick.edition.storyOf[pick.at] as number;
  let lost = story >= 0 && story === pick.edition.storyOf[other.at] ? SAME_STORY_LOSS : 0;
  for (let at = pick.at * neighbours.each; at < (pick.at + 1) * neighbours.each; at++) {
    if (neighbours.of[at] !== other.at) continue;
    lost += TWIN_LOSS * Math.max(0, (neighbours.closeness[at] as number) - ALIKE);
  }
  return lost;
}
