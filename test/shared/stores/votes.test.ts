import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { subscriberIdOf } from '../../../shared/address.js';
import { VoteStore } from '../../../shared/stores/votes.js';
import { startTables, type TestTables } from '../../support/tables.js';

const vote = (nth: number, direction: 'more' | 'less' = 'more') => ({
  paperId: `arxiv:2601.0000${nth}`,
  direction,
  at: '2026-01-22T12:00:00Z',
});

describe('votes', () => {
  let tables: TestTables;
  let store: VoteStore;
  beforeAll(async () => {
    tables = await startTables();
    store = new VoteStore(tables.subscribers);
  });
  afterAll(() => tables.close());
  const id = (name: string) => subscriberIdOf(`${name}@example.org`, 'k'.repeat(32));

  it('are one for each reader and paper, the last', async () => {
    const former = [await store.cast(id('a'), vote(1)), await store.cast(id('a'), vote(1, 'less'))];
    await store.cast(id('a'), vote(2));
    await store.cast(id('b'), vote(3));

    expect(former).toEqual([undefined, vote(1)]);
    expect(await store.of(id('a'))).toEqual([vote(1, 'less'), vote(2)]);
  });

  it('are taken back once', async () => {
    await store.cast(id('c'), vote(1));

    const taken = [
      await store.takeBack(id('c'), vote(1).paperId),
      await store.takeBack(id('c'), vote(1).paperId),
    ];

    expect(taken).toEqual([vote(1), undefined]);
  });

  it('are taken back all together', async () => {
    for (const nth of [1, 2, 3]) await store.cast(id('d'), vote(nth));

    expect(await store.takeAllBack(id('d'))).toHaveLength(3);
    expect(await store.of(id('d'))).toEqual([]);
  });
});
