import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fileSource, latestDay } from '../../../../functions/collect/sources/file.js';
import { january22 } from './feed.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'papers-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function fileOf(content: string | Buffer): Promise<string> {
  const file = join(folder, 'papers');
  await writeFile(file, content);
  return file;
}

const row = (id: string, changes: object = {}) =>
  JSON.stringify({ id, title: `Title\u2028of ${id}`, abstract: 'An abstract.', ...changes });

const rows = [
  row('2601.10001', {
    announced: '2026-01-22',
    primary: 'cs.LG',
    categories: ['cs.AI', 'cs.LG'],
    authors: ['A É'],
  }),
  row('2601.10002', { announced: '2026-01-23', categories: ['quant-ph'] }),
  '',
  row('2601.10003', { announced: '2026-01-22', categories: ['cs.LG'] }),
  row('astro-ph/0601001'),
  row('2601.10003', { announced: '2026-01-22', categories: ['cs.LG'], version: 2 }),
].join('\n');

test.each([
  ['plain', rows],
  ['gzipped', gzipSync(rows)],
  ['ending in a line feed', `${rows}\n`],
])('a %s file gives the papers of the day, in parts by primary category', async (_, content) => {
  const listing = await fileSource({ file: await fileOf(content) }).list(january22);

  expect(
    listing.papers.map(({ id, version, title, categories }) => ({ id, version, title, categories })),
  ).toEqual([
    { id: 'arxiv:2601.10001', version: 1, title: 'Title of 2601.10001', categories: ['cs.LG', 'cs.AI'] },
    { id: 'arxiv:2601.10003', version: 2, title: 'Title of 2601.10003', categories: ['cs.LG'] },
    { id: 'arxiv:astro-ph/0601001', version: 1, title: 'Title of astro-ph/0601001', categories: [] },
  ]);
  expect(listing.papers[0]).toMatchObject({ authors: ['A É'], announcedOn: '2026-01-22' });
  expect(listing.parts).toEqual([
    { part: 'cs.LG', total: 2, paperIds: ['arxiv:2601.10001', 'arxiv:2601.10003'] },
    { part: 'all', total: 1, paperIds: ['arxiv:astro-ph/0601001'] },
  ]);
});

test('the latest day of a file is that of its last announcement, if there is one', async () => {
  expect(await latestDay(await fileOf(rows))).toBe('2026-01-23');
  expect(await latestDay(await fileOf(row('2601.10001')))).toBeUndefined();
});

test.each<[string, string | Buffer, string]>([
  ['a line that is not JSON', `${row('2601.10001')}\n{"id": `, 'file: line 2: not JSON'],
  ['a line of another shape', `\n${row('2601.10001', { title: 7 })}`, 'file: line 2: title: '],
  ['an id that is none', row('unknown'), 'file: line 1: id: expected an arXiv id'],
  ['a day that is none', row('2601.10001', { announced: 'January' }), 'file: line 1: announced: '],
  [
    'another encoding',
    Buffer.from(row('2601.10001', { title: 'é' }), 'latin1'),
    'file: cannot be read to its end',
  ],
  [
    'a gzip file cut short',
    gzipSync(rows).subarray(0, -20),
    'file: cannot be read to its end (unexpected end of file',
  ],
])('%s is an error that says where', async (_, content, problem) => {
  const file = await fileOf(content);

  await expect(fileSource({ file }).list(january22)).rejects.toThrow(problem);
});

test('a file that is not there is an error', async () => {
  await expect(latestDay(join(folder, 'none'))).rejects.toThrow('file: cannot be read to its end (ENOENT');
});
