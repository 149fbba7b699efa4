import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import type { Day } from '../domain/day.js';
import type { Delivery } from '../domain/delivery.js';
import { Cadence, Preferences } from '../domain/preferences.js';
import { type Claim, Subscriber, SubscriberId } from '../domain/subscriber.js';
import { parseAs } from '../parse.js';
import { DeliveryRow, deliverySk } from './deliveries.js';
import { DUE_INDEX, dueKey, SLOTS, slotOf } from './slots.js';
import { isConditionFailed, type Key, queryRows, type Table } from './table.js';

/** What is kept of a reader beside the small state row: read for each digest, written when the reader asks. */
export const Profile = z.object({
  preferences: Preferences,
  /** The packed taste that votes taught, and the model whose vectors it speaks of. */
  taste: z.object({ model: z.string(), bytes: z.instanceof(Uint8Array) }).optional(),
});
export type Profile = z.infer<typeof Profile>;

/** A subscriber as found. */
export interface KnownSubscriber {
  subscriber: Subscriber;
  profile: Profile;
}

const StateRow = z.object({ subscriber: Subscriber });
/** What the due index knows of a subscriber. */
export const DueRow = z.object({ id: SubscriberId, cadence: Cadence, weekday: z.int() });
export type DueRow = z.infer<typeof DueRow>;

const SlotRow = z.object({ timeZone: z.string(), hour: z.number() });

const ProfileRow = z.object({ profile: Profile });

const stateKey = (id: SubscriberId): Key => ({ pk: `SUBSCRIBER#${id}`, sk: 'STATE' });
const profileKey = (id: SubscriberId): Key => ({ pk: `SUBSCRIBER#${id}`, sk: 'PROFILE' });

/** People, in the subscribers table: a small state row each, and a profile. */
export class SubscriberStore {
  constructor(private readonly table: Table) {}

  /** The subscriber and profile of `id` in one consistent read, or `undefined` when nobody is known by it. */
  async read(id: SubscriberId): Promise<KnownSubscriber | undefined> {
    return this.#readFrom(id, 'PROFILE');
  }

  /** As {@link read}, with the ledger's line for the edition of `day` in the same read. */
  async readForDelivery(
    id: SubscriberId,
    day: Day,
  ): Promise<(KnownSubscriber & { delivery: Delivery | undefined }) | undefined> {
    const found = await this.#readFrom(id, deliverySk(day));
    return found && { ...found, delivery: found.deliveries.find((delivery) => delivery.day === day) };
  }

