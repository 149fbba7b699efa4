import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { readMailEvent } from '../../../functions/mail-events/event.js';
import { type MailEventPorts, recordMailEvent } from '../../../functions/mail-events/record.js';
import { subscriberIdOf } from '../../../shared/address.js';
import { addDays } from '../../../shared/domain/day.js';
import type { Delivery } from '../../../shared/domain/delivery.js';
import { Preferences } from '../../../shared/domain/preferences.js';
import type { SubscriberId } from '../../../shared/domain/subscriber.js';
import { DeliveryStore } from '../../../shared/stores/deliveries.js';
import { SHARDS, shardOf, slotOf } from '../../../shared/stores/slots.js';
import { SubscriberStore } from '../../../shared/stores/subscribers.js';
import { SuppressionStore } from '../../../shared/stores/suppressions.js';
import { startTables, type TestTables } from '../../support/tables.js';
import {
  aNotification,
  anEvent,
  bounce,
  complaint,
  delay,
  delivery,
  fullMailbox,
  hardBounce,
  MESSAGE_ID,
  reject,
  renderingFailure,
  SENT_AT,
} from './told.js';

const DAY = '2026-01-22';
const KEY = 'k'.repeat(32);

let tables: TestTables;
let ports: MailEventPorts;
let people = 0;
beforeAll(async () => {
  tables = await startTables();
  ports = {
    subscribers: new SubscriberStore(tables.subscribers),
    suppressions: new SuppressionStore(tables.subscribers),
    deliveries: new DeliveryStore(tables.subscribers),
    addressKey: KEY,
  };
});
afterAll(() => tables.close());
beforeEach(() => {
  vi.spyOn(console, 'log').mockImplementation(() => undefined);
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
});

async function aReader(): Promise<{ id: SubscriberId; address: string }> {
  const address = `reader-${people++}@example.org`;
  const id = subscriberIdOf(address, KEY);
  const since = '2026-01-01T00:00:00Z';
  await ports.subscribers.add(
    { id, address, state: 'active', since, linkEpoch: 0 },
    { preferences: Preferences.parse({ timeZone: 'UTC', hour: 7 }) },
  );
  return { id, address };
}

/** What SES tells of a mail to a reader: `what` and its details, tagged as deliver tags. */
const tagged = (id: SubscriberId, day = DAY, attempt = 'attempt-1') => ({
  tags: { subscriber: id, edition: day, attempt },
});
const happen = async (...events: object[]) => {
  for (const event of events) await recordMailEvent(readMailEvent(event), ports);
};
const sentLine = (id: SubscriberId, fields: object = {}): Delivery => ({
  subscriberId: id,
  day: DAY,
  at: SENT_AT,
  outcome: 'sent',
  attempt: 'attempt-1',
  messageId: MESSAGE_ID,
  paperIds: ['arxiv:2601.00001'],
  editions: [DAY],
  ...fields,
});
async function dueNow(): Promise<SubscriberId[]> {
  const ids: SubscriberId[] = [];
  for (let shard = 0; shard < SHARDS; shard++) {
    for await (const row of ports.subscribers.dueIn(shardOf(slotOf('UTC', 7), shard), undefined))
      ids.push(row.id);
  }
  return ids;
}
/** Everything that the tables hold of a reader, but for when rows go away. */
async function allOf(id: SubscriberId) {
  return {
    state: await ports.subscribers.standing(id),
    lines: await ports.deliveries.since(id, '2025-01-01'),
  };
}

function permutations<T>(values: readonly T[]): T[][] {
  if (values.length < 2) return [[...values]];
  return values.flatMap((value, at) => permutations(values.toSpliced(at, 1)).map((rest) => [value, ...rest]));
}

