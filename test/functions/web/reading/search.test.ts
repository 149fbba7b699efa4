import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Queries } from '../../../../functions/web/reading/queries.js';
import { anEditionPaper } from '../../../support/papers.js';
import { anEdition, openSite, SubjectEmbedder, type TestSite } from './site.js';

const TITLES = ['Where swifts sleep', 'How galaxies turn', 'What robots grasp', 'Why proteins fold'];
const found = (text: string) => [...text.matchAll(/<h3><a[^>]*>([^<]*)</g)].map(([, title]) => title);

describe('search', () => {
  let site: TestSite;
  beforeAll(async () => {
    site = await openSite();
    const papers = TITLES.map((title, n) =>
      anEditionPaper({ id: `arxiv:2601.0000${n}`, title, authors: [`Author Number${n}`] }),
    );
    await site.publish(anEdition('2026-01-22', papers));
  });
  afterAll(() => site.close());
  beforeEach(() => {
    site.embedder.asked.length = 0;
    site.embedder.broken = false;
  });

  it('finds by meaning what shares no word', async () => {
    const { text } = await site.get('/search?q=the+robotic+hand');
    expect(found(text)).toEqual(['What robots grasp']);
    expect(text).toContain('nearest first');
  });

  it('finds by name', async () => {
    expect(found((await site.get('/search?q=swift+number0')).text)[0]).toBe('Where swifts sleep');
  });

  it('asks the model once for what many ask', async () => {
    for (const _ of [1, 2, 3]) await site.get('/search?q=Galaxies+far+away');
    await site.get('/search?q=galaxies+far++away');
    expect(site.embedder.asked).toEqual(['galaxies far away']);
  });

  it.each(['2601.00002', 'arXiv:2601.00002v3', 'https://arxiv.org/abs/2601.00002', 'see (2601.00002)'])(
    'finds a paper by its number, and asks no model: %s',
    async (query) => {
      const { text } = await site.get(`/search?q=${encodeURIComponent(query)}`);
      expect(found(text)).toEqual(['What robots grasp']);
      expect(site.embedder.asked).toEqual([]);
    },
  );

  it.each(['2601.99999', '12601.00002', 'release 2601.000023'])(
    'takes no other number for one: %s',
    async (query) => {
      expect(found((await site.get(`/search?q=${encodeURIComponent(query)}`)).text)).not.toEqual([
        'What robots grasp',
      ]);
    },
  );

  it('leads to a subscription to what was searched for', async () => {
    expect((await site.get('/search?q=robots+%26+hands')).text).toContain(
      'name="phrases" value="robots &amp; hands"',
    );
  });

  it('goes by words when the model does not answer, and says so', async () => {
    site.embedder.broken = true;
    const { status, text } = await site.get('/search?q=proteins+in+cells');
    expect([status, found(text)]).toEqual([200, ['Why proteins fold']]);
    expect(text).toContain('by words alone');
  });

  it.each(['/search', '/search?q=', '/search?q=%00%e2%80%ae', `/search?q=${'x'.repeat(5_000)}`])(
    'answers %s without a fault, and search engines leave it out',
    async (path) => {
      const { status, text } = await site.get(path);
      expect(status).toBe(200);
      expect(text).toContain('<meta name="robots" content="noindex"/>');
    },
  );

  it('says so when nothing is near', async () => {
    expect((await site.get('/search?q=medieval+tax+law')).text).toContain('Nothing in the latest edition');
  });
});

describe('what strangers search for', () => {
  it('costs at most so many vectors an hour, whoever asks, and again the next hour', async () => {
    const site = await openSite();
    const embedder = new SubjectEmbedder();
    const kept = new Map<string, Float32Array>();
    const cache = {
      read: async (_: string, hashes: readonly string[]) =>
        new Map(
          hashes.flatMap((hash) => {
            const vector = kept.get(hash);
            return vector ? [[hash, vector] as const] : [];
          }),
        ),
      write: async (_: string, entries: ReadonlyMap<string, Float32Array>) => {
        for (const [hash, vector] of entries) kept.set(hash, vector);
      },
    };
    let now = new Date('2026-01-22T12:00:00Z');
    const taken: number[] = [];
    const limits = {
      take: async (name: string, limit: { most: number; seconds: number }, at: Date) =>
        taken.push(at.getTime()) > 0 && site.limits.take(name, { ...limit, most: 5 }, at),
    };
    const queries = new Queries({ embedder, cache, limits, now: () => now });

    const first = await Promise.all(Array.from({ length: 9 }, (_, n) => queries.vector(`robot ${n}`)));
    now = new Date('2026-01-22T13:00:00Z');
    const later = await queries.vector('robot later');
    await site.close();

    expect(first.filter((vector) => vector !== undefined)).toHaveLength(5);
    expect(embedder.asked).toHaveLength(6);
    expect(later).toBeDefined();
    expect(taken).toHaveLength(10);
  });
});
