import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { subscriberIdOf } from '../../../shared/address.js';
import { Preferences } from '../../../shared/domain/preferences.js';
import type { Claim, Subscriber } from '../../../shared/domain/subscriber.js';
import { SHARDS, shardOf, slotOf } from '../../../shared/stores/slots.js';
import { SubscriberStore } from '../../../shared/stores/subscribers.js';
import { startTables, type TestTables } from '../../support/tables.js';

const DAY = '2026-01-22';
const aSubscriber = (address: string, fields: Partial<Subscriber> = {}): Subscriber => ({
  id: subscriberIdOf(address, 'k'.repeat(32)),
  address,
  state: 'active',
  since: '2026-01-01T00:00:00Z',
  linkEpoch: 0,
  ...fields,
});
const aClaim = (attempt: string, fields: Partial<Claim> = {}): Claim => ({
  day: DAY,
  attempt,
  at: '2026-01-22T07:00:00.000Z',
  attempts: 1,
  ...fields,
});
const profile = { preferences: Preferences.parse({ hour: 7, timeZone: 'Europe/Berlin' }) };

describe('subscribers', () => {
  let tables: TestTables;
  let store: SubscriberStore;
  beforeAll(async () => {
    tables = await startTables();
    store = new SubscriberStore(tables.subscribers);
  });
  afterAll(() => tables.close());

  it('are added once, and found by id', async () => {
    const subscriber = aSubscriber('once@example.org');

    const added = [await store.add(subscriber, profile), await store.add(subscriber, profile)];
    const read = await store.read(subscriber.id);

    expect(added).toEqual([true, false]);
    expect(read).toEqual({ subscriber, profile });
  });

  it('give a claim to exactly one of many who ask at once', async () => {
    const subscriber = aSubscriber('claimed@example.org');
    await store.add(subscriber, profile);

    const asked = await Promise.all(
      Array.from({ length: 20 }, (_, n) => store.claim(subscriber, aClaim(`attempt-${n}`), DAY)),
    );

    expect(asked.filter(Boolean)).toHaveLength(1);
  });

  it.each<[string, Partial<Subscriber>]>([
    ['left', { state: 'unsubscribed' }],
    ['was suppressed', { suppressed: { reason: 'complaint', at: '2026-01-21T00:00:00Z' } }],
    ['paused until later', { pausedUntil: '2026-01-23' }],
  ])('refuse a claim on a reader who %s after the row was read', async (what, change) => {
    const subscriber = aSubscriber(`${what.replaceAll(' ', '-')}@example.org`);
    await store.add({ ...subscriber, ...change }, profile);

    const claimed = await store.claim(subscriber, aClaim('attempt-1'), DAY);

    expect(claimed).toBe(false);
  });

  it('can be claimed again on the day a pause ends', async () => {
    const subscriber = aSubscriber('back@example.org', { pausedUntil: DAY });
    await store.add(subscriber, profile);

    expect(await store.claim(subscriber, aClaim('attempt-1'), DAY)).toBe(true);
  });

  it('get back what they had when a claim is released, but only by its holder', async () => {
    const before = aClaim('yesterday', { day: '2026-01-21' });
    const subscriber = aSubscriber('released@example.org', { claim: before });
    await store.add(subscriber, profile);
    await store.claim(subscriber, aClaim('attempt-1'), DAY);

    await store.release(subscriber.id, 'attempt-0', undefined);
    const held = await store.state(subscriber.id);
    await store.release(subscriber.id, 'attempt-1', before);
    const released = await store.state(subscriber.id);

    expect(held?.claim?.attempt).toBe('attempt-1');
    expect(released?.claim).toEqual(before);
  });

  it('are due in their slot until they leave', async () => {
    const subscriber = aSubscriber('due@example.org');
    await store.add(subscriber, { preferences: Preferences.parse({ hour: 9, timeZone: 'Asia/Tokyo' }) });
    const dueNow = async () => {
      const ids: string[] = [];
      for (let shard = 0; shard < SHARDS; shard++) {
        for await (const row of store.dueIn(shardOf(slotOf('Asia/Tokyo', 9), shard), undefined))
          ids.push(row.id);
      }
      return ids;
    };

    const before = await dueNow();
    await store.unsubscribe(subscriber.id, new Date('2026-01-22T08:00:00Z'));
    const after = await dueNow();

    expect(before).toEqual([subscriber.id]);
    expect(after).toEqual([]);
  });
});
