import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { parseAs } from '../parse.js';
import { type Table, written } from './table.js';

const KEY = { pk: 'SENDING', sk: 'SENDING' };

/** What all workers share about sending; times are ms since 1970. */
const SendingRow = z.object({
  /** The first moment that nobody has taken yet. */
  nextFree: z.number().default(0),
  /** No mail before this moment: the account's day is used up, or an operator said so. */
  parkedUntil: z.number().default(0),
});
type SendingRow = z.infer<typeof SendingRow>;

/** Moments at which to send; or until when nothing may be sent; or that others have taken all there is for now. */
export type Turns = { kind: 'turns'; at: number[] } | { kind: 'parked'; until: number } | { kind: 'full' };

/** A turn further ahead than this is not given: a worker would not live to take it. */
export const FARTHEST_TURN_MS = 60_000;

/** One small row, in the subscribers table, by which workers that know nothing of each other keep one rate. */
export class SendingStore {
  constructor(private readonly table: Table) {}

  /**
   * Takes the next `count` moments, `spacingMs` apart, none before `now`. However many workers ask, no moment is
   * given twice, so that together they send evenly and never faster (the generic cell rate algorithm, GCRA).
   */
  async take(count: number, spacingMs: number, now: number): Promise<Turns> {
    for (;;) {
      const row = await this.#read();
      if (row.parkedUntil > now) return { kind: 'parked', until: row.parkedUntil };
      const first = Math.max(now, row.nextFree);
      if (first + count * spacingMs - now > FARTHEST_TURN_MS && first > now) return { kind: 'full' };
      if (await this.#advance(row.nextFree, first + count * spacingMs)) {
        return { kind: 'turns', at: Array.from({ length: count }, (_, turn) => first + turn * spacingMs) };
      }
    }
  }

  /** Until when nothing may be sent, in ms since 1970; in the past when sending goes on. */
  async parkedUntil(): Promise<number> {
    return (await this.#read()).parkedUntil;
  }

  /** Stops all sending until `until`; does nothing where it is stopped for longer already. */
  async park(until: number): Promise<void> {
    const write = new UpdateCommand({
      TableName: this.table.name,
      Key: KEY,
      UpdateExpression: 'SET parkedUntil = :until',
      ConditionExpression: 'attribute_not_exists(parkedUntil) OR parkedUntil < :until',
      ExpressionAttributeValues: { ':until': until },
    });
    await written(this.table.client.send(write));
  }

  /** Lets sending go on at once, for however long it was stopped. */
  async resume(): Promise<void> {
    const write = new UpdateCommand({
      TableName: this.table.name,
      Key: KEY,
      UpdateExpression: 'REMOVE parkedUntil',
    });
    await this.table.client.send(write);
  }

  async #read(): Promise<SendingRow> {
    const { Item = {} } = await this.table.client.send(
      new GetCommand({ TableName: this.table.name, Key: KEY, ConsistentRead: true }),
    );
    return parseAs(SendingRow, Item, `row ${KEY.pk}`);
  }

  /** Returns false when another worker moved `nextFree` meanwhile. */
  #advance(from: number, to: number): Promise<boolean> {
    const write = new UpdateCommand({
      TableName: this.table.name,
      Key: KEY,
      UpdateExpression: 'SET nextFree = :to',
      ConditionExpression: 'attribute_not_exists(nextFree) OR nextFree = :from',
      ExpressionAttributeValues: { ':from': from, ':to': to },
    });
    return written(this.table.client.send(write));
  }
}
