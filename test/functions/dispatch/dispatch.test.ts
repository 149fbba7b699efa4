import { BatchWriteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type DispatchPorts, dispatch } from '../../../functions/dispatch/dispatch.js';
import { addDays, type Day } from '../../../shared/domain/day.js';
import type { DeliveryRequest } from '../../../shared/domain/delivery.js';
import { Preferences } from '../../../shared/domain/preferences.js';
import { DeliveryStore } from '../../../shared/stores/deliveries.js';
import { EditionStore } from '../../../shared/stores/editions.js';
import { RunStore } from '../../../shared/stores/runs.js';
import { registerSlot, SLOTS, shardOf, slotOf } from '../../../shared/stores/slots.js';
import { SubscriberStore, stateKey } from '../../../shared/stores/subscribers.js';
import { inBatches } from '../../../shared/stores/table.js';
import { anEdition } from '../../support/editions.js';
import { startTables, type TestTables } from '../../support/tables.js';

/** A Thursday; readers here are in UTC and read at seven. */
const TODAY = '2026-01-22';

describe('dispatching', () => {
  let tables: TestTables;
  const put: DeliveryRequest[] = [];

  beforeAll(async () => {
    tables = await startTables();
  });
  afterAll(() => tables.close());
  beforeEach(() => {
    put.length = 0;
  });

  const portsAt = (now: string): DispatchPorts => ({
    editions: new EditionStore(tables.content),
    subscribers: new SubscriberStore(tables.subscribers),
    deliveries: new DeliveryStore(tables.subscribers),
    runs: new RunStore(tables.subscribers, () => new Date(now)),
    queue: {
      put: async (requests) => {
        put.push(...requests);
      },
      isEmpty: async () => false,
    },
    readyHour: 4,
    allowance: async () => Number.POSITIVE_INFINITY,
    now: new Date(now),
  });
  const publish = (day: Day) =>
    new EditionStore(tables.content).publish(anEdition(day), {
      vectors: [],
      cards: new Uint8Array(),
      build: 'one',
    });
  const idOf = (name: string) => name.padEnd(26, 'a');
  const subscribe = (id: string, chosen: Partial<Preferences> = {}) =>
    new SubscriberStore(tables.subscribers).add(
      { id, address: `${id}@example.org`, state: 'active', since: '2026-01-01T00:00:00Z', linkEpoch: 0 },
      { preferences: Preferences.parse(chosen) },
    );
  /** What the due index shows of daily readers at nine. */
  const writeDue = (ids: readonly string[]) => {
    const puts = ids.map((id) => ({
      PutRequest: {
        Item: {
          ...stateKey(id),
          id,
          slot: shardOf(slotOf('UTC', 9), 0),
          cadence: 'daily',
          weekday: 1,
        },
      },
    }));
    return tables.subscribers.client.send(
      new BatchWriteCommand({ RequestItems: { [tables.subscribers.name]: puts } }),
    );
  };
  const askedFor = (id: string) =>
    put.filter(({ subscriberId }) => subscriberId === id).map(({ day }) => day);

  it('gives a slot whose time for two editions has passed the newer, and the older to those alone who miss it', async () => {
    for (const day of [addDays(TODAY, -1), TODAY]) await publish(day);
    await subscribe(idOf('daily'));
    await subscribe(idOf('wednesday'), { cadence: 'weekly', weekday: 3 });
    await subscribe(idOf('thursday'), { cadence: 'weekly', weekday: 4 });

    await dispatch({}, portsAt(`${TODAY}T08:00:00Z`));

    expect(askedFor(idOf('daily'))).toEqual([TODAY]);
    expect(askedFor(idOf('thursday'))).toEqual([TODAY]);
    expect(askedFor(idOf('wednesday'))).toEqual([addDays(TODAY, -1)]);
  });

  it('passes over a time zone that does not exist, so that one row does not stop everybody', async () => {
    const day = addDays(TODAY, 1);
    await publish(day);
    const Item = { pk: SLOTS, sk: 'Mars/Base#07', timeZone: 'Mars/Base', hour: 7 };
    await tables.subscribers.client.send(new PutCommand({ TableName: tables.subscribers.name, Item }));
    vi.spyOn(console, 'error').mockImplementation(() => {});

    await dispatch({}, portsAt(`${day}T08:00:00Z`));

    expect(askedFor(idOf('daily'))).toEqual([day]);
  });

  it('loses nobody when another dispatch, which saw other people, writes a page first', async () => {
    const day = addDays(TODAY, 4);
    const digits = 'abcdefghij';
    const ids = Array.from({ length: 230 }, (_, n) =>
      idOf(`h${[...String(n).padStart(3, '0')].map((digit) => digits[Number(digit)]).join('')}`),
    );
    const others = ids.slice(1);
    for (const some of inBatches(others, 25)) await writeDue(some);
    await registerSlot(tables.subscribers, { timeZone: 'UTC', hour: 9 });
    await publish(day);
    const ports = portsAt(`${day}T09:00:00Z`);
    const write = ports.runs.addPage.bind(ports.runs);
    vi.spyOn(ports.runs, 'addPage').mockImplementation(async (page) => {
      if (page.ids.length === 200) await write({ ...page, ids: ids.slice(0, 200) });
      return write(page);
    });

    await dispatch({ day }, ports);

    const roster: string[] = [];
    for await (const page of ports.runs.pages(day, 'UTC#09#0')) roster.push(...page.ids);
    expect(roster).toEqual(ids);
    expect((await ports.runs.read(day)).every((run) => run.listed)).toBe(true);
  });

  it('looks at no page of a run that is over, once nobody can be listing it any more', async () => {
    const day = addDays(TODAY, 8);
    const id = idOf('once');
    await subscribe(id, { hour: 11 });
    await publish(day);
    const at = async (time: string) => {
      const ports = portsAt(`${day}T${time}Z`);
      const pages = vi.spyOn(ports.runs, 'pages');
      const [report] = await dispatch({ day }, ports);
      const looked = pages.mock.calls.some(([, shard]) => shard.startsWith('UTC#11'));
      return { looked, sent: report?.sent };
    };
    const sent = { outcome: 'sent' as const, attempt: 'attempt-1', paperIds: [], editions: [day] };

    const before = await at('11:00:00');
    await new DeliveryStore(tables.subscribers).open({
      ...sent,
      subscriberId: id,
      day,
      at: `${day}T11:01:00Z`,
    });
    const after = [await at('11:15:00'), await at('11:30:00'), await at('11:45:00')];

    expect([before, ...after]).toEqual([
      { looked: true, sent: 0 },
      { looked: true, sent: 1 },
      { looked: true, sent: 1 },
      { looked: false, sent: 1 },
    ]);
  });
});
