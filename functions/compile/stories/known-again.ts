import { dot } from '../../../shared/terms/vectors.js';

/** A story that goes on is nearer to its earlier self than this share of stories is to the nearest other of its day. */
const NEARER_THAN = 0.9;
/** How near different stories are cannot be told from fewer. */
const FEWEST = 8;

/**
 * For each of today's stories the number of the earlier one that it goes on from, or `undefined`. Stories of one day
 * are different stories, so how near they are to each other says, for any embedding model, how near two different
 * stories get; a pair nearer than almost all of those, each the other's nearest, is one story on two days.
 * @param today unit centroids of the stories of one day @param earlier those of the day before, of the same model
 */
export function continuedFrom(
  today: readonly Float32Array[],
  earlier: readonly Float32Array[],
): (number | undefined)[] {
  const apart = [...nearestOthers(today), ...nearestOthers(earlier)].sort((a, b) => a - b);
  const least = apart.length < FEWEST ? undefined : apart[Math.floor(NEARER_THAN * apart.length)];
  if (least === undefined) return today.map(() => undefined);
  return today.map((centroid) => {
    const before = nearestOf(centroid, earlier);
    const self = earlier[before.at];
    if (!self || before.cosine < least) return undefined;
    return nearestOf(self, today).cosine > before.cosine ? undefined : before.at;
  });
}

function nearestOf(centroid: Float32Array, others: readonly Float32Array[]): { at: number; cosine: number } {
  const nearest = { at: -1, cosine: -2 };
  others.forEach((other, at) => {
    const cosine = dot(centroid, other);
    if (cosine > nearest.cosine) Object.assign(nearest, { at, cosine });
  });
  return nearest;
}

/** The cosine of each centroid and the nearest other; none where there is no other. */
function nearestOthers(centroids: readonly Float32Array[]): number[] {
  if (centroids.length < 2) return [];
  return centroids.map((centroid, at) => nearestOf(centroid, centroids.toSpliced(at, 1)).cosine);
}
