import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type DeliverPorts, deliver } from '../../../functions/deliver/deliver.js';
import { Shelf } from '../../../functions/deliver/shelf.js';
import { Preferences } from '../../../shared/domain/preferences.js';
import type { Claim, Subscriber } from '../../../shared/domain/subscriber.js';
import { Pacer } from '../../../shared/mail/pacer.js';
import type { SendOutcome } from '../../../shared/mail/send.js';
import { DeliveryStore } from '../../../shared/stores/deliveries.js';
import { EditionStore } from '../../../shared/stores/editions.js';
import { PhraseStore } from '../../../shared/stores/phrases.js';
import { SendingStore } from '../../../shared/stores/sending.js';
import { SubscriberStore } from '../../../shared/stores/subscribers.js';
import { renderCards } from '../../../templates/cards.js';
import { packCards } from '../../../templates/pack.js';
import { anEdition } from '../../support/editions.js';
import { anEditionPaper } from '../../support/papers.js';
import { startTables, type TestTables } from '../../support/tables.js';

const DAY = '2026-01-22';
const NOW = new Date(`${DAY}T07:00:00.000Z`);
const PARK_MS = 900_000;

describe('a digest is delivered', () => {
  let tables: TestTables;
  let stores: { subscribers: SubscriberStore; deliveries: DeliveryStore; sending: SendingStore };
  let newest = 0;

  beforeAll(async () => {
    tables = await startTables();
    stores = {
      subscribers: new SubscriberStore(tables.subscribers),
      deliveries: new DeliveryStore(tables.subscribers),
      sending: new SendingStore(tables.subscribers),
    };
    const edition = anEdition(DAY, { papers: [anEditionPaper()] });
    await new EditionStore(tables.content).publish(edition, {
      vectors: [Float32Array.from({ length: 8 }, (_, n) => Math.sqrt((n + 1) / 36))],
      cards: packCards(renderCards(edition)),
      build: 'one',
    });
    vi.spyOn(console, 'error').mockImplementation(() => {});
    vi.spyOn(console, 'log').mockImplementation(() => {});
  });
  afterAll(() => tables.close());
  beforeEach(() => stores.sending.resume());

  const subscribe = async (fields: Partial<Subscriber> = {}) => {
    const subscriber: Subscriber = {
      id: `r${(newest++).toString(2).replaceAll('0', 'a').replaceAll('1', 'b')}`.padEnd(26, 'c'),
      address: 'reader@example.org',
      state: 'active',
      since: '2026-01-01T00:00:00Z',
      linkEpoch: 0,
      ...fields,
    };
    await stores.subscribers.add(subscriber, {
      preferences: Preferences.parse({
        topics: [{ kind: 'category', category: 'cs.LG' }],
        threshold: 'everything',
      }),
    });
    return { day: DAY, subscriberId: subscriber.id };
  };
  const claimed = (minutesAgo: number): Claim => ({
    day: DAY,
    attempt: 'attempt-1',
    at: new Date(NOW.getTime() - minutesAgo * 60_000).toISOString(),
    attempts: 1,
  });
  /** Whose SES answers `outcomes` in turn, and that hear of what is asked of it in `sent`. */
  const portsWith = (outcomes: SendOutcome[], onTurn: () => Promise<unknown> = async () => {}) => {
    const sent: Record<string, string>[] = [];
    const ports: DeliverPorts = {
      ...stores,
      shelf: new Shelf(new EditionStore(tables.content), new PhraseStore(tables.content)),
      pacer: new Pacer({
        sending: stores.sending,
        rate: async () => {
          await onTurn();
          return 1_000;
        },
        now: () => NOW.getTime(),
        sleep: async () => {},
      }),
      send: async (_, tags) => {
        sent.push(tags);
        return outcomes[sent.length - 1] ?? { kind: 'accepted', messageId: `message-${sent.length}` };
      },
      sender: { name: 'Digest', address: 'digest@example.org', postalAddress: '1 Example Street, Town' },
      site: { baseUrl: 'https://digest.example.org', linkKeys: ['k'.repeat(32)] },
      graceMs: 900_000,
      patienceMs: 60_000,
      parkMs: PARK_MS,
      now: () => NOW,
      newAttempt: () => 'attempt-2',
    };
    return { ports, sent };
  };

  it('once, however often it is asked for', async () => {
    const request = await subscribe();
    const { ports, sent } = portsWith([]);

    const results = [await deliver(request, ports), await deliver(request, ports)];

    expect(results).toEqual(['settled', 'settled']);
    expect(sent).toEqual([{ subscriber: request.subscriberId, edition: DAY, attempt: 'attempt-2' }]);
    expect(await stores.deliveries.read(request.subscriberId, DAY)).toMatchObject({
      outcome: 'sent',
      messageId: 'message-1',
      paperIds: ['arxiv:2601.00001'],
    });
  });

  it('again after a throttle, and never again by itself when nobody knows what became of it', async () => {
    const request = await subscribe();
    const { ports, sent } = portsWith([{ kind: 'throttled' }, { kind: 'unknown', problem: 'TimeoutError' }]);

    const results = [await deliver(request, ports), await deliver(request, ports)];

    expect(results).toEqual(['waiting', 'waiting']);
    expect(sent).toHaveLength(2);
    expect(await stores.deliveries.read(request.subscriberId, DAY)).toBeUndefined();
  });

  it.each<SendOutcome>([{ kind: 'quota-spent' }, { kind: 'paused', code: 'AccountSendingPausedException' }])(
    'later when SES says $kind: the claim is given back and all sending parks',
    async (outcome) => {
      const request = await subscribe();
      const { ports, sent } = portsWith([outcome]);

      const result = await deliver(request, ports);

      expect(result).toBe('waiting');
      expect(await stores.sending.parkedUntil()).toBe(NOW.getTime() + PARK_MS);
      expect((await stores.subscribers.state(request.subscriberId))?.claim).toBeUndefined();
      expect(await deliver(request, portsWith([]).ports)).toBe('waiting');
      expect(sent).toHaveLength(1);
    },
  );

  it('not a second time when SES tells of the first while the second waits for its turn', async () => {
    const request = await subscribe({ claim: claimed(16) });
    const { ports, sent } = portsWith([], () =>
      stores.deliveries.open({
        ...request,
        at: NOW.toISOString(),
        outcome: 'sent',
        attempt: 'attempt-1',
        messageId: 'message-of-attempt-1',
        paperIds: [],
        editions: [],
      }),
    );

    const result = await deliver(request, ports);

    expect(result).toBe('settled');
    expect(sent).toEqual([]);
  });

  it('or may have been, so that of somebody who left since nothing is written before SES can have told', async () => {
    const young = await subscribe({ claim: claimed(5), state: 'unsubscribed' });
    const old = await subscribe({ claim: claimed(16), state: 'unsubscribed' });
    const { ports, sent } = portsWith([]);

    const results = [await deliver(young, ports), await deliver(old, ports)];

    expect(results).toEqual(['waiting', 'settled']);
    expect(await stores.deliveries.read(young.subscriberId, DAY)).toBeUndefined();
    expect(await stores.deliveries.read(old.subscriberId, DAY)).toMatchObject({ reason: 'left' });
    expect(sent).toEqual([]);
  });

  it('to its own reader, however many wait for their turn and their answers at once', async () => {
    const requests = await Promise.all(
      Array.from({ length: 12 }, (_, nth) => subscribe({ address: `reader-${nth}@example.org` })),
    );
    const { ports } = portsWith([], () => sleep(5));
    const addressed = new Map<string, string | undefined>();
    ports.send = async (raw, { subscriber = '' }) => {
      await sleep(20);
      addressed.set(subscriber, /^To: (.*)\r$/m.exec(Buffer.from(raw).toString('latin1'))?.[1]);
      return { kind: 'rejected', code: 'MessageRejected' };
    };

    for (const half of [requests.slice(0, 6), requests.slice(6)]) {
      await Promise.all(half.map((request) => deliver(request, ports)));
    }

    expect(addressed).toEqual(
      new Map(requests.map(({ subscriberId }, nth) => [subscriberId, `reader-${nth}@example.org`])),
    );
  });

  it('from a place that is free again however the attempt ends', async () => {
    const { ports } = portsWith([]);
    const sent: Uint8Array[] = [];
    ports.send = async (raw) => {
      sent.push(raw);
      if (sent.length % 2 === 0) throw new Error('out of reach');
      return { kind: 'unknown', problem: 'TimeoutError' };
    };

    for (let nth = 0; nth < 12; nth++) await deliver(await subscribe(), ports).catch(() => {});

    expect(sent).toHaveLength(12);
    expect(new Set(sent.map(({ buffer }) => buffer)).size).toBe(1);
  });

  describe('where the first read lags behind', () => {
    /** Lets the first read of each test see what was before. */
    const lagging = (before: Awaited<ReturnType<SubscriberStore['readForDelivery']>>) =>
      vi.spyOn(stores.subscribers, 'readForDelivery').mockImplementationOnce(async () => before);

    it('sends nothing to somebody who has had it', async () => {
      const request = await subscribe();
      const before = await stores.subscribers.readForDelivery(request.subscriberId, DAY);
      await deliver(request, portsWith([]).ports);
      const read = lagging(before);
      const { ports, sent } = portsWith([]);

      const result = await deliver(request, ports);

      expect([result, sent]).toEqual(['settled', []]);
      expect(read.mock.calls.map(([, , consistent]) => consistent)).toEqual([false, true]);
      read.mockRestore();
    });

    it('skips nobody for what is over', async () => {
      const request = await subscribe();
      const before = await stores.subscribers.readForDelivery(request.subscriberId, DAY);
      if (!before) throw new Error('expected a reader');
      const read = lagging({ ...before, subscriber: { ...before.subscriber, pausedUntil: '2026-02-01' } });
      const { ports, sent } = portsWith([]);

      await deliver(request, ports);

      expect(sent).toHaveLength(1);
      read.mockRestore();
    });
  });
});
