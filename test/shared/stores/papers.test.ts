import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mergePaper } from '../../../functions/collect/merge.js';
import { PaperStore } from '../../../shared/stores/papers.js';
import { aPaper } from '../../support/papers.js';
import { startTables, type TestTables } from '../../support/tables.js';

describe('papers', () => {
  let tables: TestTables;
  beforeAll(async () => {
    tables = await startTables();
  });
  afterAll(() => tables.close());

  it('come back as they were put', async () => {
    const store = new PaperStore(tables.content);
    const papers = Array.from({ length: 150 }, (_, n) =>
      aPaper({ id: `arxiv:2601.1${String(n).padStart(4, '0')}` }),
    );

    await store.merge(papers, (known, paper) => mergePaper(known, paper, '2026-01-22'));
    const read = await store.read(papers.map((paper) => paper.id));

    expect(read.size).toBe(150);
    expect(read.get('arxiv:2601.10007')).toEqual({ ...papers[7], firstEdition: '2026-01-22' });
  });

  it('lose nothing when two sources tell of the same papers at once', async () => {
    const store = new PaperStore(tables.content);
    const ids = Array.from({ length: 40 }, (_, n) => `arxiv:2601.2${String(n).padStart(4, '0')}`);
    const merge = (papers: ReturnType<typeof aPaper>[]) =>
      store.merge(papers, (known, paper) => mergePaper(known, paper, '2026-01-22'));

    await Promise.all([
      merge(ids.map((id) => aPaper({ id, categories: ['cs.AI', 'cs.LG'] }))),
      merge(ids.map((id) => aPaper({ id, categories: [], signals: { upvotes: 7 } }))),
    ]);
    const read = await store.read(ids);

    for (const id of ids) {
      expect(read.get(id)).toMatchObject({ categories: ['cs.AI', 'cs.LG'], signals: { upvotes: 7 } });
    }
  });

  it('keep their edition and never go back to an earlier version', async () => {
    const store = new PaperStore(tables.content);
    const id = 'arxiv:2601.30001';
    const put = (version: number, title: string, day: string) =>
      store.merge([aPaper({ id, version, title })], (known, paper) => mergePaper(known, paper, day));

    await put(2, 'Second thoughts', '2026-01-22');
    await put(1, 'First thoughts', '2026-01-23');
    const read = await store.read([id]);

    expect(read.get(id)).toMatchObject({ version: 2, title: 'Second thoughts', firstEdition: '2026-01-22' });
  });
});
