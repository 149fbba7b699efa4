import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { Topic } from '../domain/preferences.js';
import { Consent, firstEpoch, type SubscriberId } from '../domain/subscriber.js';
import { parseAs } from '../parse.js';
import { type Key, type Table, written } from './table.js';

/** What somebody asked for with an address, until the person who reads it says yes. */
export const Confirmation = z.object({
  address: z.string().min(3).max(320),
  topics: z.array(Topic).max(50),
  consent: Consent,
});
export type Confirmation = z.infer<typeof Confirmation>;

const ConfirmationRow = z.object({
  confirmation: Confirmation.optional(),
  linkEpoch: z.int().nonnegative().optional(),
});

/** As found: with the epoch that the confirming link carries where nobody is known yet, and begins the subscriber's. */
export type OpenConfirmation = Confirmation & { linkEpoch: number };

/** How long an address rests after a mail that anybody can cause. */
export const REST_MS = 15 * 60_000;
/** How long a confirmation can be given. */
export const CONFIRMATION_DAYS = 7;

const KEEP_ASKED = ', confirmation = :asked, linkEpoch = if_not_exists(linkEpoch, :epoch)';

const key = (id: SubscriberId): Key => ({ pk: `SUBSCRIBER#${id}`, sk: 'CONFIRMATION' });

/** In the subscribers table, beside the subscriber's rows and before there are any: one row for each address. */
export class ConfirmationStore {
  constructor(private readonly table: Table) {}

  /**
   * Takes the one mail that an address may be sent in 15 minutes, and keeps with it what was asked for, in one
   * conditional write. Returns false, and changes nothing, while the address rests. What is asked for again before it is
   * confirmed keeps its epoch, so that the link of either mail confirms it.
   * @param asked absent when no subscription was asked for, but a fresh link
   */
  ask(id: SubscriberId, at: Date, asked?: Confirmation): Promise<boolean> {
    const write = new UpdateCommand({
      TableName: this.table.name,
      Key: key(id),
      UpdateExpression: `SET mailedAt = :at, expiresAt = :expiresAt${asked ? KEEP_ASKED : ''}`,
      ConditionExpression: 'attribute_not_exists(mailedAt) OR mailedAt <= :rested',
      ExpressionAttributeValues: {
        ':at': at.getTime(),
        ':rested': at.getTime() - REST_MS,
        ':expiresAt': Math.floor(at.getTime() / 1000) + CONFIRMATION_DAYS * 86_400,
        ...(asked && { ':asked': asked, ':epoch': firstEpoch(at) }),
      },
    });
    return written(this.table.client.send(write));
  }

  /** Ends the rest of an address whose mail was surely not sent; does nothing when it was mailed since. */
  async giveBack(id: SubscriberId, at: Date): Promise<void> {
    const write = new UpdateCommand({
      TableName: this.table.name,
      Key: key(id),
      UpdateExpression: 'REMOVE mailedAt',
      ConditionExpression: 'mailedAt = :at',
      ExpressionAttributeValues: { ':at': at.getTime() },
    });
    await written(this.table.client.send(write));
  }

  /** What was asked for and is not confirmed yet, or `undefined`. */
  async read(id: SubscriberId): Promise<OpenConfirmation | undefined> {
    const { Item } = await this.table.client.send(
      new GetCommand({ TableName: this.table.name, Key: key(id), ConsistentRead: true }),
    );
    const row = parseAs(ConfirmationRow, Item ?? {}, `row SUBSCRIBER#${id} CONFIRMATION`);
    const { confirmation, linkEpoch } = row;
    return confirmation && linkEpoch !== undefined ? { ...confirmation, linkEpoch } : undefined;
  }

  /** Forgets what was asked for, once it is confirmed; the address rests on. */
  async settle(id: SubscriberId): Promise<void> {
    const write = new UpdateCommand({
      TableName: this.table.name,
      Key: key(id),
      UpdateExpression: 'REMOVE confirmation, linkEpoch',
      ConditionExpression: 'attribute_exists(pk)',
    });
    await written(this.table.client.send(write));
  }
}
