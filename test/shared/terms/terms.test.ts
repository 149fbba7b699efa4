import { describe, expect, it } from 'vitest';
import { fitLsa, placeIn } from '../../../shared/terms/lsa.js';
import { sparseCosine, weigh, weighAll } from '../../../shared/terms/weights.js';
import { contentWords, withoutTex } from '../../../shared/terms/words.js';

describe('words', () => {
  it('keeps what carries meaning, in one form', () => {
    expect(contentWords('We study the symmetries of Graphs and graph-based classes')).toEqual([
      'symmetry',
      'graph',
      'graph',
      'class',
    ]);
  });

  it('takes TeX out and keeps the letters', () => {
    expect(withoutTex(String.raw`A $\mathcal{N}=4$ theory by Erd\H{o}s and Schr\"odinger`)).toBe(
      'A N=4 theory by Erdos and Schrodinger',
    );
  });
});

describe('weights and LSA', () => {
  const texts = [
    'galaxy halo star formation',
    'galaxy star dust',
    'halo dust galaxy',
    'protein folding enzyme',
    'enzyme protein binding',
    'protein folding binding',
  ];
  const { vocabulary, rows } = weighAll(texts, { largestShare: 1 });

  it('weighs texts to unit length, so that texts with shared terms are near', () => {
    const [galaxy, galaxyToo, , protein] = rows;
    if (!galaxy || !galaxyToo || !protein) throw new Error('six rows expected');
    expect(sparseCosine(galaxy, galaxy)).toBeCloseTo(1, 5);
    expect(sparseCosine(galaxy, galaxyToo)).toBeGreaterThan(0.3);
    expect(sparseCosine(galaxy, protein)).toBe(0);
  });

  it('places texts without a common word near each other when their company is the same', () => {
    const lsa = fitLsa(rows, vocabulary.terms.length, 2);
    const place = (text: string) => placeIn(lsa, weigh(vocabulary, contentWords(text)));
    const cosine = (a: Float32Array, b: Float32Array) =>
      a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0);
    expect(cosine(place('star'), place('halo'))).toBeGreaterThan(0.9);
    expect(cosine(place('star'), place('enzyme'))).toBeLessThan(0.2);
    expect([...place('unknown words')]).toEqual([0, 0]);
  });
});
