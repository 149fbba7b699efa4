import { seededRandom } from '../../../shared/terms/random.js';
import { addScaled, dot, unit } from '../../../shared/terms/vectors.js';

/** Which centre each vector is nearest to, and how near all are to theirs together. */
interface Partition {
  clusterOf: number[];
  centres: Float32Array[];
  /** The sum of cosines to the own centre: the larger the better. */
  closeness: number;
}

/** Starts tried for {@link FIRST_ROUNDS}; the best of them is followed until nothing moves. */
const STARTS = 12;
const FIRST_ROUNDS = 4;
const MOST_ROUNDS = 60;

/** First centres spread out over the vectors (k-means++ of Arthur and Vassilvitskii 2007, on 1 − cosine). */
function spreadCentres(
  vectors: readonly Float32Array[],
  count: number,
  random: () => number,
): Float32Array[] {
  const first = vectors[Math.floor(random() * vectors.length)];
  if (!first) return [];
  const centres = [first];
  const distances = Float64Array.from(vectors, (vector) => Math.max(0, 1 - dot(vector, first)));
  while (centres.length < count) {
    let left = random() * distances.reduce((sum, distance) => sum + distance, 0);
    let chosen = 0;
    while (chosen < vectors.length - 1 && left > (distances[chosen] ?? 0)) left -= distances[chosen++] ?? 0;
    const centre = vectors[chosen] ?? first;
    centres.push(centre);
    vectors.forEach((vector, at) => {
      distances[at] = Math.min(distances[at] ?? 0, Math.max(0, 1 - dot(vector, centre)));
    });
  }
  return centres;
}

/** Puts each vector with its nearest centre. */
function assign(vectors: readonly Float32Array[], centres: Float32Array[]): Partition {
  let closeness = 0;
  const clusterOf = vectors.map((vector) => {
    let best = 0;
    let bestCosine = -2;
    for (let at = 0; at < centres.length; at++) {
      const cosine = dot(vector, centres[at] ?? vector);
      if (cosine <= bestCosine) continue;
      best = at;
      bestCosine = cosine;
    }
    closeness += bestCosine;
    return best;
  });
  return { clusterOf, centres, closeness };
}

/** Moves each centre to the direction of its members; an empty one stays where it was. */
function recentre(vectors: readonly Float32Array[], { clusterOf, centres }: Partition): Float32Array[] {
  const sums = centres.map((centre) => new Float32Array(centre.length));
  vectors.forEach((vector, at) => {
    const sum = sums[clusterOf[at] ?? 0];
    if (sum) addScaled(sum, vector, 1);
  });
  return sums.map((sum, at) => (dot(sum, sum) > 0 ? unit(sum) : (centres[at] ?? sum)));
}

function improve(vectors: readonly Float32Array[], from: Partition, rounds: number): Partition {
  let partition = from;
  for (let round = 0; round < rounds; round++) {
    const next = assign(vectors, recentre(vectors, partition));
    if (next.closeness <= partition.closeness + 1e-9) return partition;
    partition = next;
  }
  return partition;
}

/**
 * Spherical k-means over unit vectors: the cluster, 0 … `clusters` − 1, of each. The same for the same seed.
 * Some clusters may be empty when vectors coincide.
 */
export function sphericalKMeans(vectors: readonly Float32Array[], clusters: number, seed: number): number[] {
  const random = seededRandom(seed);
  const count = Math.min(clusters, vectors.length);
  let best: Partition | undefined;
  for (let start = 0; start < STARTS; start++) {
    const tried = improve(vectors, assign(vectors, spreadCentres(vectors, count, random)), FIRST_ROUNDS);
    if (!best || tried.closeness > best.closeness) best = tried;
  }
  return best ? improve(vectors, best, MOST_ROUNDS).clusterOf : [];
}
