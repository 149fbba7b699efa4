import { expect, test } from 'vitest';
import { diversified } from '../../../shared/matching/diversity.js';
import { prepareEdition } from '../../../shared/matching/prepare.js';
import type { Reading } from '../../../shared/matching/score.js';
import { fieldEdition } from './fields.js';

const EACH = 30;
const { edition, vectors } = fieldEdition(EACH);
/** One of each of three fields: none is near another. */
const numbers = [0, EACH, 2 * EACH];

/** The numbers of the two papers that are picked of three with these scores, the first two of which are of one story if so told. */
function pickedOf(scores: number[], interests: number[], areOneStory = false): number[] {
  const paperIds = numbers.slice(0, 2).map((number) => edition.papers[number]?.id ?? '');
  const stories = areOneStory ? [{ id: 'story', paperIds }] : [];
  const prepared = prepareEdition({ ...edition, stories }, vectors);
  const reading = { edition: prepared, papers: numbers, scores, interests } as unknown as Reading;
  const places = numbers.map((_, nth) => ({ reading, nth }));
  return diversified(places, 2).map(({ nth }) => nth);
}

test.each([
  { behind: 0.05, interests: [0, 0, 1], picked: [0, 2] },
  { behind: 0.15, interests: [0, 0, 1], picked: [0, 1] },
  { behind: 0.05, interests: [0, 1, 2], picked: [0, 1] },
])(
  'a paper $behind behind goes before the second one of an interest, or not: $interests',
  ({ behind, interests, picked }) => {
    expect(pickedOf([3, 3, 3 - behind], interests)).toEqual(picked);
  },
);

test.each([
  { behind: 0.1, picked: [0, 2] },
  { behind: 0.2, picked: [0, 1] },
])('a paper $behind behind goes before the second one of a story, or not', ({ behind, picked }) => {
  expect(pickedOf([3, 3, 3 - behind], [0, 1, 2], true)).toEqual(picked);
});
