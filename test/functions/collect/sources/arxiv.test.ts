import { afterEach, expect, test } from 'vitest';
import { type ArxivOptions, arxivSource } from '../../../../functions/collect/sources/arxiv.js';
import { SourceError } from '../../../../functions/collect/sources/source.js';
import { atomEntry, atomFeed, type Feed, january22, type Reply, startFeed } from './feed.js';

let feed: Feed | undefined;
afterEach(() => feed?.close());

/** Lists cs.AI (or `options.categories`) from a feed that answers with `reply`; pauses are noted, not made. */
async function list(reply: (url: URL, index: number) => Reply, options: Partial<ArxivOptions> = {}) {
  feed = await startFeed(reply);
  const pauses: number[] = [];
  const source = arxivSource({
    baseUrl: feed.url,
    categories: ['cs.AI'],
    intervalMs: 0,
    sleep: async (ms) => pauses.push(ms),
    ...options,
  });
  const progress: string[] = [];
  const listing = source.list(january22, (done, total) => progress.push(`${done}/${total}`));
  const outcome = await listing.then(
    (value) => ({ listing: value, error: undefined }),
    (error: unknown) => ({ listing: undefined, error }),
  );
  return { ...outcome, requests: feed.requests, pauses, progress };
}

const ids = (count: number) => Array.from({ length: count }, (_, index) => `2601.${10001 + index}v1`);

/** Answers with the page that was asked for, out of `count` papers. */
const paged = (count: number) => (url: URL) => {
  const start = Number(url.searchParams.get('start'));
  const size = Number(url.searchParams.get('max_results'));
  return {
    body: atomFeed(
      ids(count)
        .slice(start, start + size)
        .map((id) => atomEntry(id)),
      count,
    ),
  };
};

test('one query per category, by date of update, page after page', async () => {
  const { listing, requests, progress } = await list(paged(5), { pageSize: 2 });

  expect(listing?.papers.map((paper) => paper.id)).toEqual(ids(5).map((id) => `arxiv:${id.slice(0, -2)}`));
  expect(listing?.parts).toMatchObject([{ part: 'cs.AI', total: 5 }]);
  expect(requests.map(({ url }) => url.searchParams.get('start'))).toEqual(['0', '2', '4']);
  expect(requests[0]?.url.pathname).toBe('/api/query');
  expect(requests[0]?.url.searchParams.get('search_query')).toBe(
    'cat:cs.AI AND lastUpdatedDate:[202601210000 TO 202601220000]',
  );
  expect(requests[0]?.headers['user-agent']).toMatch(/^research-digest/);
  expect(progress).toEqual(['2/5', '4/5', '5/5']);
});

test('a cross-listed paper comes once, at its highest version, and counts in each category', async () => {
  const versions = { 'cs.AI': '2601.10001v1', 'cs.LG': '2601.10001v2' };
  const { listing } = await list(
    (url) => {
      const category = /cat:(\S+)/.exec(url.searchParams.get('search_query') ?? '')?.[1];
      return { body: atomFeed([atomEntry(versions[category as keyof typeof versions])]) };
    },
    { categories: ['cs.AI', 'cs.LG'] },
  );

  expect(listing?.papers).toHaveLength(1);
  expect(listing?.papers[0]).toMatchObject({ version: 2, categories: ['cs.AI', 'cs.LG'] });
  expect(listing?.parts.map((part) => part.paperIds)).toEqual([['arxiv:2601.10001'], ['arxiv:2601.10001']]);
});

test('requests keep three seconds apart, over pages, categories and repetitions', async () => {
  let clock = 0;
  const departures: number[] = [];
  const { listing } = await list((url, index) => (index === 1 ? { status: 503 } : paged(4)(url)), {
    pageSize: 2,
    categories: ['cs.AI', 'cs.LG'],
    intervalMs: 3000,
    backoffMs: 1000,
    now: () => new Date(clock),
    sleep: async (ms) => {
      clock += ms;
    },
    fetch: (...request) => {
      departures.push(clock);
      return fetch(...request);
    },
  });

  expect(listing?.parts).toHaveLength(2);
  expect(departures).toEqual([0, 3000, 6000, 9000, 12000]);
});

test('an empty page in the middle is asked for again', async () => {
  const { listing } = await list((url, index) => (index === 1 ? { body: atomFeed([], 6) } : paged(6)(url)), {
    pageSize: 2,
  });

  expect(listing?.papers).toHaveLength(6);
});

test('a page that stays empty is passed over, and the part says that something is missing', async () => {
  const { listing, requests } = await list(
    (url) => (url.searchParams.get('start') === '2' ? { body: atomFeed([], 0) } : paged(6)(url)),
    { pageSize: 2, emptyPageRetries: 2 },
  );

  expect(listing?.parts[0]?.total).toBe(6);
  expect(listing?.parts[0]?.paperIds).toHaveLength(4);
  expect(requests.map(({ url }) => url.searchParams.get('start'))).toEqual(['0', '2', '2', '2', '4']);
});

