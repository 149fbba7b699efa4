import { normalFrom, seededRandom } from '../../../shared/terms/random.js';
import { addScaled, dot, meanOf, unit } from './vectors.js';

/** Rounds of orthogonal iteration; more did not change a cluster. */
const ROUNDS = 12;

/** The covariance of centred vectors, times their number: one row for each dimension. */
function scatter(centred: readonly Float32Array[], dimensions: number): Float32Array[] {
  const rows = Array.from({ length: dimensions }, () => new Float32Array(dimensions));
  for (const vector of centred) {
    for (let r = 0; r < dimensions; r++) addScaled(rows[r] ?? vector, vector, vector[r] ?? 0);
  }
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
  const covariance = scatter(centred, dimensions);
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
