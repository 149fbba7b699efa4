import { expect, test } from 'vitest';
import { dropOldest, keptAt, remembering, rememberingOfTwo } from '../../shared/once.js';

test('what was read is kept under its key, and read once by all who ask at the same time', async () => {
  const shelf = new Map<string, Promise<number>>();
  let reads = 0;
  const read = async () => ++reads;

  const both = await Promise.all([keptAt(shelf, 'a', 2, read), keptAt(shelf, 'a', 2, read)]);

  expect(both).toEqual([1, 1]);
  expect(await keptAt(shelf, 'b', 2, read)).toBe(2);
});

test('a read that failed is not kept', async () => {
  const shelf = new Map<string, Promise<string>>();

  await expect(keptAt(shelf, 'a', 2, () => Promise.reject(new Error('away')))).rejects.toThrow('away');

  expect(await keptAt(shelf, 'a', 2, async () => 'there')).toBe('there');
});

test('the oldest make room', async () => {
  const shelf = new Map<string, Promise<string>>();

  for (const key of ['a', 'b', 'c']) await keptAt(shelf, key, 2, async () => key);
  const kept = [...shelf.keys()];
  dropOldest(shelf, 1);

  expect(kept).toEqual(['b', 'c']);
  expect([...shelf.keys()]).toEqual(['c']);
});

test('what was made of a key is made once, until so many are remembered that all is made anew', () => {
  const made: string[] = [];
  const make = remembering(2, (key: string) => {
    made.push(key);
    return key.toUpperCase();
  });

  const answers = ['a', 'a', 'b', 'a', 'c', 'c', 'a'].map(make);

  expect(answers).toEqual(['A', 'A', 'B', 'A', 'C', 'C', 'A']);
  expect(made).toEqual(['a', 'b', 'c', 'a']);
});

test('what was made of two keys is made once for both of them, until so many are remembered', () => {
  const made: string[] = [];
  const make = rememberingOfTwo(3, (word: string, times: number) => {
    made.push(`${word}${times}`);
    return word.repeat(times);
  });

  const all = [make('a', 2), make('a', 3), make('b', 2), make('a', 2), make('b', 3), make('a', 2)];

  expect(all).toEqual(['aa', 'aaa', 'bb', 'aa', 'bbb', 'aa']);
  expect(made).toEqual(['a2', 'a3', 'b2', 'b3', 'a2']);
});
