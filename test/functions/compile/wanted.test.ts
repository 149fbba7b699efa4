import { expect, test } from 'vitest';
import { wantedPapers } from '../../../functions/compile/wanted.js';
import type { Topic } from '../../../shared/domain/preferences.js';
import { prepareEdition } from '../../../shared/matching/prepare.js';
import { fieldEdition, fieldVector } from '../../shared/matching/fields.js';

const { edition, vectors } = fieldEdition(30);
const { papers } = edition;
const prepared = prepareEdition(edition, vectors);
const category = (code: string): { topic: Topic } => ({
  topic: { kind: 'category', category: code, weight: 1 },
});
const fieldsOf = (wanted: ReadonlySet<string>) =>
  new Set(papers.filter(({ id }) => wanted.has(id)).map(({ categories }) => categories[0]));

test('a category wants all its papers, and an archive those of its categories', () => {
  const wanted = wantedPapers(prepared, [category('cs.CL'), category('astro-ph')]);

  expect(wanted.size).toBe(60);
  expect(fieldsOf(wanted)).toEqual(new Set(['cs.CL', 'astro-ph.GA']));
});

test('a phrase wants the papers that a digest of it could hold, with a vector and by its words alone', () => {
  const topic: Topic = { kind: 'phrase', phrase: 'qubit decoherence', weight: 1 };

  const near = wantedPapers(prepared, [{ topic, vector: fieldVector('quant-ph', 0.2, 1) }]);
  const byWords = wantedPapers(prepared, [{ topic }]);

  for (const wanted of [near, byWords]) {
    const own = papers.filter(({ id, categories }) => wanted.has(id) && categories[0] === 'quant-ph');
    expect(own.length).toBeGreaterThan(15);
    expect(own.length / wanted.size).toBeGreaterThan(0.8);
    expect(wanted.size).toBeLessThanOrEqual(50);
  }
});

test('nobody wants anything of a day without papers, nor where nobody chose a topic', () => {
  expect(wantedPapers(prepareEdition({ ...edition, papers: [] }, []), [category('cs.CL')]).size).toBe(0);
  expect(wantedPapers(prepared, []).size).toBe(0);
});
