import { expect, test } from 'vitest';
import { Rows } from '../../../shared/matching/rows.js';
import { normalFrom, seededRandom } from '../../../shared/terms/random.js';
import { roundVectors, unpackRow } from '../../../shared/vector-bytes.js';

test.each([1, 31, 32, 33, 448])(
  'a row of %i numbers and a query have their inner product as a score',
  (width) => {
    const normal = normalFrom(seededRandom(width));
    const vectors = Array.from({ length: 3 }, () => Float32Array.from({ length: width }, normal));
    const packed = roundVectors(vectors);
    const query = Float32Array.from({ length: width }, normal);
    const rows = new Rows(packed);

    rows.ask(query);

    for (let at = 0; at < 3; at++) {
      const exact = unpackRow(packed, at).reduce(
        (sum, value, column) => sum + value * (query[column] ?? 0),
        0,
      );
      expect(rows.score(at)).toBeCloseTo(exact, 2);
    }
  },
);

test('the largest numbers that rows and queries can have do not overflow', () => {
  const ones = new Float32Array(3_072).fill(1);
  const rows = new Rows(roundVectors([ones]));

  rows.ask(ones);

  expect(rows.score(0) / 3_072).toBeCloseTo(1, 5);
});

test('rows are packed as they came', () => {
  const normal = normalFrom(seededRandom(1));
  const packed = roundVectors(Array.from({ length: 3 }, () => Float32Array.from({ length: 33 }, normal)));

  expect(new Rows(packed).pack()).toEqual(packed);
});

test('no row, rows of no numbers, and a query of nothing have no scores but 0', () => {
  const one = new Rows(roundVectors([Float32Array.from([1, 2])]));

  one.ask(new Float32Array(2));

  expect(one.score(0)).toBe(0);
  expect(new Rows(roundVectors([])).count).toBe(0);
  expect(new Rows(roundVectors([new Float32Array(0)])).score(0)).toBe(0);
});

test.each([1, 33, 64])('rows of %i numbers add up, each by its factor, and a sum begins anew', (width) => {
  const normal = normalFrom(seededRandom(width));
  const packed = roundVectors(Array.from({ length: 3 }, () => Float32Array.from({ length: width }, normal)));
  const rows = new Rows(packed);
  const add = () => {
    rows.clearSum();
    rows.addToSum(0, 2);
    rows.addToSum(2, -0.5);
    return [...rows.sum];
  };

  const [first, again] = [add(), add()];

  const [zeroth, , second] = [0, 1, 2].map((at) => unpackRow(packed, at));
  const exact = Array.from({ length: width }, (_, at) => 2 * (zeroth?.[at] ?? 0) - 0.5 * (second?.[at] ?? 0));
  expect(first).toHaveLength(width);
  first.forEach((value, at) => {
    expect(value).toBeCloseTo(exact[at] ?? 0, 4);
  });
  expect(again).toEqual(first);
});
