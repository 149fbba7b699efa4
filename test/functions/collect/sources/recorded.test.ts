import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { afterEach, expect, test } from 'vitest';
import { arxivSource } from '../../../../functions/collect/sources/arxiv.js';
import { parseAtomPage } from '../../../../functions/collect/sources/atom.js';
import { fileSource, latestDay } from '../../../../functions/collect/sources/file.js';
import { huggingfaceSource } from '../../../../functions/collect/sources/huggingface.js';
import { type Feed, january22, startFeed } from './feed.js';

// Real answers, which lie beside the repository on the project's own machines and nowhere else.
const data = '../shared/data';
const here = existsSync(data);
const filesOf = (folder: string) => (here ? readdirSync(`${data}/protocol/${folder}`) : []);
const readJson = (path: string) => JSON.parse(readFileSync(`${data}/protocol/${path}`, 'utf8'));

let feed: Feed | undefined;
afterEach(() => feed?.close());

/** What stands between the first `<name …>` of `xml` and its end, as plain text: a reading of its own, without the parser. */
function between(xml: string, name: string): string {
  const raw = new RegExp(`<${name}(?: [^>]*)?>([^<]*)</${name}>`).exec(xml)?.[1] ?? '';
  const plain = raw.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
  return plain.split(/\s+/).filter(Boolean).join(' ');
}

/** The recorder kept each byte of the answer as one character. */
const bytesOf = (recording: { body: string }) => Buffer.from(recording.body, 'latin1');

function papersIn(xml: string) {
  return xml
    .split('<entry>')
    .slice(1)
    .map((entry) => {
      const [, id, version] = /abs\/(.*)v(\d+)$/.exec(between(entry, 'id')) ?? [];
      return {
        id: `arxiv:${id}`,
        version: Number(version),
        title: between(entry, 'title'),
        abstract: between(entry, 'summary'),
        authors: [...entry.matchAll(/<author>.*?<\/author>/gs)].map(([author]) => between(author, 'name')),
        primary: /primary_category term="([^"]+)"/.exec(entry)?.[1],
        categories: new Set([...entry.matchAll(/<category term="([^"]+)"/g)].map(([, term]) => term)),
        submittedAt: between(entry, 'published'),
        updatedAt: between(entry, 'updated'),
        comment: between(entry, 'arxiv:comment'),
        doi: between(entry, 'arxiv:doi'),
      };
    });
}

test.skipIf(!here)('there are recorded answers', () => {
  expect(filesOf('arxiv-atom')).toHaveLength(7);
  expect(filesOf('hf-daily-papers')).toHaveLength(2);
});

test.each(filesOf('arxiv-atom'))('arXiv, recorded: %s', async (name) => {
  const recording = readJson(`arxiv-atom/${name}`);
  const xml = bytesOf(recording).toString('utf8');
  const expected = papersIn(xml);
  feed = await startFeed(() => ({
    status: recording.status_code,
    // One page of many: here it is to be the whole.
    body: xml.replace(/(totalResults>)\d+/, `$1${expected.length}`),
  }));

  const listing = arxivSource({ baseUrl: feed.url, categories: ['cs.SE'], intervalMs: 0 }).list(january22);

  if (recording.status_code === 400) {
    await expect(listing).rejects.toThrow('arxiv: refused the query: incorrect id format for abc');
    return;
  }
  const found = (await listing).papers.map((paper) => ({
    id: paper.id,
    version: paper.version,
    title: paper.title,
    abstract: paper.abstract,
    authors: paper.authors,
    primary: paper.categories[0],
    categories: new Set(paper.categories),
    submittedAt: paper.submittedAt,
    updatedAt: paper.updatedAt,
    comment: paper.comment ?? '',
    doi: paper.doi ?? '',
  }));
  expect(found).toEqual(expected);
  expect(parseAtomPage(xml, 'arxiv').total).toBe(Number(between(xml, 'opensearch:totalResults')));
});

test.each(filesOf('hf-daily-papers'))('Hugging Face, recorded: %s', async (name) => {
  const rows = readJson(`hf-daily-papers/${name}`);
  feed = await startFeed(() => ({ body: JSON.stringify(rows) }));

  const { papers } = await huggingfaceSource({ baseUrl: feed.url }).list(january22);

  expect(papers).toHaveLength(rows.length);
  for (const [index, { paper, numComments }] of rows.entries()) {
    expect(papers[index]).toMatchObject({
      id: `arxiv:${paper.id}`,
      title: paper.title.replace(/\s+/g, ' ').trim(),
      abstract: paper.summary.replace(/\s+/g, ' ').trim(),
      authors: paper.authors.map((author: { name: string }) => author.name.trim()),
      submittedAt: paper.publishedAt,
    });
    expect(papers[index]?.codeUrl).toBe(paper.githubRepo);
    expect(papers[index]?.signals).toEqual(
      JSON.parse(JSON.stringify({ upvotes: paper.upvotes, comments: numComments, stars: paper.githubStars })),
    );
  }
});

test.skipIf(!here)('a file of 3,500 papers: the 926 of one day', async () => {
  const file = `${data}/papers-2026-01.jsonl.gz`;

  const { papers, parts } = await fileSource({ file }).list(january22);

  expect(papers).toHaveLength(926);
  expect(parts.find((part) => part.part === 'cs.LG')?.total).toBe(258);
  expect(await latestDay(file)).toBe('2026-01-28');
});
