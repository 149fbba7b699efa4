/** The inner product of `a[at..at+length)` and `b[from..from+length)`. Four sums at once, as V8 then keeps the pipe full. */
export function dotAt(a: Float32Array, at: number, b: Float32Array, from: number, length: number): number {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  const whole = length - (length % 4);
  for (let i = 0; i < whole; i += 4) {
    s0 += (a[at + i] as number) * (b[from + i] as number);
    s1 += (a[at + i + 1] as number) * (b[from + i + 1] as number);
    s2 += (a[at + i + 2] as number) * (b[from + i + 2] as number);
    s3 += (a[at + i + 3] as number) * (b[from + i + 3] as number);
  }
  for (let i = whole; i < length; i++) s0 += (a[at + i] as number) * (b[from + i] as number);
  return s0 + s1 + s2 + s3;
}

/** `target[to..] += factor · source[from..]` over `length` numbers, in place. */
export function addAt(
  target: Float32Array,
  to: number,
  source: Float32Array,
  from: number,
  length: number,
  factor: number,
): void {
  for (let i = 0; i < length; i++) {
    target[to + i] = (target[to + i] as number) + factor * (source[from + i] as number);
  }
}

/** Scales the row `rows[at..at+length)` to unit length in place; a row of zeros stays as it is. */
export function normaliseAt(rows: Float32Array, at: number, length: number): void {
  const norm = Math.sqrt(dotAt(rows, at, rows, at, length));
  if (norm < 1e-12) return;
  const factor = 1 / norm;
  for (let i = at; i < at + length; i++) rows[i] = (rows[i] as number) * factor;
}

/** The mean of the `count` rows of `width` numbers; zeros when there is none. */
export function meanRow(rows: Float32Array, count: number, width: number): Float32Array {
  const mean = new Float32Array(width);
  for (let row = 0; row < count; row++) addAt(mean, 0, rows, row * width, width, 1 / count);
  return mean;
}

/** `rowsᵀ · rows / count`: `width` × `width`, row by row. */
export function secondMoments(rows: Float32Array, count: number, width: number): Float32Array {
  const moments = new Float32Array(width * width);
  for (let row = 0; row < count; row++) {
    const at = row * width;
    for (let i = 0; i < width; i++) {
      const factor = (rows[at + i] as number) / count;
      const to = i * width;
      for (let j = i; j < width; j++) {
        moments[to + j] = (moments[to + j] as number) + factor * (rows[at + j] as number);
      }
    }
  }
  for (let i = 0; i < width; i++) {
    for (let j = 0; j < i; j++) moments[i * width + j] = moments[j * width + i] as number;
  }
  return moments;
}

/** The lower Cholesky factor of a symmetric positive definite matrix, `width` × `width`, row by row. */
export function choleskyOf(matrix: Float32Array, width: number): Float32Array {
  const lower = new Float32Array(width * width);
  for (let i = 0; i < width; i++) {
    for (let j = 0; j <= i; j++) {
      const rest = (matrix[i * width + j] as number) - dotAt(lower, i * width, lower, j * width, j);
      lower[i * width + j] =
        i === j ? Math.sqrt(Math.max(rest, 1e-12)) : rest / (lower[j * width + j] as number);
    }
  }
  return lower;
}

/** Solves `matrix · x = row` for each of the `count` rows in place, given the matrix's Cholesky factor. */
export function solveRows(lower: Float32Array, width: number, rows: Float32Array, count: number): void {
  const upper = new Float32Array(width * width);
  for (let i = 0; i < width; i++) {
    for (let j = 0; j <= i; j++) upper[j * width + i] = lower[i * width + j] as number;
  }
  for (let row = 0; row < count; row++) {
    const at = row * width;
    for (let i = 0; i < width; i++) {
      const rest = (rows[at + i] as number) - dotAt(lower, i * width, rows, at, i);
      rows[at + i] = rest / (lower[i * width + i] as number);
    }
    for (let i = width - 1; i >= 0; i--) {
      const after = width - 1 - i;
      const rest = (rows[at + i] as number) - dotAt(upper, i * width + i + 1, rows, at + i + 1, after);
      rows[at + i] = rest / (lower[i * width + i] as number);
    }
  }
}