describe('a Send event', () => {
  it('settles a delivery of which nobody knew how it ended', async () => {
    const { id } = await aReader();

    await happen(anEvent('Send', tagged(id)));

    expect(await ports.deliveries.read(id, DAY)).toMatchObject({
      outcome: 'sent',
      attempt: 'attempt-1',
      messageId: MESSAGE_ID,
    });
  });

  it('changes nothing, and writes nothing, where the ledger has a line', async () => {
    const { id } = await aReader();
    await ports.deliveries.record(sentLine(id));
    const writes = vi.spyOn(ports.deliveries, 'open');

    await happen(anEvent('Send', tagged(id, DAY, 'attempt-2')));

    expect(await ports.deliveries.read(id, DAY)).toEqual(sentLine(id));
    expect(writes).not.toHaveBeenCalled();
  });

  it("that comes before deliver's own word lets it add what was in the mail", async () => {
    const { id } = await aReader();

    await happen(anEvent('Send', tagged(id)), anEvent('Delivery', tagged(id), delivery()));
    const recorded = await ports.deliveries.record(sentLine(id));
    const other = await ports.deliveries.record(sentLine(id, { attempt: 'attempt-2', paperIds: [] }));

    expect([recorded, other]).toEqual([true, false]);
    expect(await ports.deliveries.read(id, DAY)).toEqual(
      sentLine(id, { delivered: { at: '2026-01-22T07:00:05.000Z' } }),
    );
  });
});

describe('what became of a mail', () => {
  it('stands on its line', async () => {
    const { id } = await aReader();
    await ports.deliveries.record(sentLine(id));

    await happen(
      anEvent('DeliveryDelay', tagged(id), delay()),
      anEvent('Delivery', tagged(id), delivery()),
      anEvent('Complaint', tagged(id), complaint()),
    );

    expect(await ports.deliveries.read(id, DAY)).toEqual(
      sentLine(id, {
        delayed: { at: '2026-01-22T07:00:02.000Z' },
        delivered: { at: '2026-01-22T07:00:05.000Z' },
        complained: { at: '2026-01-22T09:00:00.000Z', subType: 'abuse' },
      }),
    );
  });

  it('stands on its line by an identity notification too, found by the id of the message', async () => {
    const { id, address } = await aReader();
    await ports.deliveries.record(sentLine(id));
    await ports.deliveries.record(sentLine(id, { day: '2026-01-23', messageId: 'another' }));

    await happen(aNotification('Delivery', { address }, delivery()));

    expect(await ports.deliveries.read(id, DAY)).toHaveProperty('delivered.at', '2026-01-22T07:00:05.000Z');
    expect(await ports.deliveries.read(id, '2026-01-23')).not.toHaveProperty('delivered');
  });

  it('comes to the same in every order, and when each event comes twice', async () => {
    const told = (id: SubscriberId) => [
      anEvent('Send', tagged(id)),
      anEvent('Delivery', tagged(id), delivery()),
      anEvent('Bounce', tagged(id), hardBounce()),
      anEvent('Complaint', tagged(id), complaint()),
    ];
    const ends = new Set<string>();
    for (const order of permutations([0, 1, 2, 3])) {
      const { id } = await aReader();
      const events = told(id);
      const happened = order.flatMap((at) => events.slice(at, at + 1));

      await happen(...happened, ...happened.toReversed());

      ends.add(JSON.stringify(await allOf(id)).replaceAll(id, 'ID'));
    }

    expect([...ends].map((end) => JSON.parse(end))).toEqual([
      {
        state: {
          kind: 'suppressed',
          suppression: { reason: 'complaint', at: '2026-01-22T09:00:00.000Z' },
        },
        lines: [
          expect.objectContaining({
            outcome: 'sent',
            delivered: { at: '2026-01-22T07:00:05.000Z' },
            bounced: { at: '2026-01-22T07:00:09.000Z', subType: 'NoEmail' },
            complained: { at: '2026-01-22T09:00:00.000Z', subType: 'abuse' },
          }),
        ],
      },
    ]);
  });

  it('costs a read for Send and one write for Delivery, where all goes well', async () => {
    const { id } = await aReader();
    await ports.deliveries.record(sentLine(id));
    const sent = vi.spyOn(tables.subscribers.client, 'send');

    await happen(anEvent('Send', tagged(id)), anEvent('Delivery', tagged(id), delivery()));

    expect(sent.mock.calls.map(([command]) => command.constructor.name)).toEqual([
      'GetCommand',
      'UpdateCommand',
    ]);
    sent.mockRestore();
  });

  it('loses nothing when several are told in the same moment', async () => {
    const { id } = await aReader();

    await Promise.all([
      happen(anEvent('Send', tagged(id))),
      happen(anEvent('Delivery', tagged(id), delivery())),
      happen(anEvent('Bounce', tagged(id), fullMailbox())),
      ports.deliveries.record(sentLine(id)),
    ]);

    expect(await ports.deliveries.read(id, DAY)).toMatchObject({
      paperIds: ['arxiv:2601.00001'],
      delivered: {},
      softBounced: {},
    });
  });

  it('belongs to its own edition, however late it is', async () => {
    const { id } = await aReader();
    await ports.deliveries.record(sentLine(id));
    const next = sentLine(id, { day: '2026-01-23', attempt: 'attempt-2', messageId: 'next' });
    await ports.deliveries.record(next);

    await happen(anEvent('Send', tagged(id)), anEvent('Delivery', tagged(id), delivery()));

    expect(await ports.deliveries.read(id, '2026-01-23')).toEqual(next);
    expect(await ports.deliveries.read(id, DAY)).toHaveProperty('delivered');
  });
});

