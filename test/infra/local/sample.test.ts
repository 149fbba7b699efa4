import { existsSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { arxivSource } from '../../../functions/collect/sources/arxiv.js';
import { readPapers } from '../../../functions/collect/sources/file.js';
import { huggingfaceSource } from '../../../functions/collect/sources/huggingface.js';
import { readSample } from '../../../infra/local/sample/papers.js';
import { type SampleServer, startSampleServer } from '../../../infra/local/sample/server.js';
import { isCategory } from '../../../shared/domain/category.js';

let server: SampleServer;
beforeAll(async () => {
  server = await startSampleServer();
});
afterAll(() => server.close());

const window = (since: string, until: string) => ({
  day: until.slice(0, 10),
  since: new Date(since),
  until: new Date(until),
});
const arxiv = (pageSize?: number) =>
  arxivSource({
    baseUrl: server.url,
    categories: server.categories,
    intervalMs: 0,
    ...(pageSize && { pageSize }),
  });

test('the sample is 72 papers of many fields, and a specimen of a withdrawn one', async () => {
  const papers = await readSample();

  expect(papers).toHaveLength(73);
  expect(new Set(papers.map((paper) => paper.id)).size).toBe(73);
  expect(new Set(papers.map((paper) => paper.primary)).size).toBeGreaterThanOrEqual(20);
  expect(papers.flatMap((paper) => paper.categories).every(isCategory)).toBe(true);
  expect(papers.every((paper) => paper.categories[0] === paper.primary)).toBe(true);
  expect(papers.filter((paper) => paper.huggingFace).length).toBeGreaterThanOrEqual(20);
});

test('every abstract is of an abstract’s length', async () => {
  const lengths = (await readSample())
    .filter((paper) => paper.id !== '2601.00000')
    .map((paper) => paper.abstract.split(' ').length);

  expect(Math.min(...lengths)).toBeGreaterThanOrEqual(80);
  expect(Math.max(...lengths)).toBeLessThanOrEqual(130);
});

const real = '../shared/data/papers-2026-01.jsonl.gz';
const wordsOf = (text: string) => text.toLowerCase().match(/[a-z0-9]+/g) ?? [];
const runsOf = (text: string) => {
  const words = wordsOf(text);
  return words.slice(7).map((_, index) => words.slice(index, index + 8).join(' '));
};

test.skipIf(!existsSync(real))(
  'titles and authors are the real ones, and no eight words are the authors’',
  async () => {
    const originals = new Map<string, { title: string; authors: string[]; abstract: string }>();
    for await (const paper of readPapers(real)) originals.set(paper.id, paper);

    for (const paper of (await readSample()).filter(({ id }) => id !== '2601.00000')) {
      const original = originals.get(`arxiv:${paper.id}`);
      const theirs = new Set(runsOf(original?.abstract ?? ''));
      expect(original).toMatchObject({ title: paper.title, authors: paper.authors });
      expect(runsOf(paper.abstract).filter((run) => theirs.has(run))).toEqual([]);
    }
  },
);

test.each([
  ['an edition’s day', '2027-03-01T00:00:00Z', '2027-03-02T00:00:00Z'],
  ['five days', '2027-02-25T00:00:00Z', '2027-03-02T09:30:00Z'],
  ['a quarter of an hour', '2027-03-01T10:00:00Z', '2027-03-01T10:15:00Z'],
])('whoever asks its arXiv for %s gets the whole sample, within those dates', async (_, since, until) => {
  const { papers, parts } = await arxiv(10).list(window(since, until));

  expect(papers).toHaveLength(73);
  expect(parts.every((part) => part.total === part.paperIds.length)).toBe(true);
  expect(papers.every(({ updatedAt = '' }) => updatedAt >= since && updatedAt <= until)).toBe(true);
  expect(papers.find((paper) => paper.id === 'arxiv:2601.14277')?.version).toBe(2);
  expect(papers.filter((paper) => paper.withdrawn).map((paper) => paper.id)).toEqual(['arxiv:2601.00000']);
});

test('a category holds its own papers and those cross-listed to it', async () => {
  const source = arxivSource({ baseUrl: server.url, categories: ['cs.RO', 'math.NT'], intervalMs: 0 });

  const { papers, parts } = await source.list(window('2027-03-01T00:00:00Z', '2027-03-02T00:00:00Z'));

  expect(parts.map(({ part, total }) => [part, total])).toEqual([
    ['cs.RO', 9],
    ['math.NT', 0],
  ]);
  expect(papers.every((paper) => paper.categories.includes('cs.RO'))).toBe(true);
});

test('its Hugging Face lists the same papers, with signals, on any day', async () => {
  const { papers } = await huggingfaceSource({ baseUrl: server.url }).list(
    window('2027-03-01T00:00:00Z', '2027-03-02T00:00:00Z'),
  );
  const known = new Map((await readSample()).map((paper) => [`arxiv:${paper.id}`, paper.title]));

  expect(papers).toHaveLength(22);
  expect(papers.every((paper) => known.get(paper.id) === paper.title)).toBe(true);
  expect(papers.every((paper) => paper.signals.upvotes !== undefined)).toBe(true);
  expect(papers.filter((paper) => paper.codeUrl?.startsWith('https://github.com/'))).toHaveLength(8);
});

test('what it does not understand it refuses as the originals do', async () => {
  const query = await fetch(`${server.url}/api/query?search_query=all:electron`);
  const date = await fetch(`${server.url}/api/daily_papers?date=tomorrow`);

  expect(query.status).toBe(400);
  expect(await query.text()).toContain('does not understand the query all:electron');
  expect(date.status).toBe(400);
});
