import { expect, test } from 'vitest';
import { ShapeError } from '../../../shared/errors.js';
import { learnTaste, type VoteOnPaper } from '../../../shared/matching/taste.js';
import { packTaste, unpackTaste } from '../../../shared/matching/taste-bytes.js';
import { fieldPaper, fieldVector } from './fields.js';

const now = new Date('2026-01-22T08:00:00Z');

function voteOn(field: string, number: number, change: Partial<VoteOnPaper> = {}): VoteOnPaper {
  const at = new Date(now.getTime() - number * 60_000).toISOString();
  const vector = fieldVector(field, 0.4, number);
  return { paper: fieldPaper(field, number), vector, direction: 'more', at, ...change };
}

const mean = fieldVector('cs.RO', 0, 1).map((_, at) => {
  const fields = ['cs.RO', 'cs.CL', 'astro-ph.GA', 'quant-ph', 'math.AP'];
  return fields.reduce((sum, field) => sum + (fieldVector(field, 0, 1)[at] ?? 0) / fields.length, 0);
});

test('two interests are two groups, each named by a paper that was voted for', () => {
  const votes = [voteOn('cs.RO', 1), voteOn('cs.RO', 2), voteOn('quant-ph', 3), voteOn('quant-ph', 4)];

  const { likes, dislikes } = learnTaste(votes, now, mean);

  expect(likes.map(({ evidence }) => Math.round(evidence))).toEqual([2, 2]);
  const titles = votes.map(({ paper }) => paper.title);
  expect(likes.every(({ title }) => titles.includes(title))).toBe(true);
  expect(dislikes).toEqual([]);
});

test('of several votes on one paper the last counts', () => {
  const votes = [
    voteOn('cs.RO', 2, { direction: 'more' }),
    voteOn('cs.RO', 2, { direction: 'less', at: now.toISOString() }),
  ];

  const { likes, dislikes } = learnTaste(votes, now);

  expect([likes.length, dislikes.length]).toEqual([0, 1]);
});

test('a mail scanner that follows twenty links counts less than one reader with one vote', () => {
  const burst = Array.from({ length: 20 }, (_, n) => voteOn('cs.RO', n + 1, { at: '2026-01-22T07:00:01Z' }));

  const scanned = learnTaste(burst, now).likes.reduce((sum, { evidence }) => sum + evidence, 0);
  const [read] = learnTaste([voteOn('cs.RO', 1)], now).likes;

  expect(scanned).toBeLessThan(0.1);
  expect(read?.evidence).toBeCloseTo(1, 2);
});

test('an old vote counts less than a new one', () => {
  const [old] = learnTaste([voteOn('cs.RO', 1, { at: '2025-07-22T08:00:00Z' })], now).likes;

  expect(old?.evidence).toBeGreaterThan(0.2);
  expect(old?.evidence).toBeLessThan(0.3);
});

test('a packed taste is small and comes back as it was, but for rounding', () => {
  const taste = learnTaste(
    [voteOn('cs.RO', 1), voteOn('quant-ph', 2), voteOn('cs.CL', 3, { direction: 'less' })],
    now,
    mean,
  );

  const bytes = packTaste(taste);
  const back = unpackTaste(bytes);

  expect(bytes.length).toBeLessThan(1_500);
  expect(back.likes.map(({ title }) => title)).toEqual(taste.likes.map(({ title }) => title));
  expect(back.likes.map(({ words }) => words)).toEqual(taste.likes.map(({ words }) => words));
  back.likes.forEach(({ weights }, nth) => {
    expect(weights).toHaveLength(taste.likes[nth]?.weights.length ?? 0);
    weights.forEach((weight, word) => {
      expect(weight).toBeCloseTo(taste.likes[nth]?.weights[word] ?? 0, 1);
    });
  });
  const [was, is] = [taste.dislikes[0]?.vector ?? [], back.dislikes[0]?.vector ?? []];
  expect(Math.max(...[...was].map((value, at) => Math.abs(value - (is[at] ?? 0))))).toBeLessThan(0.01);
});

test('the taste of one who never voted is packed too', () => {
  expect(unpackTaste(packTaste({ likes: [], dislikes: [] }))).toEqual({ likes: [], dislikes: [] });
});

test.each([
  ['nothing', new Uint8Array(0)],
  ['cut short', packTaste(learnTaste([voteOn('cs.RO', 1)], now)).subarray(0, 60)],
  ['another version', packTaste(learnTaste([voteOn('cs.RO', 1)], now)).with(0, 0)],
  ['more groups than are there', packTaste(learnTaste([voteOn('cs.RO', 1)], now)).with(1, 2)],
  ['longer vectors than are there', packTaste(learnTaste([voteOn('cs.RO', 1)], now)).with(4, 9)],
  ['a longer text than is there', packTaste(learnTaste([voteOn('cs.RO', 1)], now)).with(8, 9)],
  ['a byte too many', new Uint8Array([...packTaste(learnTaste([voteOn('cs.RO', 1)], now)), 0])],
])('bytes that are no taste are refused: %s', (_, bytes) => {
  expect(() => unpackTaste(bytes)).toThrow(ShapeError);
});
