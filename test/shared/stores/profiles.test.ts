import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { subscriberIdOf } from '../../../shared/address.js';
import { Preferences } from '../../../shared/domain/preferences.js';
import type { Subscriber } from '../../../shared/domain/subscriber.js';
import { ProfileStore } from '../../../shared/stores/profiles.js';
import { SubscriberStore } from '../../../shared/stores/subscribers.js';
import { SuppressionStore } from '../../../shared/stores/suppressions.js';
import { startTables, type TestTables } from '../../support/tables.js';

const before = Preferences.parse({ hour: 7 });
const after = Preferences.parse({ hour: 9, timeZone: 'Asia/Tokyo', mutedWords: ['blockchain'] });
const taste = { model: 'm', bytes: new Uint8Array([1, 2]) };

describe('what readers change about themselves', () => {
  let tables: TestTables;
  let subscribers: SubscriberStore;
  let profiles: ProfileStore;
  beforeAll(async () => {
    tables = await startTables();
    subscribers = new SubscriberStore(tables.subscribers);
    profiles = new ProfileStore(tables.subscribers, subscribers);
  });
  afterAll(() => tables.close());

  async function reader(name: string, fields: Partial<Subscriber> = {}) {
    const address = `${name}@example.org`;
    const id = subscriberIdOf(address, 'k'.repeat(32));
    const since = '2026-01-01T00:00:00Z';
    await subscribers.add(
      { id, address, state: 'active', since, linkEpoch: 0, ...fields },
      { preferences: before },
    );
    return id;
  }
  const dueAt = async (timeZone: string, hour: string) => {
    const ids: string[] = [];
    for (let shard = 0; shard < 8; shard++) {
      for await (const row of subscribers.dueIn(`${timeZone}#${hour}#${shard}`, undefined)) ids.push(row.id);
    }
    return ids;
  };

  it('moves them to the hour that they chose', async () => {
    const id = await reader('moves');

    const chosen = await profiles.choose(id, after, undefined);

    expect(chosen).toBe(true);
    expect(await dueAt('UTC', '07')).not.toContain(id);
    expect(await dueAt('Asia/Tokyo', '09')).toContain(id);
  });

  it.each(['unsubscribed', 'suppressed'])('makes nobody due who is %s', async (how) => {
    const id = await reader(how, how === 'unsubscribed' ? { state: 'unsubscribed' } : {});
    if (how === 'suppressed') {
      await new SuppressionStore(tables.subscribers).suppress(id, {
        reason: 'bounce',
        at: '2026-01-22T00:00:00Z',
      });
    }

    await profiles.choose(id, after, undefined);

    expect(await dueAt('Asia/Tokyo', '09')).not.toContain(id);
    expect((await subscribers.read(id))?.profile.preferences).toEqual(after);
  });

  it('loses nothing when several things change at once', async () => {
    const id = await reader('at-once');

    await Promise.all([
      profiles.choose(id, after, '2026-03-01'),
      profiles.learn(id, taste),
      profiles.revokeFeed(id),
      profiles.revokeLinks(id),
    ]);

    const known = await subscribers.read(id);
    expect(known?.profile).toEqual({ preferences: after, taste, feedEpoch: 1 });
    expect(known?.subscriber).toMatchObject({ pausedUntil: '2026-03-01', linkEpoch: 1 });
  });

  it('makes them due by the preferences that stand, whichever of two saves at once was later', async () => {
    const id = await reader('twice');
    const slow = new SubscriberStore(tables.subscribers);
    let later: Promise<unknown> | undefined;
    slow.read = async (who) => {
      const found = await subscribers.read(who);
      later ??= profiles.choose(id, after, undefined);
      await later;
      return found;
    };

    await new ProfileStore(tables.subscribers, slow).choose(id, { ...before, hour: 11 }, undefined);

    expect((await subscribers.read(id))?.profile.preferences).toEqual(after);
    expect(await dueAt('UTC', '11')).not.toContain(id);
    expect(await dueAt('Asia/Tokyo', '09')).toContain(id);
  });

  it('takes a claim in hand as little as a pause that ends', async () => {
    const claim = { day: '2026-01-22', attempt: 'attempt-1', at: '2026-01-22T07:00:00Z', attempts: 1 };
    const id = await reader('claimed', { claim, pausedUntil: '2026-02-01' });

    await profiles.choose(id, after, undefined);

    const state = await subscribers.state(id);
    expect(state?.claim).toEqual(claim);
    expect(state).not.toHaveProperty('pausedUntil');
  });

  it('brings nobody back who is erased or was never there', async () => {
    const id = await reader('erased');
    await new SuppressionStore(tables.subscribers).erase(id, new Date('2026-01-22T00:00:00Z'));

    const done = [
      await profiles.choose(id, after, undefined),
      await profiles.learn(id, taste),
      await profiles.unlearn(id),
      await profiles.agree(id, { askedAt: '2026-01-22T00:00:00Z', form: 'f', textVersion: 'v' }),
      await profiles.revokeFeed(id),
      await profiles.revokeLinks(id),
    ];

    expect(new Set(done)).toEqual(new Set([false]));
    expect(await subscribers.read(id)).toBeUndefined();
  });
});
