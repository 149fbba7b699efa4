import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Pacer } from '../../../shared/mail/pacer.js';
import { SendingStore } from '../../../shared/stores/sending.js';
import { startTables, type TestTables } from '../../support/tables.js';

describe('the rate that workers share', () => {
  let tables: TestTables;
  beforeAll(async () => {
    tables = await startTables();
  });
  afterAll(() => tables.close());

  /** A worker whose clock stands at `now`; each turn that it waits for is noted as a moment, in ms. */
  const workerAt = (now: number, rate: number, moments: number[]) =>
    new Pacer({
      sending: new SendingStore(tables.subscribers),
      rate: async () => rate,
      now: () => now,
      sleep: async (ms) => {
        moments.push(now + ms);
      },
    });

  it('is never passed in any second, and at least nine tenths of it are used', async () => {
    const rate = 14;
    const moments: number[] = [];
    const workers = Array.from({ length: 5 }, () => workerAt(1_000_000, rate, moments));

    await Promise.all(workers.flatMap((worker) => Array.from({ length: 60 }, () => worker.turn())));

    const sorted = moments.toSorted((a, b) => a - b);
    const busiest = Math.max(
      ...sorted.map((from) => sorted.filter((at) => at >= from && at < from + 1_000).length),
    );
    const seconds = ((sorted.at(-1) ?? 0) - (sorted[0] ?? 0)) / 1_000;
    expect(busiest).toBeLessThanOrEqual(rate);
    expect((sorted.length - 1) / seconds).toBeGreaterThanOrEqual(0.9 * rate);
  });

  it('gives no turn that a worker would not live to take', async () => {
    const moments: number[] = [];
    const worker = workerAt(5_000_000, 1, moments);

    const turns = await Promise.all(Array.from({ length: 150 }, () => worker.turn()));

    expect(turns).toContain('later');
    expect(Math.max(...moments)).toBeLessThanOrEqual(5_000_000 + 60_000);
  });

  it('is not given to who waits for it while sending is parked', async () => {
    const worker: Pacer = new Pacer({
      sending: new SendingStore(tables.subscribers),
      rate: async () => 1,
      now: () => 7_000_000,
      sleep: () => worker.park(7_600_000),
    });

    const turns = await Promise.all([worker.turn(), worker.turn()]);

    expect(turns).toEqual(['now', 'later']);
  });

  it('rests for every worker when one has parked it, until the time is over', async () => {
    const first = workerAt(9_000_000, 100, []);
    const second = workerAt(9_000_500, 100, []);
    const late = workerAt(9_002_000, 100, []);

    await first.park(9_001_000);

    expect(first.isParked()).toBe(true);
    expect(await second.turn()).toBe('later');
    expect(second.isParked()).toBe(true);
    expect(await late.turn()).toBe('now');
  });
});
