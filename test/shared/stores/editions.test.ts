import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Edition } from '../../../shared/domain/edition.js';
import { EditionStore } from '../../../shared/stores/editions.js';
import { anEditionPaper } from '../../support/papers.js';
import { startTables, type TestTables } from '../../support/tables.js';

const anEdition = (day: string, papers = 3): Edition => ({
  day,
  publishedAt: `${day}T05:30:00.000Z`,
  sample: false,
  papers: Array.from({ length: papers }, (_, n) =>
    anEditionPaper({ id: `arxiv:2601.${String(n).padStart(5, '0')}` }),
  ),
  stories: [],
  completeness: [{ source: 'arxiv', part: 'cs.LG', expected: papers, stored: papers }],
  failures: [],
  embeddingModel: 'test',
  summaryCounts: { extractive: papers },
});
const vectorsOf = (edition: Edition) =>
  edition.papers.map((_, n) =>
    Float32Array.from({ length: 384 }, (_, d) => Math.sin(n * 384 + d) / Math.sqrt(192)),
  );

describe('editions', () => {
  let tables: TestTables;
  let store: EditionStore;
  beforeAll(async () => {
    tables = await startTables();
    store = new EditionStore(tables.content);
  });
  afterAll(() => tables.close());

  it('come back whole, larger than a row of DynamoDB', async () => {
    const edition = anEdition('2026-01-22', 2_000);
    const vectors = vectorsOf(edition);
    const cards = new Uint8Array(1_000_000).map((_, at) => at % 251);

    await store.publish(edition, { vectors, cards, build: 'a' });
    const header = await store.header('2026-01-22');
    if (!header) throw new Error('expected an edition');
    const read = { edition: await store.edition(header), cards: await store.cards(header) };
    const cosines = (await store.vectors(header)).map((vector, n) =>
      vector.reduce((sum, value, d) => sum + value * (vectors[n]?.[d] ?? 0), 0),
    );

    expect(read.edition).toEqual(edition);
    expect(Buffer.compare(read.cards, cards)).toBe(0);
    expect(Math.min(...cosines)).toBeGreaterThan(0.997);
  });

  it('keep the centroids of their stories, and say none where none were kept', async () => {
    const edition = anEdition('2026-03-01', 2);
    const centroids = vectorsOf(edition);
    const parts = { vectors: centroids, cards: new Uint8Array(1), build: 'a' };

    await store.publish(edition, { ...parts, centroids });
    await store.publish(anEdition('2026-03-02', 2), parts);
    const [without, having] = await store.latest(2, '2026-03-02');

    expect(having && (await store.storyCentroids(having))).toHaveLength(2);
    expect(without && (await store.storyCentroids(without))).toEqual([]);
  });

  it('are immutable: a second publication of a day changes nothing', async () => {
    const first = anEdition('2026-01-23', 2);
    const second = anEdition('2026-01-23', 5);

    const published = [
      await store.publish(first, { vectors: vectorsOf(first), cards: new Uint8Array(1), build: 'a' }),
      await store.publish(second, { vectors: vectorsOf(second), cards: new Uint8Array(1), build: 'b' }),
    ];
    const header = await store.header('2026-01-23');

    expect(published).toEqual([true, false]);
    expect(header && (await store.edition(header))).toEqual(first);
  });

  it('are listed newest first, up to a day', async () => {
    for (const day of ['2026-02-01', '2026-02-02', '2026-02-03']) {
      const edition = anEdition(day, 1);
      await store.publish(edition, { vectors: vectorsOf(edition), cards: new Uint8Array(1), build: 'a' });
    }

    const latest = await store.latest(2, '2026-02-02');

    expect(latest.map((header) => header.day)).toEqual(['2026-02-02', '2026-02-01']);
  });
});
