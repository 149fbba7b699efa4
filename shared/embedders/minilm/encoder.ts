import { roundUp, selfAttention } from './attention.js';
import { Kernel } from './kernel.js';
import { INNER, LAYERS, MOST_TOKENS, WIDTH } from './shape.js';
import { type Dense, denseReader, readTensors, type Tensors, widenInto } from './weights.js';

/** Layer normalisation (arXiv:1607.06450). */
interface Norm {
  gain: Float32Array;
  bias: Float32Array;
}

const EPSILON = 1e-12;

/** Turns token ids, at most 256, into the text's vector: the mean of its tokens' last states, of any length. */
export type Encoder = (ids: readonly number[]) => Float32Array;

/**
 * all-MiniLM-L6-v2, a BERT of 6 layers (arXiv:1810.04805), on one thread.
 * @throws ShapeError when the file does not hold its weights
 */
export function createEncoder(weightsPath: string): Encoder {
  const kernel = new Kernel(32);
  const tensors = readTensors(weightsPath);
  const embed = wordEmbedder(tensors);
  const layers = readLayers(tensors, kernel);
  const attend = selfAttention(kernel);
  const states = kernel.floats(MOST_TOKENS * WIDTH);
  const wide = kernel.floats(MOST_TOKENS * INNER);
  const narrow = kernel.floats(MOST_TOKENS * WIDTH);
  const rounded = { integers: kernel.shorts(MOST_TOKENS * INNER), scale: kernel.floats(MOST_TOKENS) };

  function apply(dense: Dense, from: Float32Array, to: Float32Array, rows: number): void {
    const { inputs, outputs } = dense;
    kernel.quantise(from, rounded, rows, inputs);
    kernel.multiply(rounded, dense, to, {
      rows,
      columns: outputs,
      depth: inputs,
      stride: inputs,
      outStride: outputs,
    });
  }

  return (ids) => {
    const count = ids.length;
    const rows = roundUp(count, 4);
    embed(ids, states);
    for (const layer of layers) {
      apply(layer.triples, states, wide, rows);
      attend(wide, narrow, count);
      apply(layer.mix, narrow, wide, rows);
      addAndNormalise(states, wide, layer.afterAttention, count);
      apply(layer.up, states, wide, rows);
      kernel.gelu(wide, rows * INNER);
      apply(layer.down, wide, narrow, rows);
      addAndNormalise(states, narrow, layer.afterFeedForward, count);
    }
    return meanRow(states, count);
  };
}

function readLayers(tensors: Tensors, kernel: Kernel) {
  const dense = denseReader(tensors, kernel);
  return Array.from({ length: LAYERS }, (_, i) => {
    const layer = `encoder.layer.${i}`;
    const attention = `${layer}.attention`;
    return {
      triples: dense(WIDTH, ...['query', 'key', 'value'].map((part) => `${attention}.self.${part}`)),
      mix: dense(WIDTH, `${attention}.output.dense`),
      afterAttention: readNorm(tensors, `${attention}.output.LayerNorm`),
      up: dense(WIDTH, `${layer}.intermediate.dense`),
      down: dense(INNER, `${layer}.output.dense`),
      afterFeedForward: readNorm(tensors, `${layer}.output.LayerNorm`),
    };
  });
}

function readNorm(tensors: Tensors, name: string): Norm {
  return { gain: tensors.floats(`${name}.weight`), bias: tensors.floats(`${name}.bias`) };
}

/** Writes the first state of each token: its word's vector and its place's, normalised. */
function wordEmbedder(tensors: Tensors): (ids: readonly number[], states: Float32Array) => void {
  const words = tensors.halves('embeddings.word_embeddings.weight');
  const places = tensors.floats('embeddings.position_embeddings.weight');
  // Every token is of the first of two segments, so that its vector can be added to every place once.
  const segment = tensors.floats('embeddings.token_type_embeddings.weight');
  for (let i = 0; i < places.length; i++) places[i] = (places[i] ?? 0) + (segment[i % WIDTH] ?? 0);
  const norm = readNorm(tensors, 'embeddings.LayerNorm');
  return (ids, states) => {
    for (const [place, id] of ids.entries()) {
      widenInto(states.subarray(place * WIDTH), words.subarray(id * WIDTH, (id + 1) * WIDTH));
    }
    addAndNormalise(states, places, norm, ids.length);
  };
}

/** Adds `added` to `states` row by row, and brings each row to mean 0 and variance 1, then to `norm`. */
function addAndNormalise(states: Float32Array, added: Float32Array, norm: Norm, count: number): void {
  const { gain, bias } = norm;
  for (let start = 0; start < count * WIDTH; start += WIDTH) {
    let sum = 0;
    let squares = 0;
    for (let i = 0; i < WIDTH; i++) {
      const value = (states[start + i] ?? 0) + (added[start + i] ?? 0);
      states[start + i] = value;
      sum += value;
      squares += value * value;
    }
    const mean = sum / WIDTH;
    const factor = 1 / Math.sqrt(squares / WIDTH - mean * mean + EPSILON);
    for (let i = 0; i < WIDTH; i++) {
      states[start + i] = ((states[start + i] ?? 0) - mean) * factor * (gain[i] ?? 0) + (bias[i] ?? 0);
    }
  }
}

function meanRow(states: Float32Array, count: number): Float32Array {
  const mean = new Float32Array(WIDTH);
  for (let at = 0; at < count * WIDTH; at++)
    mean[at % WIDTH] = (mean[at % WIDTH] ?? 0) + (states[at] ?? 0) / count;
  return mean;
}
