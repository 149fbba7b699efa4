import { beforeEach, describe, expect, test } from 'vitest';
import { cachedEmbedder, textHash, type VectorCache } from '../../../shared/embedders/cached.js';
import type { Embedder } from '../../../shared/embedders/embedder.js';
import { madeUpVector } from '../../support/openai-server.js';

let rows: Map<string, Float32Array>;
let asked: string[];

beforeEach(() => {
  rows = new Map();
  asked = [];
});

const cache: VectorCache = {
  read: async (model, hashes) =>
    new Map(
      hashes.flatMap((hash) => {
        const vector = rows.get(`${model} ${hash}`);
        return vector ? [[hash, vector] as const] : [];
      }),
    ),
  write: async (model, entries) => {
    for (const [hash, vector] of entries) rows.set(`${model} ${hash}`, vector);
  },
};

function counting(model = 'made-up', failAt = ''): Embedder {
  return {
    model,
    dimensions: 4,
    async embed(texts, onProgress) {
      if (texts.includes(failAt)) throw new Error('out of money');
      asked.push(...texts);
      onProgress?.(texts.length, texts.length);
      return texts.map((text) => madeUpVector(text, 4));
    },
    close: async () => {},
  };
}

describe('cachedEmbedder', () => {
  test('gives the same vectors as the embedder, and asks it once for each text ever', async () => {
    const embedder = cachedEmbedder(counting(), cache);

    const first = await embedder.embed(['a', 'b', 'a']);
    const second = await embedder.embed(['b', 'c']);

    expect(first).toEqual(['a', 'b', 'a'].map((text) => madeUpVector(text, 4)));
    expect(second).toEqual(['b', 'c'].map((text) => madeUpVector(text, 4)));
    expect(asked).toEqual(['a', 'b', 'c']);
  });

  test('vectors of another model are not taken', async () => {
    await cachedEmbedder(counting('one'), cache).embed(['a']);
    await cachedEmbedder(counting('two'), cache).embed(['a']);
    expect(asked).toEqual(['a', 'a']);
  });

  test('a crash half way keeps what was made', async () => {
    const texts = ['a', 'b', 'c', 'd', 'e', 'f'];

    await expect(cachedEmbedder(counting('m', 'e'), cache, 2).embed(texts)).rejects.toThrow('out of money');
    await cachedEmbedder(counting('m'), cache, 2).embed(texts);

    expect(asked).toEqual(texts);
  });

  test('progress counts cached texts as done at once', async () => {
    const embedder = cachedEmbedder(counting(), cache, 2);
    await embedder.embed(['a', 'b']);
    const progress: [number, number][] = [];

    await embedder.embed(['a', 'b', 'c', 'd', 'e'], (done, total) => progress.push([done, total]));

    expect(progress).toEqual([
      [2, 5],
      [4, 5],
      [5, 5],
    ]);
  });

  test('an embedder that leaves a text out is refused', async () => {
    const lazy = { ...counting(), embed: async () => [madeUpVector('a', 4)] };
    await expect(cachedEmbedder(lazy, cache).embed(['a', 'b'])).rejects.toThrow('one vector for each text');
    expect(rows.size).toBe(0);
  });

  test('a hash is the SHA-256 of the text in UTF-8', () => {
    expect(textHash('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });
});
