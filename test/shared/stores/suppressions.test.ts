import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { subscriberIdOf } from '../../../shared/address.js';
import { Preferences } from '../../../shared/domain/preferences.js';
import type { Subscriber, Suppression } from '../../../shared/domain/subscriber.js';
import { DeliveryStore } from '../../../shared/stores/deliveries.js';
import { SHARDS, shardOf, slotOf } from '../../../shared/stores/slots.js';
import { SubscriberStore } from '../../../shared/stores/subscribers.js';
import { SuppressionStore } from '../../../shared/stores/suppressions.js';
import { queryRows } from '../../../shared/stores/table.js';
import { startTables, type TestTables } from '../../support/tables.js';

const AT = '2026-01-22T07:00:00.000Z';
const preferences = Preferences.parse({ hour: 7, timeZone: 'Europe/Berlin' });
const aSubscriber = (address: string): Subscriber => ({
  id: subscriberIdOf(address, 'k'.repeat(32)),
  address,
  state: 'active',
  since: '2026-01-01T00:00:00Z',
  linkEpoch: 0,
});
const because = (reason: Suppression['reason'], at = AT): Suppression => ({ reason, at });

describe('suppressions', () => {
  let tables: TestTables;
  let subscribers: SubscriberStore;
  let suppressions: SuppressionStore;
  beforeAll(async () => {
    tables = await startTables();
    subscribers = new SubscriberStore(tables.subscribers);
    suppressions = new SuppressionStore(tables.subscribers);
  });
  afterAll(() => tables.close());

  async function rowsOf({ id }: Subscriber) {
    const rows = [];
    const query = {
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': `SUBSCRIBER#${id}` },
    };
    for await (const row of queryRows(tables.subscribers, query)) rows.push(row);
    return rows;
  }

  async function isDue({ id }: Subscriber): Promise<boolean> {
    for (let shard = 0; shard < SHARDS; shard++) {
      const due = subscribers.dueIn(shardOf(slotOf('Europe/Berlin', 7), shard), undefined);
      for await (const row of due) if (row.id === id) return true;
    }
    return false;
  }

  /** Fails the calls of one kind, from the `nth` on, until what is returned is called. */
  function breakAt(command: string, nth: number): () => void {
    const { middlewareStack } = tables.subscribers.client;
    let calls = 0;
    middlewareStack.add(
      (next, { commandName }) =>
        async (args) => {
          if (commandName === command && ++calls >= nth) throw new Error('the network is gone');
          return next(args);
        },
      { step: 'initialize', name: 'broken' },
    );
    return () => middlewareStack.remove('broken');
  }

  it.each<[string, () => () => void]>([
    ['at once', () => () => {}],
    ['cut short before its place was held', () => breakAt('PutItemCommand', 1)],
    ['cut short before the person was forgotten', () => breakAt('UpdateItemCommand', 2)],
    ['cut short before the other rows went', () => breakAt('DeleteItemCommand', 1)],
  ])('leave nothing of a mail that was on its way when its reader was erased, %s', async (how, broken) => {
    const subscriber = aSubscriber(`${how.replaceAll(' ', '-')}@example.org`);
    await subscribers.add(subscriber, { preferences });
    const day = '2026-01-22';
    const claim = { day, attempt: 'attempt-1', at: AT, attempts: 1 };
    await subscribers.claim(subscriber, claim, day);

    const mend = broken();
    await suppressions.erase(subscriber.id, new Date(AT)).catch(() => {});
    mend();
    await suppressions.erase(subscriber.id, new Date(AT));
    await new DeliveryStore(tables.subscribers).record({
      ...{ subscriberId: subscriber.id, day, at: AT, outcome: 'sent', attempt: 'attempt-1' },
      ...{ messageId: 'message-1', paperIds: ['arxiv:2601.00001'], editions: [day] },
    });

    const rows = await rowsOf(subscriber);
    expect(rows.map(({ sk }) => sk)).toEqual([`DELIVERY#${day}`, 'STATE']);
    expect(JSON.stringify(rows)).not.toMatch(/message-1|arxiv|@/);
    expect(rows[0]?.expiresAt).toBe(Date.parse(AT) / 1_000 + 3_600);
  });

  it('leave not even that where the mail stood in the ledger already', async () => {
    const subscriber = aSubscriber('settled@example.org');
    await subscribers.add(subscriber, { preferences });
    const day = '2026-01-22';
    await subscribers.claim(subscriber, { day, attempt: 'attempt-1', at: AT, attempts: 1 }, day);
    await new DeliveryStore(tables.subscribers).record({
      ...{ subscriberId: subscriber.id, day, at: AT, outcome: 'sent', attempt: 'attempt-1' },
      ...{ messageId: 'message-1', paperIds: ['arxiv:2601.00001'], editions: [day] },
    });

    await suppressions.erase(subscriber.id, new Date(AT));

    expect((await rowsOf(subscriber)).map(({ sk }) => sk)).toEqual(['STATE']);
  });

  it('go forward only: a complaint outranks a bounce, and the first of a kind stands', async () => {
    const subscriber = aSubscriber('forward@example.org');
    await subscribers.add(subscriber, { preferences });
    const changes = [];

    for (const reason of ['operator', 'bounce', 'bounce', 'complaint', 'bounce', 'erased'] as const) {
      changes.push(await suppressions.suppress(subscriber.id, because(reason)));
    }

    expect(changes).toEqual([true, true, false, true, false, false]);
    expect((await subscribers.state(subscriber.id))?.suppressed).toEqual(because('complaint'));
  });

  it('take a reader out of the due index, and back in only who is not suppressed', async () => {
    const [one, other] = [aSubscriber('index-1@example.org'), aSubscriber('index-2@example.org')];
    for (const subscriber of [one, other]) {
      await subscribers.add({ ...subscriber, state: 'pending' }, { preferences });
    }
    const pending = [await isDue(one), await isDue(other)];

    await suppressions.suppress(one.id, because('bounce'));
    const standings = [
      await subscribers.activate(one.id, preferences, new Date(AT)),
      await subscribers.activate(other.id, preferences, new Date(AT)),
    ];

    expect(standings).toEqual([
      { kind: 'suppressed', suppression: because('bounce') },
      { kind: 'known', subscriber: { ...other, since: AT } },
    ]);
    expect(pending).toEqual([false, false]);
    expect([await isDue(one), await isDue(other)]).toEqual([false, true]);
  });

  it('outlive an erased person, of whom nothing else is left', async () => {
    const subscriber = aSubscriber('erased@example.org');
    await subscribers.add(subscriber, { preferences });
    await suppressions.suppress(subscriber.id, because('complaint'));
    await new DeliveryStore(tables.subscribers).record({
      subscriberId: subscriber.id,
      day: '2026-01-22',
      at: AT,
      outcome: 'skipped',
      reason: 'suppressed',
    });
    await tables.subscribers.client.send(
      new PutCommand({
        TableName: tables.subscribers.name,
        Item: { pk: `SUBSCRIBER#${subscriber.id}`, sk: 'VOTE#arxiv:2601.00001' },
      }),
    );

    await suppressions.erase(subscriber.id, new Date(AT));
    await suppressions.erase(subscriber.id, new Date('2026-02-01T00:00:00.000Z'));

    expect(await rowsOf(subscriber)).toEqual([
      { pk: `SUBSCRIBER#${subscriber.id}`, sk: 'STATE', suppressed: because('complaint') },
    ]);
  });

  it('refuse to take an erased person back, and say why', async () => {
    const subscriber = aSubscriber('again@example.org');
    await subscribers.add(subscriber, { preferences });
    await suppressions.erase(subscriber.id, new Date(AT));

    const added = await subscribers.add(subscriber, { preferences });
    const left = await subscribers.unsubscribe(subscriber.id, new Date(AT));
    const confirmed = await subscribers.activate(subscriber.id, preferences, new Date(AT));

    expect([added, left]).toEqual([false, false]);
    expect(confirmed).toEqual({ kind: 'suppressed', suppression: because('erased') });
    expect(await rowsOf(subscriber)).toHaveLength(1);
  });

  it.each([
    ['person was forgotten', 'UpdateItemCommand', 2],
    ['other rows went', 'DeleteItemCommand', 1],
  ])(
    'that are lifted leave nothing of an erasure that was cut short before the %s',
    async (_, command, nth) => {
      const subscriber = aSubscriber(`${command}@example.org`);
      await subscribers.add(subscriber, { preferences });
      const mend = breakAt(command, nth);
      await suppressions.erase(subscriber.id, new Date(AT)).catch(() => {});
      mend();
      const before = await rowsOf(subscriber);

      const lifted = [await suppressions.lift(subscriber.id), await suppressions.lift(subscriber.id)];

      expect(before).toHaveLength(2);
      expect(lifted).toEqual([true, false]);
      expect(await rowsOf(subscriber)).toEqual([]);
    },
  );

  it('are not made by erasing somebody unknown', async () => {
    const stranger = aSubscriber('stranger@example.org');

    await suppressions.erase(stranger.id, new Date(AT));

    expect(await subscribers.standing(stranger.id)).toEqual({ kind: 'unknown' });
  });
});
