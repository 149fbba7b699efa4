import { expect, test } from 'vitest';
import { seededRandom } from '../../../shared/terms/random.js';
import { WordTable } from '../../../shared/terms/word-table.js';

test('each word of a list is found at its place, and no other word is', () => {
  const random = seededRandom(1);
  const letters = [...'abcdefghijklmnopqrstuvwxyzäñλ-'];
  const draw = () =>
    Array.from({ length: 1 + random() * 9 }, () => letters[Math.floor(random() * letters.length)]).join('');
  const words = [...new Set(Array.from({ length: 50_000 }, draw))];
  const listed = words.slice(0, 20_000);

  const table = new WordTable(listed);

  expect(listed.map((word) => table.indexOf(word))).toEqual([...listed.keys()]);
  expect(words.slice(20_000).filter((word) => table.indexOf(word) !== -1)).toEqual([]);
});

test('an empty list has no word', () => {
  expect(new WordTable([]).indexOf('')).toBe(-1);
});

test('words that share a hash are told apart by the other', () => {
  const [one, other] = ['rozboyod', 'hqgjreknx'];

  expect(new WordTable([one]).indexOf(other)).toBe(-1);
  expect([one, other].map((word) => new WordTable([one, other]).indexOf(word))).toEqual([0, 1]);
});
