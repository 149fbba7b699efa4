import { expect, test } from 'vitest';
import { makeLoops } from '../../../shared/loops.js';
import { Sheet } from '../../../shared/matching/sheet.js';
import { normalFrom, seededRandom } from '../../../shared/terms/random.js';

const COUNT = 700;
const numbers = Array.from({ length: COUNT }, (_, at) => at);
function sheetOf(count: number): Sheet {
  const { loops, buffer } = makeLoops(Sheet.bytesFor(count));
  return new Sheet(loops, buffer, 0, count);
}
function add(sheet: Sheet, scores: Float32Array, factor: number): void {
  const kept = sheet.keep(scores);
  sheet.add(kept, factor * kept.step);
}
const valuesOf = (seed: number) => Float32Array.from({ length: COUNT }, normalFrom(seededRandom(seed)));

test.each([
  ['small', 0.5],
  ['as scores are', 2],
  ['far beyond', 300],
])('the best papers come first however large scores are: %s', (_, factor) => {
  const sheet = sheetOf(COUNT);

  sheet.clear();
  for (const seed of [1, 2, 3]) add(sheet, valuesOf(seed), factor);

  const sorted = numbers.map((at) => sheet.score(at)).toSorted((a, b) => b - a);
  for (const best of [sheet.best(48), sheet.best(500), sheet.all()]) {
    const scores = best.map((at) => sheet.score(at));
    expect(new Set(best).size).toBe(best.length);
    expect(Math.max(...scores.map((score, nth) => Math.abs(score - (sorted[nth] ?? 0))))).toBeLessThan(1e-3);
  }
  expect([sheet.best(48), sheet.best(500), sheet.all()].map(({ length }) => length)).toEqual([
    48,
    500,
    COUNT,
  ]);
});

test.each([
  ['all the same', () => 3],
  ['hardly apart', (at: number) => 3 + at * 1e-4],
  ['a few far ahead of the rest', (at: number) => (at < 10 ? 900 : 1 + at / COUNT)],
])('the best papers come first however scores lie: %s', (_, scoreOf) => {
  const sheet = sheetOf(COUNT);

  sheet.clear();
  add(sheet, Float32Array.from(numbers, scoreOf), 1);

  for (const most of [1, 48, 500]) expect(sheet.best(most)).toEqual(sheet.all().slice(0, most));
});

test('a score is the diagonal of what speaks for a paper; what speaks against it in one interest takes nothing off', () => {
  const sheet = sheetOf(3);

  sheet.clear();
  add(sheet, Float32Array.of(3, -3, 0), 1);
  add(sheet, Float32Array.of(2, 2, 0), 2);
  sheet.raise(2, -1.5);

  expect([0, 1, 2].map((at) => Number(sheet.score(at).toFixed(3)))).toEqual([5, 4, -1.5]);
  expect(sheet.best(3)).toEqual([0, 1]);
  expect(sheet.all()).toEqual([0, 1, 2]);
});

test('a topic of few papers counts as one of many does, and so does heat that is laid once', () => {
  const [few, many] = [sheetOf(COUNT), sheetOf(COUNT)];
  const scores = Float32Array.from(numbers, (at) => (at % 10 === 0 ? 3.05 - at / 100 : 0));
  const heat = Float32Array.from(numbers, (at) => (at % 7 === 0 ? at / 100 : 0));

  few.clear();
  add(few, scores, 1);
  few.layHeat(heat);
  few.raiseHot(0.5);
  many.clear();
  const { steps, step } = many.keep(scores);
  many.add({ steps, few: undefined }, step);
  for (const at of numbers) if (at % 7 === 0) many.raise(at, 0.5 * (heat[at] as number));

  for (const at of numbers) expect(few.score(at)).toBeCloseTo(many.score(at), 5);
  expect(few.keep(scores).few).toHaveLength(COUNT / 10);
});

test.each([
  ['hardly apart', (random: () => number) => 2 + 7e-6 * random()],
  ['next to nothing', (random: () => number) => 0.02 * random()],
  ['far apart', (random: () => number) => 40 * random()],
  ['nothing', () => -1],
])('a reader gets the same papers whoever came before: %s', (_, scoreOf) => {
  const [used, random] = [sheetOf(COUNT), seededRandom(3)];

  for (let reader = 0; reader < 30; reader++) {
    const scores = numbers.map(() => scoreOf(random));
    const [fresh, most] = [sheetOf(COUNT), 1 + Math.floor(random() * 60)];
    for (const sheet of [used, fresh]) {
      sheet.clear();
      for (const at of numbers) sheet.raise(at, scores[at] as number);
    }
    expect(used.best(most)).toEqual(fresh.best(most));
    used.clear();
    add(used, valuesOf(reader), 1 + 9 * random());
    used.best(48);
  }
});

test('a strength that votes correct counts as if it had been so from the beginning', () => {
  const sheet = sheetOf(2);

  sheet.clear();
  add(sheet, Float32Array.of(2, -1), 1);
  sheet.correct(0, 2, -3);
  sheet.correct(1, -1, 4);

  expect([0, 1].map((at) => Number(sheet.score(at).toFixed(3)))).toEqual([0, 4]);
});

test('a paper that votes take all strength from is not among the best, whatever rounding leaves of it', () => {
  const sheet = sheetOf(COUNT);
  const strengths = Float32Array.from(numbers, (at) => 2 + (3 * at) / COUNT);

  sheet.clear();
  const kept = sheet.keep(strengths);
  const { steps, step } = kept;
  sheet.add(kept, step);
  for (const at of numbers.slice(1)) sheet.correct(at, step * (steps[at] as number), -1);

  expect(sheet.best(48)).toEqual([0]);
});

test('papers that are left out are never among the best, and are back for the next reader', () => {
  const sheet = sheetOf(COUNT);

  sheet.clear();
  add(sheet, valuesOf(1), 1);
  sheet.leaveOut(Int32Array.from(numbers.slice(100)));
  const few = sheet.all();
  sheet.clear();

  expect(new Set(few)).toEqual(new Set(numbers.slice(0, 100)));
  expect(sheet.all()).toEqual(numbers);
});

test('a topic’s scores stay as they are whatever readers come, until all are forgotten', () => {
  const sheet = sheetOf(COUNT);
  const scores = valuesOf(1);

  const { room } = sheet;
  const { steps, step } = sheet.keep(scores);
  const other = sheet.keep(valuesOf(2));
  sheet.clear();
  sheet.add(other, 3 * other.step);

  expect(
    Math.max(...numbers.map((at) => Math.abs((steps[at] ?? 0) * step - (scores[at] ?? 0)))),
  ).toBeLessThan(1e-4);
  expect(sheet.room).toBe(room - 2);
  sheet.forget();
  expect(sheet.room).toBe(room);
});
