import { contentWords } from '../terms/words.js';
import { textHash } from './cached.js';
import type { Embedder } from './embedder.js';
import { unitVector } from './unit-vector.js';

const DIMENSIONS = 384;

/** By which an edition is known that was made without the embedder in use. */
export const WORDS_MODEL = `words@${DIMENSIONS}`;

/**
 * An embedder that knows nothing but words: each text is the sum of its words' directions, which are drawn from the
 * words' hashes. It needs no model, no network and no memory, and stands in when the embedder in use is out of order:
 * an edition grouped and matched by words is better than none.
 */
export function wordsEmbedder(): Embedder {
  return {
    model: WORDS_MODEL,
    dimensions: DIMENSIONS,
    embed: async (texts, onProgress) => {
      const vectors = texts.map((text) => unitVector(sumOfWords(text), DIMENSIONS, WORDS_MODEL));
      onProgress?.(texts.length, texts.length);
      return vectors;
    },
    close: async () => {},
  };
}

/** A text without words gets a direction of its own, since every vector must have one. */
function sumOfWords(text: string): Float32Array {
  const sum = new Float32Array(DIMENSIONS);
  for (const word of new Set(contentWords(text))) {
    const bits = Buffer.from(textHash(word), 'hex');
    // Eight of the dimensions for each word, up or down, as in feature hashing.
    for (let at = 0; at < 8; at++) {
      const place = bits.readUInt16BE(at * 3) % DIMENSIONS;
      sum[place] = (sum[place] ?? 0) + ((bits[at * 3 + 2] ?? 0) & 1 ? 1 : -1);
    }
  }
  if (sum.every((value) => value === 0)) sum[0] = 1;
  return sum;
}
