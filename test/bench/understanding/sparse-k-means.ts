import { seededRandom } from '../../../shared/terms/random.js';
import { unit } from '../../../shared/terms/vectors.js';
import type { SparseVector } from '../../../shared/terms/weights.js';

const STARTS = 10;
const ROUNDS = 60;

/** Spherical k-means over sparse rows, k-means++ starts, the best of ten: the cluster of each row. */
export function sparseKMeans(
  rows: readonly SparseVector[],
  terms: number,
  clusters: number,
  seed: number,
): number[] {
  const random = seededRandom(seed);
  let best = { clusterOf: [] as number[], closeness: Number.NEGATIVE_INFINITY };
  for (let start = 0; start < STARTS; start++) {
    let found = assign(rows, spread(rows, terms, clusters, random));
    for (let round = 0; round < ROUNDS; round++) {
      const next = assign(rows, centresOf(rows, terms, clusters, found.clusterOf));
      const better = next.closeness > found.closeness + 1e-6;
      found = next;
      if (!better) break;
    }
    if (found.closeness > best.closeness) best = found;
  }
  return best.clusterOf;
}

function assign(rows: readonly SparseVector[], centres: readonly Float32Array[]) {
  let closeness = 0;
  const clusterOf = rows.map((row) => {
    const cosines = centres.map((centre) => cosine(row, centre));
    const most = Math.max(...cosines);
    closeness += most;
    return cosines.indexOf(most);
  });
  return { clusterOf, closeness };
}

function spread(
  rows: readonly SparseVector[],
  terms: number,
  clusters: number,
  random: () => number,
): Float32Array[] {
  const centres: Float32Array[] = [];
  const distances = rows.map(() => 1);
  while (centres.length < clusters) {
    let left = random() * distances.reduce((sum, distance) => sum + distance, 0);
    const chosen = distances.findIndex((distance) => {
      left -= distance;
      return left <= 0;
    });
    const row = rows[Math.max(0, chosen)];
    const centre = new Float32Array(terms);
    row?.terms.forEach((term, at) => {
      centre[term] = row.weights[at] ?? 0;
    });
    centres.push(centre);
    rows.forEach((other, at) => {
      distances[at] = Math.min(distances[at] ?? 0, Math.max(0, 1 - cosine(other, centre)));
    });
  }
  return centres;
}

function centresOf(
  rows: readonly SparseVector[],
  terms: number,
  clusters: number,
  clusterOf: readonly number[],
): Float32Array[] {
  const sums = Array.from({ length: clusters }, () => new Float32Array(terms));
  rows.forEach((row, at) => {
    const sum = sums[clusterOf[at] ?? 0];
    if (sum)
      row.terms.forEach((term, nth) => {
        sum[term] = (sum[term] ?? 0) + (row.weights[nth] ?? 0);
      });
  });
  return sums.map(unit);
}

function cosine({ terms, weights }: SparseVector, centre: Float32Array): number {
  let sum = 0;
  for (let at = 0; at < terms.length; at++)
    sum += (weights[at] as number) * (centre[terms[at] as number] as number);
  return sum;
}
