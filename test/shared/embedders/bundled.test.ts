import { afterAll, describe, expect, test } from 'vitest';
import { bundledEmbedder } from '../../../shared/embedders/bundled.js';

const embedder = bundledEmbedder();
afterAll(() => embedder.close());

const texts = [
  'Diffusion models for protein backbone design. We train a denoising model on structures.',
  'Generating novel protein structures with score-based generative models.',
  'Measuring the expansion of the universe with type Ia supernovae.',
];

const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);

describe('bundledEmbedder', () => {
  test('gives unit vectors, nearer for texts that mean nearly the same', async () => {
    const progress: number[] = [];

    const [diffusion, score, supernovae] = await embedder.embed(texts, (done) => progress.push(done));

    if (!diffusion || !score || !supernovae) throw new Error('expected three vectors');
    for (const vector of [diffusion, score, supernovae]) {
      expect(vector).toHaveLength(384);
      expect(dot(vector, vector)).toBeCloseTo(1, 5);
    }
    expect(dot(diffusion, score)).toBeGreaterThan(dot(diffusion, supernovae) + 0.4);
    expect(progress.at(-1)).toBe(3);
  });

  test('a text has the same vector whatever it is embedded with', async () => {
    const [alone] = await embedder.embed(texts.slice(0, 1));
    const [among] = await embedder.embed([texts[0] ?? '', 'short', '', 'x '.repeat(3_000)]);

    expect(dot(alone ?? new Float32Array(), among ?? new Float32Array())).toBeGreaterThan(0.999);
  });

  test('nothing is loaded for no texts', async () => {
    expect(await bundledEmbedder().embed([])).toEqual([]);
  });
});
