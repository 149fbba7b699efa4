/** The inner product of two vectors of the same length; the cosine where both have unit length. */
export function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += (a[at] ?? 0) * (b[at] ?? 0);
  return sum;
}

/** `vector` at unit length; all zeros stay as they are. */
export function unit(vector: Float32Array): Float32Array {
  const length = Math.sqrt(dot(vector, vector));
  return length > 0 ? vector.map((value) => value / length) : vector;
}

/** The mean of the vectors; of length `dimensions`, all zeros when there are none. */
export function meanOf(vectors: readonly Float32Array[], dimensions: number): Float32Array {
  const mean = new Float32Array(dimensions);
  for (const vector of vectors) addScaled(mean, vector, 1 / vectors.length);
  return mean;
}

/** Adds `scale · vector` to `target` in place. */
export function addScaled(target: Float32Array, vector: Float32Array, scale: number): void {
  for (let at = 0; at < target.length; at++) target[at] = (target[at] ?? 0) + scale * (vector[at] ?? 0);
}