  /** The rows from `first` up to the state row, in the order of their sort keys: deliveries, profile, state. */
  async #readFrom(
    id: SubscriberId,
    first: string,
  ): Promise<(KnownSubscriber & { deliveries: Delivery[] }) | undefined> {
    let subscriber: Subscriber | undefined;
    let profile: Profile = { preferences: Preferences.parse({}) };
    const deliveries: Delivery[] = [];
    const query = {
      KeyConditionExpression: 'pk = :pk AND sk BETWEEN :first AND :last',
      ExpressionAttributeValues: { ':pk': stateKey(id).pk, ':first': first, ':last': 'STATE' },
      ConsistentRead: true,
    };
    for await (const row of queryRows(this.table, query)) {
      const where = `row ${String(row.pk)} ${String(row.sk)}`;
      if (row.sk === 'STATE') subscriber = parseAs(StateRow, row, where).subscriber;
      else if (row.sk === 'PROFILE') profile = parseAs(ProfileRow, row, where).profile;
      else if ('delivery' in row) deliveries.push(parseAs(DeliveryRow, row, where).delivery);
    }
    return subscriber && { subscriber, profile, deliveries };
  }

  /** The state row alone, consistently read. */
  async state(id: SubscriberId): Promise<Subscriber | undefined> {
    const { Item } = await this.table.client.send(
      new GetCommand({ TableName: this.table.name, Key: stateKey(id), ConsistentRead: true }),
    );
    return Item && parseAs(StateRow, Item, `row SUBSCRIBER#${id}`).subscriber;
  }

  /** Adds a subscriber with a profile. Returns false, and changes nothing, when the address is known already. */
  async add(subscriber: Subscriber, profile: Profile): Promise<boolean> {
    await this.#registerSlot(profile.preferences);
    await this.writeProfile(subscriber.id, profile);
    try {
      await this.table.client.send(
        new PutCommand({
          TableName: this.table.name,
          Item: { ...stateKey(subscriber.id), ...dueKey(subscriber, profile.preferences), subscriber },
          ConditionExpression: 'attribute_not_exists(pk)',
        }),
      );
      return true;
    } catch (error) {
      if (isConditionFailed(error)) return false;
      throw error;
    }
  }

  async writeProfile(id: SubscriberId, profile: Profile): Promise<void> {
    await this.table.client.send(
      new PutCommand({ TableName: this.table.name, Item: { ...profileKey(id), profile } }),
    );
  }

  /**
   * Takes the claim in one conditional write that holds all at once: the subscriber is still active, not
   * suppressed, not paused on `today`, and nobody claimed since `subscriber` was read.
   * Returns false when any of it no longer holds.
   */
  async claim(subscriber: Subscriber, claim: Claim, today: Day): Promise<boolean> {
    const held = subscriber.claim?.attempt;
    try {
      await this.table.client.send(
        new UpdateCommand({
          TableName: this.table.name,
          Key: stateKey(subscriber.id),
          UpdateExpression: 'SET #s.#c = :claim',
          ConditionExpression: [
            '#s.#state = :active',
            'attribute_not_exists(#s.suppressed)',
            '(attribute_not_exists(#s.pausedUntil) OR #s.pausedUntil <= :today)',
            held === undefined ? 'attribute_not_exists(#s.#c)' : '#s.#c.attempt = :held',
          ].join(' AND '),
          ExpressionAttributeNames: { '#s': 'subscriber', '#c': 'claim', '#state': 'state' },
          ExpressionAttributeValues: { ':claim': claim, ':active': 'active', ':today': today, ':held': held },
        }),
      );
      return true;
    } catch (error) {
      if (isConditionFailed(error)) return false;
      throw error;
    }
  }

  /**
   * Gives a claim back to what it was before, for a send that surely was not accepted.
   * Does nothing when another attempt has it by now.
   */
  async release(id: SubscriberId, attempt: string, before: Claim | undefined): Promise<void> {
    try {
      await this.table.client.send(
        new UpdateCommand({
          TableName: this.table.name,
          Key: stateKey(id),
          UpdateExpression: before ? 'SET #s.#c = :before' : 'REMOVE #s.#c',
          ConditionExpression: '#s.#c.attempt = :attempt',
          ExpressionAttributeNames: { '#s': 'subscriber', '#c': 'claim' },
          ExpressionAttributeValues: { ':attempt': attempt, ':before': before },
        }),
      );
    } catch (error) {
      if (!isConditionFailed(error)) throw error;
    }
  }

  /** Stops all mail to a subscriber who asked for it; doing it twice is the same as once. */
  async unsubscribe(id: SubscriberId, at: Date): Promise<boolean> {
    try {
      await this.table.client.send(
        new UpdateCommand({
          TableName: this.table.name,
          Key: stateKey(id),
          UpdateExpression: 'SET #s.#state = :left, #s.since = :at REMOVE slot',
          ConditionExpression: 'attribute_exists(pk)',
          ExpressionAttributeNames: { '#s': 'subscriber', '#state': 'state' },
          ExpressionAttributeValues: { ':left': 'unsubscribed', ':at': at.toISOString() },
        }),
      );
      return true;
    } catch (error) {
      if (isConditionFailed(error)) return false;
      throw error;
    }
  }

  /** Who is in one shard of a slot, in the order of their ids, those up to and with `after` left out. */
  async *dueIn(shard: string, after: SubscriberId | undefined): AsyncGenerator<DueRow> {
    const rows = queryRows(this.table, {
      IndexName: DUE_INDEX,
      KeyConditionExpression: after ? 'slot = :slot AND id > :after' : 'slot = :slot',
      ExpressionAttributeValues: { ':slot': shard, ':after': after },
    });
    for await (const row of rows) yield parseAs(DueRow, row, `index ${DUE_INDEX} ${shard}`);
  }

  /** Every (time zone, hour) that some subscriber has chosen. */
  async slots(): Promise<{ timeZone: string; hour: number }[]> {
    const slots: { timeZone: string; hour: number }[] = [];
    const query = { KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: { ':pk': SLOTS } };
    for await (const row of queryRows(this.table, query)) slots.push(parseAs(SlotRow, row, `row ${SLOTS}`));
    return slots;
  }

  async #registerSlot({ timeZone, hour }: Preferences): Promise<void> {
    await this.table.client.send(
      new PutCommand({
        TableName: this.table.name,
        Item: { pk: SLOTS, sk: slotOf(timeZone, hour), timeZone, hour },
      }),
    );
  }
}