describe.each([
  ['a permanent bounce', 'Bounce', hardBounce(), 'bounce'],
  ['a complaint', 'Complaint', complaint(), 'complaint'],
])('%s', (_, kind, details, reason) => {
  it('suppresses the reader at once: no claim, not due', async () => {
    const { id } = await aReader();
    const before = await ports.subscribers.state(id);
    if (!before) throw new Error('expected a subscriber');

    await happen(anEvent(kind, tagged(id), details));
    const claim = { day: DAY, attempt: 'attempt-2', at: SENT_AT, attempts: 1 };
    const claimed = await ports.subscribers.claim(before, claim, DAY);

    expect(claimed).toBe(false);
    expect(await dueNow()).not.toContain(id);
    expect((await ports.subscribers.state(id))?.suppressed?.reason).toBe(reason);
  });

  it('suppresses by the address, where nothing else tells whose it is', async () => {
    const { id, address } = await aReader();

    await happen(aNotification(kind, { address: address.toUpperCase() }, details));

    expect((await ports.subscribers.state(id))?.suppressed?.reason).toBe(reason);
  });

  it('of somebody unknown is remembered by the hash alone', async () => {
    const id = subscriberIdOf(`stranger-to-${reason}@example.org`, KEY);

    await happen(aNotification(kind, { address: `stranger-to-${reason}@example.org` }, details));

    expect(await ports.subscribers.state(id)).toBeUndefined();
    expect(await ports.subscribers.standing(id)).toMatchObject({ suppression: { reason } });
  });
});

describe('a mail to somebody who has been erased', () => {
  it('leaves no line, and can still make the hash a suppressed one', async () => {
    const { id } = await aReader();
    await ports.suppressions.erase(id, new Date(SENT_AT));

    await happen(
      anEvent('Send', tagged(id)),
      anEvent('Delivery', tagged(id), delivery()),
      anEvent('Reject', tagged(id), reject),
      anEvent('Complaint', tagged(id), complaint()),
    );

    expect(await allOf(id)).toEqual({
      state: { kind: 'suppressed', suppression: { reason: 'complaint', at: '2026-01-22T09:00:00.000Z' } },
      lines: [],
    });
  });
});