test('a category that has papers and gives none is an error; one that has none is not', async () => {
  const silent = await list(() => ({ body: atomFeed([], 6) }), { emptyPageRetries: 1 });
  feed?.close();
  const quiet = await list(() => ({ body: atomFeed([]) }));

  expect(silent.error).toBeInstanceOf(SourceError);
  expect(String(silent.error)).toContain('cs.AI has 6 papers and gave none');
  expect(quiet.listing).toEqual({
    source: 'arxiv',
    papers: [],
    parts: [{ part: 'cs.AI', total: 0, paperIds: [] }],
  });
});

test.each([
  ['comment', { comment: 'This paper has been withdrawn by the author due to an error in Lemma 2' }, true],
  ['abstract', { summary: 'This submission has been withdrawn by its authors.' }, true],
  ['conference', { comment: 'Withdrawn from a conference, extended version' }, false],
  ['subject', { summary: 'We study why a drug is withdrawn from the market.' }, false],
])('withdrawn as told by the %s: %s', async (_, changes, withdrawn) => {
  const { listing } = await list(() => ({ body: atomFeed([atomEntry('2601.10001v2', changes)]) }));

  expect(listing?.papers[0]?.withdrawn).toBe(withdrawn);
  expect(listing?.papers[0]?.pdfUrl === undefined).toBe(withdrawn);
});

test('text arrives as it was meant: entities, references, spaces', async () => {
  const title = '&lt;/mj-text&gt;  &amp;amp;\n   &quot;q&quot; {{x}} &#233;&#x3b1; &amp;#233; Erd\u0151s';
  const { listing } = await list(() => ({ body: atomFeed([atomEntry('2601.10001v1', { title })]) }));

  expect(listing?.papers[0]?.title).toBe('</mj-text> &amp; "q" {{x}} éα &#233; Erdős');
});

const entry = atomEntry('2601.10001v1');
const whole = atomFeed([entry]);

test.each<[string, Reply, string]>([
  ['truncated XML', { body: whole.slice(0, -40) }, 'broken or cut short'],
  ['XML cut between entries', { body: whole.replace('</feed>', '') }, 'broken or cut short'],
  ['HTML with its type', { body: '<p>Busy', headers: { 'content-type': 'text/html' } }, 'HTML page'],
  ['HTML without', { body: '\n<!DOCTYPE html><html></html>' }, '200 with an HTML page'],
  ['another document', { body: '<rss><channel/></rss>' }, 'Atom feed: feed: '],
  ['JSON', { body: '{"feed": 1}' }, 'broken or cut short'],
  [
    'elements nested without end',
    { body: whole.replace('</feed>', `${'<a>'.repeat(500)}${'</a>'.repeat(500)}</feed>`) },
    'refuses as harmful',
  ],
  [
    'an element of a reserved name',
    { body: whole.replace('</feed>', '<__proto__/></feed>') },
    'refuses as harmful',
  ],
  ['Latin-1', { body: Buffer.from(atomFeed([entry]).replace('Ada', 'Adé'), 'latin1') }, 'not UTF-8'],
  ['another encoding, declared', { body: whole.replace('UTF-8', 'ISO-8859-1') }, 'declares ISO-8859-1'],
  ['another charset', { body: whole, headers: { 'content-type': 'a/xml; charset=koi8-r' } }, 'koi8-r'],
  [
    'entities of its own',
    { body: whole.replace('<feed', '<!DOCTYPE feed [<!ENTITY a "b">]><feed') },
    'document type',
  ],
  ['too many bytes', { body: whole + ' '.repeat(60_000) }, 'more than 50000 bytes'],
  ['too many papers', { body: atomFeed([entry], 1_000_000) }, 'cs.AI has 1000000 new papers'],
  ['no id', { body: whole.replace('/abs/2601', '/none/2601') }, 'entry 1: id: '],
  ['no title', { body: whole.replace(/<title>.*<\/title>/, '') }, 'entry 1: title: '],
  ['an odd date', { body: whole.replace('2026-01-21T', 'yesterday') }, 'entry 1 (2601.10001): submittedAt: '],
  ['not found', { status: 404, body: '' }, 'answered 404'],
])('%s is an error that names arXiv and what was wrong', async (_, reply, problem) => {
  const { error, requests } = await list(() => reply, { maxBytes: 50_000 });

  expect(error).toBeInstanceOf(SourceError);
  expect((error as SourceError).source).toBe('arxiv');
  expect((error as SourceError).problem).toContain(problem);
  expect(requests).toHaveLength(1);
});
