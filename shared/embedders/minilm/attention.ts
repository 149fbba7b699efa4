import { asPairs, type Kernel, type Panels, packPanels, type Scaled } from './kernel.js';
import { HEAD, HEADS, MOST_TOKENS, WIDTH } from './shape.js';

/** Query, key and value of one token lie side by side, each as 12 heads of 32 numbers. */
const TRIPLE = 3 * WIDTH;
const HEADS_IN_TRIPLE = 3 * HEADS;
/** Added to the score of a column that only fills up a panel, so that its weight is 0. */
const NEVER = -1e9;

export type SelfAttention = (triples: Float32Array, context: Float32Array, count: number) => void;

/**
 * Gives each token of `triples` its row of `context`: the mean of all values, weighted by how well its query fits their
 * keys, for each head apart (Vaswani et al. 2017, arXiv:1706.03762).
 */
export function selfAttention(kernel: Kernel): SelfAttention {
  const rounded: Scaled = {
    integers: kernel.shorts(MOST_TOKENS * TRIPLE),
    scale: kernel.floats(MOST_TOKENS * HEADS_IN_TRIPLE),
  };
  const queryScale = kernel.floats(MOST_TOKENS);
  const keys = panels(kernel, MOST_TOKENS);
  const values = panels(kernel, HEAD);
  // Each token's values have a scale of their own, which its weight takes over.
  values.scale.fill(1);
  const valueScale = kernel.floats(MOST_TOKENS);
  const scores = kernel.floats(MOST_TOKENS * MOST_TOKENS);
  const weights: Scaled = {
    integers: kernel.shorts(MOST_TOKENS * MOST_TOKENS),
    scale: kernel.floats(MOST_TOKENS),
  };
  const inverseSum = kernel.floats(MOST_TOKENS);

  /** Lays out the keys and values of one head for a product, and takes its scales. */
  function takeHead(head: number, count: number, columns: number): void {
    packPanels(
      asPairs(rounded.integers.subarray((HEADS + head) * HEAD)),
      TRIPLE / 2,
      asPairs(keys.integers),
      count,
      HEAD / 2,
    );
    packValues(rounded.integers.subarray((2 * HEADS + head) * HEAD), values.integers, count, columns);
    for (let token = 0; token < count; token++) {
      const scales = token * HEADS_IN_TRIPLE + head;
      queryScale[token] = rounded.scale[scales] ?? 0;
      keys.scale[token] = (rounded.scale[scales + HEADS] ?? 0) / Math.sqrt(HEAD);
      valueScale[token] = rounded.scale[scales + 2 * HEADS] ?? 0;
    }
  }

  return (triples, context, count) => {
    const rows = roundUp(count, 4);
    const columns = roundUp(count, 8);
    kernel.quantise(triples, rounded, rows * HEADS_IN_TRIPLE, HEAD, MOST_TOKENS);
    keys.bias.fill(0, 0, count).fill(NEVER, count, columns);
    for (let head = 0; head < HEADS; head++) {
      takeHead(head, count, columns);
      const queries = { integers: rounded.integers.subarray(head * HEAD), scale: queryScale };
      kernel.multiply(queries, keys, scores, {
        rows,
        columns,
        depth: HEAD,
        stride: TRIPLE,
        outStride: columns,
      });
      kernel.softmax(scores, valueScale, inverseSum, rows, columns);
      kernel.quantise(scores, weights, rows, columns, MOST_TOKENS);
      for (let row = 0; row < rows; row++) {
        weights.scale[row] = (weights.scale[row] ?? 0) * (inverseSum[row] ?? 0);
      }
      const out = context.subarray(head * HEAD);
      kernel.multiply(weights, values, out, {
        rows,
        columns: HEAD,
        depth: columns,
        stride: columns,
        outStride: WIDTH,
      });
    }
  };
}

/** The least multiple of `step` that is not below `count`. */
export function roundUp(count: number, step: number): number {
  return Math.ceil(count / step) * step;
}

function panels(kernel: Kernel, columns: number): Panels {
  return {
    integers: kernel.shorts(MOST_TOKENS * HEAD),
    scale: kernel.floats(columns),
    bias: kernel.floats(columns),
  };
}

/** As packPanels, but each row stays a row: the pairs are of neighbouring tokens. */
function packValues(from: Int16Array, to: Int16Array, count: number, depth: number): void {
  for (let token = 0; token < count; token++) {
    const start = (token >> 1) * 16 + (token & 1);
    for (let i = 0; i < HEAD; i++) {
      to[(i >> 3) * depth * 8 + start + (i & 7) * 2] = from[token * TRIPLE + i] ?? 0;
    }
  }
}
