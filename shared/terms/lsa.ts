import { normalFrom, seededRandom } from './random.js';
import { addScaled, dot } from './vectors.js';
import type { SparseVector } from './weights.js';

/** Latent semantic analysis: the directions along which a body of texts varies most. */
export interface Lsa {
  dimensions: number;
  /** Row by term: `dimensions` numbers for each term, in the vocabulary's order. */
  basis: Float32Array;
}

/** Times the matrix is passed over: two after the first bring out the directions that matter. */
const PASSES = 3;

/** `rows · block`: for each row the sum of its terms' rows in `block`. */
function project(rows: SparseVector[], block: Float32Array, width: number): Float32Array {
  const out = new Float32Array(rows.length * width);
  rows.forEach(({ terms, weights }, row) => {
    const target = out.subarray(row * width, (row + 1) * width);
    for (let at = 0; at < terms.length; at++) {
      const weight = weights[at] ?? 0;
      const from = (terms[at] ?? 0) * width;
      for (let c = 0; c < width; c++) target[c] = (target[c] ?? 0) + weight * (block[from + c] ?? 0);
    }
  });
  return out;
}

/** `rowsᵀ · block`: for each term the sum of the rows of `block` of the texts that have it. */
function projectBack(
  rows: SparseVector[],
  block: Float32Array,
  width: number,
  termCount: number,
): Float32Array {
  const out = new Float32Array(termCount * width);
  rows.forEach(({ terms, weights }, row) => {
    const source = block.subarray(row * width, (row + 1) * width);
    for (let at = 0; at < terms.length; at++) {
      const weight = weights[at] ?? 0;
      const to = (terms[at] ?? 0) * width;
      for (let c = 0; c < width; c++) out[to + c] = (out[to + c] ?? 0) + weight * (source[c] ?? 0);
    }
  });
  return out;
}

/** Makes the columns of a block orthonormal in place (modified Gram and Schmidt); a dependent column becomes zero. */
function orthonormalise(block: Float32Array, height: number, width: number): void {
  const columns = Array.from({ length: width }, (_, c) => {
    const column = new Float32Array(height);
    for (let r = 0; r < height; r++) column[r] = block[r * width + c] ?? 0;
    return column;
  });
  columns.forEach((column, c) => {
    for (const earlier of columns.slice(0, c)) addScaled(column, earlier, -dot(column, earlier));
    const squares = dot(column, column);
    const scale = squares > 1e-10 ? 1 / Math.sqrt(squares) : 0;
    for (let r = 0; r < height; r++) block[r * width + c] = column[r] = (column[r] ?? 0) * scale;
  });
}

/**
 * The leading right singular subspace of a text-by-term matrix, by randomised range finding with two power
 * iterations (Halko, Martinsson and Tropp 2011, algorithm 4.4). The same for the same seed.
 */
export function fitLsa(rows: SparseVector[], termCount: number, dimensions: number, seed = 1): Lsa {
  const width = Math.min(dimensions, rows.length, termCount);
  const normal = normalFrom(seededRandom(seed));
  let block: Float32Array = Float32Array.from({ length: rows.length * width }, normal);
  for (let pass = 0; pass < PASSES; pass++) {
    if (pass > 0) block = project(rows, block, width);
    block = projectBack(rows, block, width, termCount);
  }
  orthonormalise(block, termCount, width);
  return { dimensions: width, basis: block };
}

/** A text's place in an LSA space: `dimensions` numbers, of unit length, or all zero when it has no known term. */
export function placeIn(lsa: Lsa, row: SparseVector): Float32Array {
  const place = project([row], lsa.basis, lsa.dimensions);
  const length = Math.hypot(...place);
  return length > 0 ? place.map((value) => value / length) : place;
}
