import { expect, test } from 'vitest';
import { ShapeError } from '../../../shared/errors.js';
import { chooseDigest } from '../../../shared/matching/choose.js';
import { arePaths, PATHS_EACH } from '../../../shared/matching/paths.js';
import { PlainTexts, readyFor } from '../../../shared/matching/plain-texts.js';
import {
  packPreparation,
  unpackPreparation,
  unpackTexts,
} from '../../../shared/matching/preparation-bytes.js';
import { indexed, prepareEdition } from '../../../shared/matching/prepare.js';
import type { Reader } from '../../../shared/matching/rank.js';
import { learnTaste } from '../../../shared/matching/taste.js';
import { fieldEdition, fieldPaper, fieldVector } from './fields.js';

const { edition, vectors } = fieldEdition(30);
const strange = fieldPaper('cs.RO', 7_000, {
  title: 'Line\nbreaks, “quotes” and  \u0001 controls',
  categories: [],
  authors: [],
  withdrawn: true,
  signals: { upvotes: 12 },
});
const papers = [...edition.papers, strange];
const stories = [{ id: '2026-01-22.s1', paperIds: papers.slice(0, 4).map(({ id }) => id) }];
const prepared = prepareEdition({ ...edition, papers, stories }, [...vectors, fieldVector('cs.RO', 0.2, 1)]);
const packed = await packPreparation(prepared);
const noTexts = new PlainTexts(async () => []);

const reader: Reader = {
  topics: [
    { topic: { kind: 'phrase', phrase: 'robot gripper', weight: 1 }, vector: fieldVector('cs.RO', 0.2, 1) },
    { topic: { kind: 'category', category: 'quant-ph', weight: 1 } },
  ],
  taste: learnTaste(
    [
      {
        paper: fieldPaper('cs.CL', 900),
        vector: fieldVector('cs.CL', 0.2, 2),
        direction: 'more',
        at: edition.day,
      },
    ],
    new Date('2026-01-22T08:00:00Z'),
    prepared.space.mean,
  ),
  followedAuthors: ['Author 3 Example'],
  mutedWords: ['quadruped'],
};
const options = { length: 8, threshold: 'everything' as const, seed: 'one reader' };

test('an edition that was stored gives the very same digest as the one that was prepared', async () => {
  const texts = new PlainTexts(() => unpackTexts(packed.texts));
  const preparation = await unpackPreparation(packed.bytes, texts);
  if (!preparation) throw new Error('expected a preparation');
  const stored = indexed(preparation);

  await readyFor(reader, [stored]);
  const digest = chooseDigest([stored], reader, options);

  expect(digest.picks.length).toBeGreaterThan(4);
  expect(digest).toEqual(chooseDigest([prepared], reader, options));
  expect(stored.papers).toEqual(prepared.papers);
  expect(stored.texts.lines).toEqual(prepared.texts.lines);
});

test('texts are read for a reader who muted words, once, and for nobody else', async () => {
  let reads = 0;
  const texts = new PlainTexts(async () => {
    reads++;
    return ['a line'];
  });

  await readyFor({ mutedWords: [] }, [{ texts }]);
  const before = reads;
  await Promise.all([readyFor(reader, [{ texts }]), readyFor(reader, [{ texts }])]);

  expect(before).toBe(0);
  expect(reads).toBe(1);
  expect(texts.lines).toEqual(['a line']);
});

test('of several editions the texts that are not there yet are read, and no others', async () => {
  const there = PlainTexts.of(['a line']);
  const away = new PlainTexts(async () => ['another']);

  await readyFor(reader, [{ texts: there }, { texts: away }]);

  expect([there.lines, away.lines]).toEqual([['a line'], ['another']]);
});

test('texts that could not be read are read again', async () => {
  const answers = [Promise.reject(new Error('away')), Promise.resolve(['a line'])];
  const texts = new PlainTexts(() => answers.shift() ?? Promise.reject(new Error('asked too often')));

  await expect(texts.ready()).rejects.toThrow('away');
  await texts.ready();

  expect(texts.lines).toEqual(['a line']);
});

test('an edition without papers is stored like the others', async () => {
  const empty = prepareEdition({ day: '2026-01-22', papers: [], stories: [] }, []);

  const preparation = await unpackPreparation((await packPreparation(empty)).bytes, noTexts);

  expect(preparation?.papers).toEqual([]);
});

test('what another version packed is left aside', async () => {
  const bytes = Uint8Array.from(packed.bytes);
  bytes[0] = 255;

  expect(await unpackPreparation(bytes, noTexts)).toBeUndefined();
});

/** The packed bytes, where the last part gives so many bytes to the one before. */
function movedBy(count: number): Uint8Array {
  const bytes = Uint8Array.from(packed.bytes);
  const lengths = new DataView(bytes.buffer);
  lengths.setUint32(4 * 12, lengths.getUint32(4 * 12, true) - count, true);
  lengths.setUint32(4 * 11, lengths.getUint32(4 * 11, true) + count, true);
  return bytes;
}

test('bytes that were cut short, or do not fit each other, are refused', async () => {
  await expect(unpackPreparation(packed.bytes.subarray(0, 20), noTexts)).rejects.toThrow(
    'stored preparation',
  );
  await expect(unpackPreparation(packed.bytes.subarray(0, -1), noTexts)).rejects.toThrow('wrong length');
  await expect(unpackPreparation(movedBy(4), noTexts)).rejects.toThrow('parts that fit');
});

/** The packed bytes with another number at the end of a part. */
function endingIn(part: number, number: number): Uint8Array {
  const bytes = Uint8Array.from(packed.bytes);
  const view = new DataView(bytes.buffer);
  let end = 4 * 13;
  for (let nth = 0; nth <= part; nth++) end += view.getUint32(4 * (nth + 1), true);
  view.setInt32(end - 4, number, true);
  return bytes;
}

test.each([
  ['where paths begin', 8],
  ['paths', 9],
  ['anchors', 10],
])('paths that lead out of the edition are refused: %s', async (_, part) => {
  for (const number of [papers.length * 100, -1]) {
    await expect(unpackPreparation(endingIn(part, number), noTexts)).rejects.toThrow('parts that fit');
  }
});

test('more paths than papers have are refused', () => {
  const count = 2;
  const pathsWith = (end: number) => ({
    starts: Int32Array.from([0, PATHS_EACH, end]),
    to: new Int32Array(end),
    anchors: new Int32Array(0),
  });
  const most = pathsWith(count * PATHS_EACH);
  const more = pathsWith(count * PATHS_EACH + 1);

  expect([arePaths(most, count), arePaths(more, count)]).toEqual([true, false]);
});

test('bytes that hold no whole numbers or no deflated text are refused by name', async () => {
  const noText = Uint8Array.from(packed.bytes).fill(255, 4 * 13, 4 * 14);

  await expect(unpackPreparation(movedBy(1), noTexts)).rejects.toThrow(ShapeError);
  await expect(unpackPreparation(noText, noTexts)).rejects.toThrow(ShapeError);
  await expect(unpackTexts(packed.texts.subarray(10))).rejects.toThrow(ShapeError);
});
