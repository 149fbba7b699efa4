import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { subscriberIdOf } from '../../../shared/address.js';
import { ConfirmationStore, REST_MS } from '../../../shared/stores/confirmations.js';
import { startTables, type TestTables } from '../../support/tables.js';

const NOW = new Date('2026-01-22T12:00:00Z');
const asked = (address: string) => ({
  address,
  topics: [{ kind: 'phrase' as const, phrase: 'swifts', weight: 1 }],
  consent: { askedAt: NOW.toISOString(), form: '/subscribe', textVersion: '2026-11' },
});

describe('confirmations', () => {
  let tables: TestTables;
  let store: ConfirmationStore;
  beforeAll(async () => {
    tables = await startTables();
    store = new ConfirmationStore(tables.subscribers);
  });
  afterAll(() => tables.close());
  const id = (name: string) => subscriberIdOf(`${name}@example.org`, 'k'.repeat(32));
  const later = (ms: number) => new Date(NOW.getTime() + ms);

  it('keep what was asked for until it is settled, and the rest goes on', async () => {
    await store.ask(id('a'), NOW, asked('a@example.org'));

    const read = await store.read(id('a'));
    await store.settle(id('a'));

    expect(read).toEqual({ ...asked('a@example.org'), linkEpoch: NOW.getTime() / 1000 });
    expect(await store.read(id('a'))).toBeUndefined();
    expect(await store.ask(id('a'), later(REST_MS - 1))).toBe(false);
  });

  it('are not overwritten while the address rests, and then are', async () => {
    await store.ask(id('b'), NOW, asked('first@example.org'));

    const early = await store.ask(id('b'), later(REST_MS - 1), asked('second@example.org'));
    const first = await store.read(id('b'));
    const late = await store.ask(id('b'), later(REST_MS), asked('third@example.org'));

    expect([early, late]).toEqual([false, true]);
    expect(first?.address).toBe('first@example.org');
    expect((await store.read(id('b')))?.address).toBe('third@example.org');
  });

  it('keep the epoch of their link until they are settled, and begin with another', async () => {
    const epochs = [];
    for (const ms of [0, REST_MS, 2 * REST_MS]) {
      if (ms === 2 * REST_MS) await store.settle(id('d'));
      await store.ask(id('d'), later(ms), asked('d@example.org'));
      epochs.push((await store.read(id('d')))?.linkEpoch);
    }

    const [first, again, fresh] = epochs;
    expect(again).toBe(first);
    expect(fresh).toBe((NOW.getTime() + 2 * REST_MS) / 1000);
  });

  it('end the rest of a mail that did not go, but not of a later one', async () => {
    await store.ask(id('c'), NOW);

    await store.giveBack(id('c'), later(-1));
    const still = await store.ask(id('c'), later(1));
    await store.giveBack(id('c'), NOW);

    expect(still).toBe(false);
    expect(await store.ask(id('c'), later(1))).toBe(true);
  });
});
