import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LimitStore } from '../../../shared/stores/limits.js';
import { startTables, type TestTables } from '../../support/tables.js';

describe('a limit', () => {
  let tables: TestTables;
  beforeAll(async () => {
    tables = await startTables();
  });
  afterAll(() => tables.close());

  it('lets through as many as it says of those who ask at once, in each window anew, for each name by itself', async () => {
    const store = new LimitStore(tables.subscribers);
    const limit = { most: 5, seconds: 60 };
    const ask = async (name: string, at: string) => {
      const asked = Array.from({ length: 12 }, () => store.take(name, limit, new Date(at)));
      return (await Promise.all(asked)).filter(Boolean).length;
    };

    const counts = [
      await ask('a', '2026-01-22T12:00:00Z'),
      await ask('a', '2026-01-22T12:00:59Z'),
      await ask('b', '2026-01-22T12:00:59Z'),
      await ask('a', '2026-01-22T12:01:00Z'),
    ];

    expect(counts).toEqual([5, 0, 5, 5]);
  });
});
