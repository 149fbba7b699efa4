import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Edition } from '../../../shared/domain/edition.js';
import { chooseDigest } from '../../../shared/matching/choose.js';
import { readyFor } from '../../../shared/matching/plain-texts.js';
import { packPreparation } from '../../../shared/matching/preparation-bytes.js';
import { prepareEdition } from '../../../shared/matching/prepare.js';
import { EditionStore } from '../../../shared/stores/editions.js';
import { readPrepared } from '../../../shared/stores/prepared.js';
import { anEditionPaper } from '../../support/papers.js';
import { startTables, type TestTables } from '../../support/tables.js';
import { fieldEdition } from '../matching/fields.js';

const { edition: fields, vectors } = fieldEdition(8);
const edition: Edition = {
  day: '2026-01-22',
  publishedAt: '2026-01-22T05:30:00.000Z',
  sample: false,
  papers: fields.papers.map((paper) => anEditionPaper({ ...paper, authors: [...paper.authors] })),
  stories: [],
  completeness: [],
  failures: [],
  embeddingModel: 'fields',
  summaryCounts: {},
};
const reader = {
  topics: [{ topic: { kind: 'category' as const, category: 'cs.RO', weight: 1 } }],
  taste: { likes: [], dislikes: [] },
  followedAuthors: [],
  mutedWords: ['gripper'],
};

let tables: TestTables;
let editions: EditionStore;
beforeAll(async () => {
  tables = await startTables();
  editions = new EditionStore(tables.content);
});
afterAll(() => tables.close());

/** With a story by which it is known from one that was worked out anew. */
const stories = [{ id: 'left by compile', paperIds: [] }];
const packed = await packPreparation(prepareEdition({ ...edition, stories }, vectors));
const ofAnotherVersion = { ...packed, bytes: Uint8Array.from(packed.bytes).fill(255, 0, 1) };

test.each([
  ['as compile left it', '2026-02-01', { preparation: packed }, ['left by compile']],
  ['of before anything was left', '2026-02-02', {}, []],
  ['of another version of the code', '2026-02-03', { preparation: ofAnotherVersion }, []],
])('an edition %s is matched, muted words and all', async (_, day, left, storyIds) => {
  const cards = new Uint8Array(1);
  await editions.publish({ ...edition, day }, { vectors, cards, ...left, build: 'a' });
  const header = await editions.header(day);
  if (!header) throw new Error('expected an edition');

  const prepared = await readPrepared(editions, header);
  await readyFor(reader, [prepared]);
  const { picks } = chooseDigest([prepared], reader, { length: 5, threshold: 'everything', seed: 'a' });

  const texts = picks.map(({ paperId }) => prepared.texts.lines[prepared.position.get(paperId) ?? -1]);
  expect(picks.length).toBeGreaterThan(0);
  expect(texts.filter((text) => text?.includes('gripper'))).toEqual([]);
  expect(prepared.storyIds).toEqual(storyIds);
  expect(prepared.papers.map(({ id }) => id)).toEqual(edition.papers.map(({ id }) => id));
});
