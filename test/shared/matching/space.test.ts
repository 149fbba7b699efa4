import { expect, test } from 'vitest';
import { prepareEdition } from '../../../shared/matching/prepare.js';
import { fieldEdition } from './fields.js';

test('papers without embeddings are neighbours by their words', () => {
  const { edition, vectors } = fieldEdition(20);
  const blank = vectors.map(({ length }) => new Float32Array(length));

  const { space, papers } = prepareEdition(edition, blank);

  const { of, each } = space.neighbours;
  const fieldAt = (at: number) => papers[at]?.categories[0];
  const alike = [...of].filter((other, nth) => fieldAt(other) === fieldAt(Math.floor(nth / each)));
  expect(alike.length).toBeGreaterThan(0.9 * of.length);
});