describe('soft bounces', () => {
  const day = (n: number) => addDays(DAY, n);
  const told = (id: SubscriberId, n: number) => tagged(id, day(n), `attempt-${n}`);
  const soft = (id: SubscriberId, n: number) =>
    anEvent('Bounce', told(id, n), fullMailbox(`${day(n)}T08:00:00.000Z`));
  const arrived = (id: SubscriberId, n: number) =>
    anEvent('Delivery', told(id, n), delivery(`${day(n)}T08:00:00.000Z`));
  const reasonOf = async (id: SubscriberId) => (await ports.subscribers.state(id))?.suppressed?.reason;

  it('suppress at the third in a row, and not before', async () => {
    const { id } = await aReader();

    await happen(soft(id, 0), soft(id, 1));
    const after2 = await reasonOf(id);
    await happen(soft(id, 2));

    expect([after2, await reasonOf(id)]).toEqual([undefined, 'bounce']);
  });

  it('count once, however often each is told, and by whichever way', async () => {
    const { id, address } = await aReader();
    const again = aNotification('Bounce', { address }, fullMailbox());

    await happen(soft(id, 0), soft(id, 0), again, soft(id, 1), soft(id, 1), again);

    expect(await reasonOf(id)).toBeUndefined();
  });

  it('begin anew when a mail arrives, even if its event is late', async () => {
    const { id } = await aReader();

    await happen(soft(id, 0), soft(id, 1), arrived(id, 2), soft(id, 3), soft(id, 4));
    const late = await aReader();
    await happen(soft(late.id, 1), soft(late.id, 3), arrived(late.id, 2), soft(late.id, 4));

    expect([await reasonOf(id), await reasonOf(late.id)]).toEqual([undefined, undefined]);
  });

  it('begin anew when SES has told nothing of a mail for as long as it tries', async () => {
    const { id } = await aReader();
    const sent = (n: number, at: string) => sentLine(id, { day: day(n), at, messageId: `message-${n}` });

    await happen(soft(id, 0), soft(id, 1));
    await ports.deliveries.record(sent(2, `${day(2)}T08:00:00.000Z`));
    await happen(soft(id, 3));
    const quiet = await reasonOf(id);
    // Of this one SES may still tell.
    await ports.deliveries.record(sent(4, `${day(5)}T07:30:00.000Z`));
    await happen(soft(id, 5));
    const two = await reasonOf(id);
    await happen(soft(id, 6), soft(id, 7));

    expect([quiet, two, await reasonOf(id)]).toEqual([undefined, undefined, 'bounce']);
  });

  it('are forgotten after thirty days', async () => {
    const { id } = await aReader();

    await happen(soft(id, 0), soft(id, 20), soft(id, 40));
    const before = await reasonOf(id);
    await happen(soft(id, 45));

    expect([before, await reasonOf(id)]).toEqual([undefined, 'bounce']);
  });

  it('are no out-of-office replies', async () => {
    const { id } = await aReader();

    for (const n of [0, 1, 2, 3]) {
      await happen(arrived(id, n), anEvent('Bounce', told(id, n), bounce('Transient', 'General')));
    }

    expect(await reasonOf(id)).toBeUndefined();
    expect(await ports.deliveries.read(id, DAY)).not.toHaveProperty('softBounced');
  });
});

describe('a mail that SES took and would not send', () => {
  it.each([
    ['Reject', reject, 'rejected', 'mail-events.rejected'],
    ['Rendering Failure', renderingFailure, 'rendering', 'mail-events.rendering'],
  ])(
    '%s makes its line failed, in either order with Send, and is logged',
    async (kind, details, reason, code) => {
      const logged = vi.mocked(console.error);
      const [first, second] = [await aReader(), await aReader()];
      await ports.deliveries.record(sentLine(first.id));

      await happen(anEvent('Send', tagged(first.id)), anEvent(kind, tagged(first.id), details));
      await happen(anEvent(kind, tagged(second.id), details), anEvent('Send', tagged(second.id)));

      const [one, other] = [
        await ports.deliveries.read(first.id, DAY),
        await ports.deliveries.read(second.id, DAY),
      ];
      expect(one).toMatchObject({ outcome: 'failed', reason });
      expect(other).toEqual({ ...one, subscriberId: second.id });
      expect(logged.mock.calls.map(([line]) => JSON.parse(String(line)))).toContainEqual(
        expect.objectContaining({ level: 'error', code, day: DAY, messageId: MESSAGE_ID }),
      );
    },
  );

  it('does not touch the line of another attempt', async () => {
    const { id } = await aReader();
    await ports.deliveries.record(sentLine(id, { attempt: 'attempt-2' }));

    await happen(anEvent('Reject', tagged(id), reject));

    expect(await ports.deliveries.read(id, DAY)).toMatchObject({ outcome: 'sent', attempt: 'attempt-2' });
  });
});
