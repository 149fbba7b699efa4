import { DeleteCommand, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import pMap from 'p-map';
import { z } from 'zod';
import type { Day } from '../domain/day.js';
import type { Delivery } from '../domain/delivery.js';
import { Subscriber, type SubscriberId, Suppression, SuppressionReason } from '../domain/subscriber.js';
import { parseAs } from '../parse.js';
import { deliverySk } from './deliveries.js';
import { stateKey } from './subscribers.js';
import { type Key, queryRows, type Table, WRITES_IN_FLIGHT, written } from './table.js';

const SortKey = z.object({ sk: z.string() });
const StateRow = z.object({
  subscriber: Subscriber.pick({ claim: true }).optional(),
  suppressed: Suppression.optional(),
});

/** As long as a delivery may be on its way: an invocation, and the grace period after it. */
const PLACE_SECONDS = 3_600;

/** Who must never be mailed again, on the subscriber's own row: known by the keyed hash alone, so that it outlives the person's data. */
export class SuppressionStore {
  constructor(private readonly table: Table) {}

  /**
   * Suppresses `id`, whether or not anybody is known by it, and takes it out of the due index, in one write.
   * Returns false, and changes nothing, when it is suppressed already for a reason as strong.
   */
  suppress(id: SubscriberId, suppression: Suppression): Promise<boolean> {
    const weaker = weakerThan(suppression.reason);
    const write = new UpdateCommand({
      TableName: this.table.name,
      Key: stateKey(id),
      UpdateExpression: 'SET #suppressed = :suppression REMOVE slot',
      ConditionExpression: [
        'attribute_not_exists(#suppressed)',
        ...weaker.map((_, n) => `#suppressed.#reason = :weaker${n}`),
      ].join(' OR '),
      ExpressionAttributeNames: {
        '#suppressed': 'suppressed',
        ...(weaker.length > 0 && { '#reason': 'reason' }),
      },
      ExpressionAttributeValues: {
        ':suppression': suppression,
        ...Object.fromEntries(weaker.map((reason, n) => [`:weaker${n}`, reason])),
      },
    });
    return written(this.table.client.send(write));
  }

  /**
   * Forgets a person: of every row only the keyed hash is left, suppressed for the reason it had or as erased.
   * Doing it twice is the same as once, and an erasure that was cut short is done by doing it again.
   * Nobody known by `id` changes nothing.
   */
  async erase(id: SubscriberId, at: Date): Promise<void> {
    const before = await this.#stateRow(id);
    if (!before.subscriber && !before.suppressed) return;
    await this.suppress(id, { reason: 'erased', at: at.toISOString() });
    // Nobody can claim any more, so that this is the last claim; the person goes when its place is held.
    const { claim } = (await this.#stateRow(id)).subscriber ?? {};
    if (claim && Date.parse(claim.at) >= at.getTime() - PLACE_SECONDS * 1_000) {
      await this.#holdPlace(id, claim.day, at);
    }
    await this.#forget(id);
  }

  /** Takes a suppressed person's own out of their rows, and the rows away, but for a place that is held. */
  async #forget(id: SubscriberId): Promise<void> {
    const write = new UpdateCommand({
      TableName: this.table.name,
      Key: stateKey(id),
      UpdateExpression: 'REMOVE subscriber, slot, id, cadence, weekday',
      ConditionExpression: 'attribute_exists(suppressed)',
    });
    await written(this.table.client.send(write));
    const rows = await this.#otherRows(id);
    await pMap(rows, (key) => this.#delete(key), { concurrency: WRITES_IN_FLIGHT });
  }

  /**
   * Takes the place of a ledger line that deliver may still write, of a mail that was on its way when its reader was
   * erased: the first line stands, and this one says nothing, and goes away by itself. A line that is there already
   * leaves nothing to be written.
   */
  async #holdPlace(subscriberId: SubscriberId, day: Day, at: Date): Promise<void> {
    const delivery: Delivery = {
      subscriberId,
      day,
      at: at.toISOString(),
      outcome: 'skipped',
      reason: 'left',
    };
    const write = new PutCommand({
      TableName: this.table.name,
      Item: {
        pk: stateKey(subscriberId).pk,
        sk: deliverySk(day),
        delivery,
        isPlace: true,
        expiresAt: Math.floor(at.getTime() / 1000) + PLACE_SECONDS,
      },
      ConditionExpression: 'attribute_not_exists(pk)',
    });
    await written(this.table.client.send(write));
  }

  async #stateRow(id: SubscriberId): Promise<z.output<typeof StateRow>> {
    const { Item = {} } = await this.table.client.send(
      new GetCommand({ TableName: this.table.name, Key: stateKey(id), ConsistentRead: true }),
    );
    return parseAs(StateRow, Item, `row SUBSCRIBER#${id}`);
  }

  /**
   * Lets an address be mailed again, by the operator's hand. Where the person is known still, they are as they were but
   * due at no hour until they are placed anew; where they were erased, nothing is left, and an erasure that was cut short
   * is done first. Returns false when it was not suppressed.
   */
  async lift(id: SubscriberId): Promise<boolean> {
    const { subscriber, suppressed } = await this.#stateRow(id);
    if (suppressed && (suppressed.reason === 'erased' || !subscriber)) await this.#forget(id);
    const forget = new DeleteCommand({
      TableName: this.table.name,
      Key: stateKey(id),
      ConditionExpression: 'attribute_exists(suppressed) AND attribute_not_exists(subscriber)',
    });
    if (await written(this.table.client.send(forget))) return true;
    const write = new UpdateCommand({
      TableName: this.table.name,
      Key: stateKey(id),
      UpdateExpression: 'REMOVE suppressed',
      ConditionExpression: 'attribute_exists(suppressed)',
    });
    return written(this.table.client.send(write));
  }

  /** All but the state row, and a place that is held. */
  async #otherRows(id: SubscriberId): Promise<Key[]> {
    const { pk, sk: state } = stateKey(id);
    const keys: Key[] = [];
    const rows = queryRows(this.table, {
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': pk },
      FilterExpression: 'attribute_not_exists(isPlace)',
      ProjectionExpression: 'sk',
      ConsistentRead: true,
    });
    for await (const row of rows) {
      const { sk } = parseAs(SortKey, row, `row ${pk}`);
      if (sk !== state) keys.push({ pk, sk });
    }
    return keys;
  }

  async #delete(key: Key): Promise<void> {
    await this.table.client.send(new DeleteCommand({ TableName: this.table.name, Key: key }));
  }
}

function weakerThan(reason: SuppressionReason): SuppressionReason[] {
  return SuppressionReason.options.slice(0, SuppressionReason.options.indexOf(reason));
}
