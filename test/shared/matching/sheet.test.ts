import { expect, test } from 'vitest';
import { Sheet } from '../../../shared/matching/sheet.js';
import { normalFrom, seededRandom } from '../../../shared/terms/random.js';

const COUNT = 700;
const numbers = Array.from({ length: COUNT }, (_, at) => at);
const valuesOf = (seed: number) => Float32Array.from({ length: COUNT }, normalFrom(seededRandom(seed)));

test.each([
  ['near zero', 0.1],
  ['as scores are', 2],
  ['far beyond', 40],
])('the best papers come first however large scores are: %s', (_, factor) => {
  const sheet = new Sheet(COUNT);

  sheet.clear();
  for (const seed of [1, 2, 3]) sheet.addAll(valuesOf(seed), factor);

  const sorted = numbers.toSorted((a, b) => sheet.score(b) - sheet.score(a) || a - b);
  expect(sheet.best(48)).toEqual(sorted.slice(0, 48));
  expect(sheet.best(COUNT)).toEqual(sorted);
});

test('a score is the diagonal of what speaks for a paper; what speaks against it in one interest takes nothing off', () => {
  const sheet = new Sheet(3);

  sheet.clear();
  sheet.addAll(Float32Array.of(3, -3, 0), 1);
  sheet.addAll(Float32Array.of(2, 2, 0), 2);
  sheet.raise(2, -1.5);

  expect([0, 1, 2].map((at) => sheet.score(at))).toEqual([5, 4, -1.5]);
  expect(sheet.best(3)).toEqual([0, 1, 2]);
});

test('a strength that votes correct counts as if it had been so from the beginning', () => {
  const sheet = new Sheet(2);

  sheet.clear();
  sheet.addAll(Float32Array.of(2, -1), 1);
  sheet.correct(0, 2, -3);
  sheet.correct(1, -1, 4);

  expect([0, 1].map((at) => sheet.score(at))).toEqual([0, 4]);
});

test('papers that are left out are never among the best, and are back for the next reader', () => {
  const sheet = new Sheet(COUNT);

  sheet.clear();
  sheet.addAll(valuesOf(1), 1);
  sheet.leaveOut(numbers.slice(10));
  const few = sheet.best(48);
  sheet.clear();

  expect(new Set(few)).toEqual(new Set(numbers.slice(0, 10)));
  expect(sheet.best(COUNT)).toEqual(numbers);
});
