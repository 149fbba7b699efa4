import { afterEach, expect, test } from 'vitest';
import { huggingfaceSource } from '../../../../functions/collect/sources/huggingface.js';
import { SourceError } from '../../../../functions/collect/sources/source.js';
import { type Feed, january22, type Reply, startFeed } from './feed.js';

let feed: Feed | undefined;
afterEach(() => feed?.close());

async function list(reply: Reply) {
  feed = await startFeed(() => reply);
  const source = huggingfaceSource({ baseUrl: `${feed.url}/`, retries: 1, sleep: async () => {} });
  return source.list(january22);
}

const paper = {
  id: '2601.10001',
  title: 'A\n title',
  summary: 'An abstract.',
  authors: [{ name: 'Ada Example' }],
};
const listed = (...rows: unknown[]) => ({ body: JSON.stringify(rows) });

test('the day’s papers come with their signals, without categories', async () => {
  const signals = { upvotes: 12, githubRepo: 'https://github.com/a/b', githubStars: 0, ai_summary: 'More.' };
  const listing = await list(listed({ paper: { ...paper, ...signals }, numComments: 3, thumbnail: 'x' }));

  expect(feed?.requests[0]?.url.pathname).toBe('/api/daily_papers');
  expect(feed?.requests[0]?.url.search).toBe('?date=2026-01-22&limit=100');
  expect(listing.papers).toEqual([
    {
      id: 'arxiv:2601.10001',
      version: 1,
      title: 'A title',
      abstract: 'An abstract.',
      authors: ['Ada Example'],
      categories: [],
      withdrawn: false,
      abstractUrl: 'https://arxiv.org/abs/2601.10001',
      pdfUrl: 'https://arxiv.org/pdf/2601.10001',
      codeUrl: 'https://github.com/a/b',
      signals: { upvotes: 12, comments: 3, stars: 0 },
    },
  ]);
  expect(listing.parts).toEqual([{ part: 'all', total: 1, paperIds: ['arxiv:2601.10001'] }]);
});

test('what is optional may be missing, null, or no link', async () => {
  const listing = await list(
    listed(
      { paper },
      { paper: { ...paper, id: '2601.10002', upvotes: null, githubRepo: 'javascript:alert(1)' } },
    ),
  );

  expect(listing.papers.map(({ signals, codeUrl }) => ({ signals, codeUrl }))).toEqual([
    { signals: {}, codeUrl: undefined },
    { signals: {}, codeUrl: undefined },
  ]);
});

test.each<[string, Reply]>([
  ['a weekend', listed()],
  ['a date not open yet', { status: 400, body: '{"error":"Invalid date"}' }],
])('%s is an empty listing, and no error', async (_, reply) => {
  const listing = await list(reply);

  expect(listing.papers).toEqual([]);
  expect(listing.parts).toEqual([{ part: 'all', total: 0, paperIds: [] }]);
});

test.each<[string, Reply, string]>([
  ['JSON of another shape', { body: '{"papers":[]}' }, 'answer: value: '],
  ['truncated JSON', { body: '[{"paper"' }, 'answer: not JSON'],
  ['HTML', { body: '<html>Sign in</html>' }, '200 with an HTML page'],
  [
    'a row without a title',
    listed({ paper }, { paper: { ...paper, title: undefined } }),
    'row 2: paper.title: ',
  ],
  ['a row with an odd id', listed({ paper: { ...paper, id: 'x y' } }), 'row 1: paper.id: '],
  ['counts that are no numbers', listed({ paper: { ...paper, upvotes: 'many' } }), 'row 1: paper.upvotes: '],
  ['a refusal', { status: 403, body: '{}' }, 'answered 403'],
  ['a failure', { status: 502 }, 'answered 502, 2 times running'],
  ['Latin-1', { body: Buffer.from('["é"]', 'latin1') }, 'not UTF-8'],
])('%s is an error that names Hugging Face and what was wrong', async (_, reply, problem) => {
  const error = await list(reply).catch((thrown: unknown) => thrown);

  expect(error).toBeInstanceOf(SourceError);
  expect((error as SourceError).source).toBe('huggingface');
  expect((error as SourceError).problem).toContain(problem);
});
