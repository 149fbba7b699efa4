import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { collect } from '../../../functions/collect/collect.js';
import {
  type Listing,
  type Source,
  SourceError,
  type Window,
} from '../../../functions/collect/sources/source.js';
import type { Day } from '../../../shared/domain/day.js';
import { EditionStore } from '../../../shared/stores/editions.js';
import { ListingStore } from '../../../shared/stores/listings.js';
import { PaperStore } from '../../../shared/stores/papers.js';
import { anEdition } from '../../support/editions.js';
import { aPaper } from '../../support/papers.js';
import { startTables, type TestTables } from '../../support/tables.js';

describe('a source is collected', () => {
  let tables: TestTables;
  beforeAll(async () => {
    tables = await startTables();
  });
  afterAll(() => tables.close());

  const portsFor = (source: Source, now: string) => ({
    source,
    papers: new PaperStore(tables.content),
    listings: new ListingStore(tables.content),
    editions: new EditionStore(tables.content),
    now: new Date(now),
  });
  const publish = (day: Day) =>
    new EditionStore(tables.content).publish(anEdition(day), {
      vectors: [],
      cards: new Uint8Array(),
      build: 'one',
    });
  const sourceOf = (name: string, answer: (window: Window) => Listing | Error): Source => ({
    name,
    list: async (window) => {
      const listing = answer(window);
      if (listing instanceof Error) throw listing;
      return listing;
    },
  });
  const listingOf = (source: string, ids: readonly string[], total = ids.length): Listing => ({
    source,
    papers: ids.map((id) => aPaper({ id })),
    parts: [{ part: 'cs.LG', total, paperIds: [...ids] }],
  });

  it('into an edition that holds what is new, and counts what the feed had and we have not', async () => {
    const first = sourceOf('one', () => listingOf('one', ['arxiv:1.1', 'arxiv:1.2']));
    const second = sourceOf('one', () => listingOf('one', ['arxiv:1.2', 'arxiv:1.3', 'arxiv:1.4'], 5));

    await collect('2026-01-22', portsFor(first, '2026-01-22T06:00:00Z'));
    const listing = await collect('2026-01-23', portsFor(second, '2026-01-23T06:00:00Z'));

    expect(listing.paperIds).toEqual(['arxiv:1.3', 'arxiv:1.4']);
    expect(listing.completeness).toEqual([{ source: 'one', part: 'cs.LG', expected: 4, stored: 2 }]);
  });

  it('once: what stands is not fetched again', async () => {
    let fetched = 0;
    const source = sourceOf('two', () => {
      fetched += 1;
      return listingOf('two', ['arxiv:2.1']);
    });

    await collect('2026-01-22', portsFor(source, '2026-01-22T06:00:00Z'));
    await collect('2026-01-22', portsFor(source, '2026-01-22T09:00:00Z'));

    expect(fetched).toBe(1);
  });

  it('from some days before the last run on, for arXiv shows papers late', async () => {
    const windows: Window[] = [];
    const source = sourceOf('three', (window) => {
      windows.push(window);
      return listingOf('three', []);
    });

    for (const day of ['2026-01-22', '2026-01-23']) await collect(day, portsFor(source, `${day}T06:00:00Z`));
    await collect('2026-04-01', portsFor(source, '2026-04-03T06:00:00Z'));

    expect(windows.map(({ since, until }) => [since.toISOString(), until.toISOString()])).toEqual([
      ['2026-01-18T00:00:00.000Z', '2026-01-22T06:00:00.000Z'],
      ['2026-01-18T00:00:00.000Z', '2026-01-23T06:00:00.000Z'],
      ['2026-03-18T00:00:00.000Z', '2026-04-02T00:00:00.000Z'],
    ]);
  });

  it('wholly or not at all: a failure lists nothing, and the next try begins anew', async () => {
    const broken = sourceOf('four', () => new SourceError('four', 'answered HTML'));
    const listings = new ListingStore(tables.content);

    await expect(collect('2026-01-22', portsFor(broken, '2026-01-22T06:00:00Z'))).rejects.toThrow(
      /four: answered HTML/,
    );

    expect(await listings.readOne('2026-01-22', 'four')).toBeUndefined();
    expect(await listings.readUntil('four')).toBeUndefined();
  });

  it('so that two sources tell of one paper together', async () => {
    const arxiv = sourceOf('arxiv', () => listingOf('arxiv', ['arxiv:5.1']));
    const trending = sourceOf('huggingface', () => ({
      source: 'huggingface',
      papers: [
        aPaper({
          id: 'arxiv:5.1',
          categories: [],
          signals: { upvotes: 12 },
          codeUrl: 'https://example.org/code',
        }),
      ],
      parts: [],
    }));

    for (const source of [trending, arxiv])
      await collect('2026-01-22', portsFor(source, '2026-01-22T06:00:00Z'));
    const paper = (await new PaperStore(tables.content).read(['arxiv:5.1'])).get('arxiv:5.1');

    expect(paper).toMatchObject({
      categories: ['cs.LG'],
      signals: { upvotes: 12 },
      codeUrl: 'https://example.org/code',
    });
  });

  it('without new versions of papers from before the window, which are new to us and to nobody else', async () => {
    const old = aPaper({ id: 'arxiv:6.1', version: 3, submittedAt: '2024-05-01T00:00:00Z' });
    const recent = aPaper({ id: 'arxiv:6.2', version: 2, submittedAt: '2026-01-21T00:00:00Z' });
    const source = sourceOf('six', () => ({
      source: 'six',
      papers: [old, recent],
      parts: [{ part: 'cs.LG', total: 2, paperIds: [old.id, recent.id] }],
    }));

    const listing = await collect('2026-01-22', portsFor(source, '2026-01-22T06:00:00Z'));

    expect(listing.paperIds).toEqual(['arxiv:6.2']);
    expect(listing.completeness).toEqual([{ source: 'six', part: 'cs.LG', expected: 1, stored: 1 }]);
  });

  it('for the next edition where the day’s is published already, so that none goes without', async () => {
    const source = sourceOf('seven', () => listingOf('seven', ['arxiv:7.1']));
    await publish('2026-02-10');

    const late = await collect('2026-02-10', portsFor(source, '2026-02-10T09:00:00Z'));
    const next = await collect('2026-02-11', portsFor(source, '2026-02-11T06:00:00Z'));

    expect(late.paperIds).toEqual([]);
    expect(next.paperIds).toEqual(['arxiv:7.1']);
  });

  it('with what an earlier run had stored when it was cut short, and never listed', async () => {
    const source = sourceOf('eight', () => listingOf('eight', ['arxiv:8.1', 'arxiv:8.2']));
    await new PaperStore(tables.content).merge([aPaper({ id: 'arxiv:8.1' })], (_, paper) => ({
      ...paper,
      firstEdition: '2026-02-10',
    }));

    const listing = await collect('2026-02-11', portsFor(source, '2026-02-11T06:00:00Z'));

    expect(listing.paperIds).toEqual(['arxiv:8.1', 'arxiv:8.2']);
    expect(listing.completeness).toEqual([{ source: 'eight', part: 'cs.LG', expected: 2, stored: 2 }]);
  });
});
