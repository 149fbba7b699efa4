import { normalFrom, seededRandom } from '../../../shared/terms/random.js';
import { addScaled, dot, meanOf, unit } from '../../../shared/terms/vectors.js';

/** Rounds of orthogonal iteration; more did not change a cluster. */
const ROUNDS = 6;
/** Directions are learned from this many vectors at most, evenly chosen; more take time and change little. */
const ENOUGH = 1500;

/** The covariance of centred vectors, times their number: one row for each dimension. */
function scatter(centred: readonly Float32Array[], dimensions: number): Float32Array[] {
  const columns = Array.from({ length: dimensions }, (_, at) =>
    Float32Array.from(centred, (vector) => vector[at] ?? 0),
  );
  const rows = columns.map(() => new Float32Array(dimensions));
  columns.forEach((left, r) => {
    for (let c = r; c < dimensions; c++) {
      const product = dot(left, columns[c] ?? left);
      const [upper, lower] = [rows[r], rows[c]];
      if (upper && lower) upper[c] = lower[r] = product;
    }
  });
  return rows;
}

/** Makes vectors orthonormal (modified Gram and Schmidt); a dependent one becomes zero. */
function orthonormal(vectors: Float32Array[]): Float32Array[] {
  const done: Float32Array[] = [];
  for (const vector of vectors) {
    for (const earlier of done) addScaled(vector, earlier, -dot(vector, earlier));
    done.push(dot(vector, vector) > 1e-12 ? unit(vector) : vector.fill(0));
  }
  return done;
}

/**
 * The vectors in the `kept` directions along which they vary most, centred, each of unit length: what sets them
 * apart, without what they share. Orthogonal iteration on the covariance; the same for the same seed.
 */
export function principalPlaces(
  vectors: readonly Float32Array[],
  kept: number,
  seed: number,
): Float32Array[] {
  const dimensions = vectors[0]?.length ?? 0;
  const mean = meanOf(vectors, dimensions);
  const centred = vectors.map((vector) => vector.map((value, at) => value - (mean[at] ?? 0)));
  const stride = Math.ceil(centred.length / ENOUGH);
  const covariance = scatter(
    centred.filter((_, at) => at % stride === 0),
    dimensions,
  );
  const normal = normalFrom(seededRandom(seed));
  let basis = orthonormal(
    Array.from({ length: Math.min(kept, dimensions) }, () =>
      Float32Array.from({ length: dimensions }, normal),
    ),
  );
  for (let round = 0; round < ROUNDS; round++) {
    basis = orthonormal(
      basis.map((direction) => Float32Array.from(covariance, (row) => dot(row, direction))),
    );
  }
  return centred.map((vector) => unit(Float32Array.from(basis, (direction) => dot(vector, direction))));
}
