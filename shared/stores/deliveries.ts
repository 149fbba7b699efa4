import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import type { Day } from '../domain/day.js';
import { Delivery, type Note, type NoteKind } from '../domain/delivery.js';
import type { SubscriberId } from '../domain/subscriber.js';
import { parseAs } from '../parse.js';
import { batchGet, type Key, queryRows, type Table, written } from './table.js';

const DAYS_KEPT = 90;

export const DeliveryRow = z.object({ delivery: Delivery });

/** The sort key of a ledger line, beside its subscriber's rows. */
export const deliverySk = (day: Day) => `DELIVERY#${day}`;

const key = (id: SubscriberId, day: Day): Key => ({ pk: `SUBSCRIBER#${id}`, sk: deliverySk(day) });

/** A line and when it goes away. */
const rowOf = (delivery: Delivery) => ({
  ...key(delivery.subscriberId, delivery.day),
  delivery,
  expiresAt: Math.floor(Date.parse(delivery.at) / 1000) + DAYS_KEPT * 86_400,
});

/** The ledger, in the subscribers table: one line for each subscriber and edition, kept 90 days. */
export class DeliveryStore {
  constructor(private readonly table: Table) {}

  /** The line, if there is one. @param consistent false where one of a moment ago may be missed: that costs half */
  async read(id: SubscriberId, day: Day, consistent = true): Promise<Delivery | undefined> {
    const { Item } = await this.table.client.send(
      new GetCommand({ TableName: this.table.name, Key: key(id, day), ConsistentRead: consistent }),
    );
    return Item && parseAs(DeliveryRow, Item, `ledger ${id} ${day}`).delivery;
  }

  /** The lines of one edition for `ids`; a subscriber without one, or with one of a moment ago, is absent. */
  async readMany(ids: readonly SubscriberId[], day: Day): Promise<Map<SubscriberId, Delivery>> {
    const rows = await batchGet(
      this.table,
      ids.map((id) => key(id, day)),
      false,
    );
    return new Map(
      rows.map((row) => {
        const { delivery } = parseAs(DeliveryRow, row, `ledger ${String(row.pk)}`);
        return [delivery.subscriberId, delivery];
      }),
    );
  }

  /** One subscriber's lines for the editions of `first` and later, newest first. */
  async since(id: SubscriberId, first: Day): Promise<Delivery[]> {
    const rows = queryRows(this.table, {
      KeyConditionExpression: 'pk = :pk AND sk BETWEEN :first AND :last',
      ExpressionAttributeValues: {
        ':pk': key(id, first).pk,
        ':first': deliverySk(first),
        ':last': deliverySk('9999-12-31'),
      },
      ScanIndexForward: false,
      ConsistentRead: true,
    });
    const lines: Delivery[] = [];
    for await (const row of rows) lines.push(parseAs(DeliveryRow, row, `ledger ${id}`).delivery);
    return lines;
  }

  /** Writes the line where there is none. Returns false, and changes nothing, when there is one. */
  open(delivery: Delivery): Promise<boolean> {
    const write = new PutCommand({
      TableName: this.table.name,
      Item: rowOf(delivery),
      ConditionExpression: 'attribute_not_exists(pk)',
    });
    return written(this.table.client.send(write));
  }

  /**
   * Writes the line; the first one stands. Where SES's own event has opened the line of the same attempt, what was in
   * the mail is added to it. Returns false when another line stands.
   */
  async record(delivery: Delivery): Promise<boolean> {
    if (await this.open(delivery)) return true;
    return delivery.outcome === 'sent' && this.#addContents(delivery);
  }

  #addContents({ subscriberId, day, attempt, paperIds, editions }: SentDelivery): Promise<boolean> {
    return this.#update(subscriberId, day, {
      UpdateExpression: 'SET #d.paperIds = :paperIds, #d.editions = :editions',
      ConditionExpression: '#d.attempt = :attempt',
      ExpressionAttributeNames: { '#d': 'delivery' },
      ExpressionAttributeValues: { ':paperIds': paperIds, ':editions': editions, ':attempt': attempt },
    });
  }

  /** Notes on a line what SES told of its mail; the first note of a kind stands. Returns false when there is no line. */
  note(id: SubscriberId, day: Day, kind: NoteKind, note: Note): Promise<boolean> {
    return this.#update(id, day, {
      UpdateExpression: 'SET #d.#kind = if_not_exists(#d.#kind, :note)',
      ConditionExpression: 'attribute_exists(pk)',
      ExpressionAttributeNames: { '#d': 'delivery', '#kind': kind },
      ExpressionAttributeValues: { ':note': note },
    });
  }

  /**
   * Writes the line of a mail that SES took and then would not send: the first line, or in place of `attempt`'s `sent`.
   * Returns false when another line stands.
   */
  fail(delivery: FailedDelivery, attempt: string): Promise<boolean> {
    const write = new PutCommand({
      TableName: this.table.name,
      Item: rowOf(delivery),
      ConditionExpression: 'attribute_not_exists(pk) OR #d.attempt = :attempt',
      ExpressionAttributeNames: { '#d': 'delivery' },
      ExpressionAttributeValues: { ':attempt': attempt },
    });
    return written(this.table.client.send(write));
  }

  #update(
    id: SubscriberId,
    day: Day,
    update: Omit<UpdateCommand['input'], 'TableName' | 'Key'>,
  ): Promise<boolean> {
    const write = new UpdateCommand({ TableName: this.table.name, Key: key(id, day), ...update });
    return written(this.table.client.send(write));
  }
}

type SentDelivery = Extract<Delivery, { outcome: 'sent' }>;
type FailedDelivery = Extract<Delivery, { outcome: 'failed' }>;
