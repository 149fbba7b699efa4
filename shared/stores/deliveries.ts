import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import type { Day } from '../domain/day.js';
import { Delivery } from '../domain/delivery.js';
import type { SubscriberId } from '../domain/subscriber.js';
import { parseAs } from '../parse.js';
import { batchGet, isConditionFailed, type Key, type Table } from './table.js';

const DAYS_KEPT = 90;

export const DeliveryRow = z.object({ delivery: Delivery });

/** The sort key of a ledger line, beside its subscriber's rows. */
export const deliverySk = (day: Day) => `DELIVERY#${day}`;

const key = (id: SubscriberId, day: Day): Key => ({ pk: `SUBSCRIBER#${id}`, sk: deliverySk(day) });

/** The ledger, in the subscribers table: one line for each subscriber and edition, kept 90 days. */
export class DeliveryStore {
  constructor(private readonly table: Table) {}

  async read(id: SubscriberId, day: Day): Promise<Delivery | undefined> {
    const { Item } = await this.table.client.send(
      new GetCommand({ TableName: this.table.name, Key: key(id, day), ConsistentRead: true }),
    );
    return Item && parseAs(DeliveryRow, Item, `ledger ${id} ${day}`).delivery;
  }

  /** The lines of one edition for `ids`; a subscriber without one is absent. */
  async readMany(ids: readonly SubscriberId[], day: Day): Promise<Map<SubscriberId, Delivery>> {
    const rows = await batchGet(
      this.table,
      ids.map((id) => key(id, day)),
    );
    return new Map(
      rows.map((row) => {
        const { delivery } = parseAs(DeliveryRow, row, `ledger ${String(row.pk)}`);
        return [delivery.subscriberId, delivery];
      }),
    );
  }

  /** Writes the line; the first one stands. Returns false when there was one. */
  async record(delivery: Delivery): Promise<boolean> {
    const expiresAt = Math.floor(Date.parse(delivery.at) / 1000) + DAYS_KEPT * 86_400;
    try {
      await this.table.client.send(
        new PutCommand({
          TableName: this.table.name,
          Item: { ...key(delivery.subscriberId, delivery.day), delivery, expiresAt },
          ConditionExpression: 'attribute_not_exists(pk)',
        }),
      );
      return true;
    } catch (error) {
      if (isConditionFailed(error)) return false;
      throw error;
    }
  }
}
