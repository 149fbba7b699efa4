import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import wabt from 'wabt';
import { Rows } from '../../../shared/matching/rows.js';
import { ROWS_BYTES } from '../../../shared/matching/rows-bytes.js';
import { normalFrom, seededRandom } from '../../../shared/terms/random.js';

test('the loop is rows.wat, assembled', async () => {
  const source = new URL('../../../shared/matching/rows.wat', import.meta.url);
  const { parseWat } = await wabt();

  const { buffer } = parseWat('rows.wat', readFileSync(source, 'utf8')).toBinary({});

  expect(Buffer.from(buffer).toString('base64')).toBe(ROWS_BYTES.replaceAll('\n', ''));
});

test.each([1, 15, 16, 17, 448])(
  'a row of %i numbers and a query have their inner product as a score',
  (width) => {
    const normal = normalFrom(seededRandom(width));
    const rows = new Rows(3, width);
    for (let at = 0; at < 3; at++) rows.row(at).set(Float32Array.from({ length: width }, normal));
    const query = Float32Array.from({ length: width }, normal);

    rows.ask(query);

    for (let at = 0; at < 3; at++) {
      const exact = rows.row(at).reduce((sum, value, column) => sum + value * (query[column] ?? 0), 0);
      expect(rows.score(at)).toBeCloseTo(exact, 3);
    }
  },
);

test('no row, and rows of no numbers, have no scores but 0', () => {
  expect(new Rows(0, 16).values).toHaveLength(0);
  expect(new Rows(1, 0).score(0)).toBe(0);
});
