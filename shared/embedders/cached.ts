import { createHash } from 'node:crypto';
import { ShapeError } from '../errors.js';
import type { Embedder } from './embedder.js';

/** Keeps vectors by model and by the hash of their text, so that none is made or paid for twice. */
export interface VectorCache {
  /** The vectors that are there, by hash; those that are not are left out. */
  read(model: string, hashes: string[]): Promise<Map<string, Float32Array>>;
  write(model: string, entries: Map<string, Float32Array>): Promise<void>;
}

/** SHA-256 of the text in UTF-8, as 64 hexadecimal digits. */
export function textHash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/**
 * The same embedder, asked only for texts that the cache does not hold, each once. What it makes is written to the
 * cache every `chunkSize` texts, so that a crash half way keeps what was paid for. Progress counts distinct texts.
 */
export function cachedEmbedder(inner: Embedder, cache: VectorCache, chunkSize = 128): Embedder {
  const { model } = inner;
  return {
    model,
    dimensions: inner.dimensions,
    async embed(texts, onProgress) {
      const textOf = new Map(texts.map((text) => [textHash(text), text]));
      const vectors = new Map(await cache.read(model, [...textOf.keys()]));
      const missing = [...textOf].filter(([hash]) => !vectors.has(hash));
      if (vectors.size > 0) onProgress?.(vectors.size, textOf.size);
      for (let start = 0; start < missing.length; start += chunkSize) {
        const chunk = missing.slice(start, start + chunkSize);
        const known = vectors.size;
        const made = await inner.embed(
          chunk.map(([, text]) => text),
          (done) => onProgress?.(known + done, textOf.size),
        );
        const entries = new Map(chunk.map(([hash], i) => [hash, present(made[i])]));
        await cache.write(model, entries);
        for (const [hash, vector] of entries) vectors.set(hash, vector);
      }
      return texts.map((text) => present(vectors.get(textHash(text))));
    },
    close: () => inner.close(),
  };
}

function present(vector: Float32Array | undefined): Float32Array {
  if (vector === undefined) throw new ShapeError('embedder', 'expected one vector for each text');
  return vector;
}
