import { ShapeError } from '../errors.js';

/**
 * The vector as 32-bit floats, scaled to length 1.
 * @param where names the model or server for the error message
 * @throws ShapeError when it has not `dimensions` finite numbers, or has no direction because all are 0
 */
export function unitVector(values: ArrayLike<number>, dimensions: number, where: string): Float32Array {
  if (values.length !== dimensions) {
    throw new ShapeError(where, `expected vectors of ${dimensions} numbers, got ${values.length}`);
  }
  const vector = Float32Array.from(values);
  const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
  if (!Number.isFinite(length) || length === 0) {
    throw new ShapeError(where, 'expected finite numbers, not all 0, in every vector');
  }
  return vector.map((value) => value / length);
}
