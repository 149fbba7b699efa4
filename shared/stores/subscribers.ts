import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import type { Day } from '../domain/day.js';
import type { Delivery } from '../domain/delivery.js';
import { Cadence, Preferences } from '../domain/preferences.js';
import { type Claim, Consent, Subscriber, SubscriberId, Suppression } from '../domain/subscriber.js';
import { parseAs } from '../parse.js';
import { DeliveryRow, deliverySk } from './deliveries.js';
import { DUE_INDEX, dueKey, registerSlot, SLOTS } from './slots.js';
import { batchGet, type Key, queryRows, type Row, type Table, written } from './table.js';

/** What is kept of a reader beside the small state row: read for each digest, written when the reader asks. */
export const Profile = z.object({
  preferences: Preferences,
  /** The packed taste that votes taught, and the model whose vectors it speaks of. */
  taste: z.object({ model: z.string(), bytes: z.instanceof(Uint8Array) }).optional(),
  consent: Consent.optional(),
  /** The private feed's address carries it; raising it revokes that address alone. Begins as the other links' does. */
  feedEpoch: z.int().nonnegative().optional(),
});
export type Profile = z.infer<typeof Profile>;

/** A subscriber as found. */
export interface KnownSubscriber {
  subscriber: Subscriber;
  profile: Profile;
}

/** How an address stands with us; `suppressed` also where the person has been erased or was never known. */
export type Standing =
  | { kind: 'unknown' }
  | { kind: 'known'; subscriber: Subscriber }
  | { kind: 'suppressed'; suppression: Suppression };

/** The suppression lies beside the subscriber and not within, so that it can stand alone. */
const StateRow = z.object({
  subscriber: Subscriber.omit({ suppressed: true }).optional(),
  suppressed: Suppression.optional(),
});

/** The subscriber of a state row; `undefined` where only a suppression is left. */
function subscriberIn(row: Row, where: string): Subscriber | undefined {
  const { subscriber, suppressed } = parseAs(StateRow, row, where);
  return subscriber && (suppressed ? { ...subscriber, suppressed } : subscriber);
}

/** What the due index knows of a subscriber. */
export const DueRow = z.object({ id: SubscriberId, cadence: Cadence, weekday: z.int() });
export type DueRow = z.infer<typeof DueRow>;

const SlotRow = z.object({ timeZone: z.string(), hour: z.number() });

const ProfileRow = z.object({ profile: Profile });

/** The small row that decides whether a subscriber may be mailed. */
export const stateKey = (id: SubscriberId): Key => ({ pk: `SUBSCRIBER#${id}`, sk: 'STATE' });
/** What is only read when a digest is made, or when its reader asks. */
export const profileKey = (id: SubscriberId): Key => ({ pk: `SUBSCRIBER#${id}`, sk: 'PROFILE' });

/** People, in the subscribers table: a small state row each, and a profile. */
export class SubscriberStore {
  constructor(private readonly table: Table) {}

  /** The subscriber and profile of `id` in one consistent read, or `undefined` when nobody is known by it. */
  async read(id: SubscriberId): Promise<KnownSubscriber | undefined> {
    const found = await this.#readFrom(id, 'PROFILE');
    return found && { subscriber: found.subscriber, profile: found.profile };
  }

  /**
   * As {@link read}, with the ledger's line for the edition of `day` in the same read.
   * @param consistent false where what was written a moment ago may be missed: that costs half
   */
  async readForDelivery(
    id: SubscriberId,
    day: Day,
    consistent = true,
  ): Promise<(KnownSubscriber & { delivery: Delivery | undefined }) | undefined> {
    const found = await this.#readFrom(id, deliverySk(day), consistent);
    if (!found) return undefined;
    const { deliveries, ...known } = found;
    return { ...known, delivery: deliveries.find((delivery) => delivery.day === day) };
  }

  /** The rows from `first` up to the state row, in the order of their sort keys: deliveries, profile, state. */
  async #readFrom(
    id: SubscriberId,
    first: string,
    consistent = true,
  ): Promise<(KnownSubscriber & { deliveries: Delivery[] }) | undefined> {
    let subscriber: Subscriber | undefined;
    let profile: Profile = { preferences: Preferences.parse({}) };
    const deliveries: Delivery[] = [];
    const query = {
      KeyConditionExpression: 'pk = :pk AND sk BETWEEN :first AND :last',
      ExpressionAttributeValues: { ':pk': stateKey(id).pk, ':first': first, ':last': 'STATE' },
      ConsistentRead: consistent,
    };
    for await (const row of queryRows(this.table, query)) {
      const where = `row ${String(row.pk)} ${String(row.sk)}`;
      if (row.sk === 'STATE') subscriber = subscriberIn(row, where);
      else if (row.sk === 'PROFILE') profile = parseAs(ProfileRow, row, where).profile;
      else if ('delivery' in row) deliveries.push(parseAs(DeliveryRow, row, where).delivery);
    }
    return subscriber && { subscriber, profile, deliveries };
  }

  /** The state row alone, consistently read. */
  async state(id: SubscriberId): Promise<Subscriber | undefined> {
    const row = await this.#stateRow(id);
    return row && subscriberIn(row, `row SUBSCRIBER#${id}`);
  }

  /** Whether `id` is known, unknown, or must not be mailed. */
  async standing(id: SubscriberId): Promise<Standing> {
    const row = await this.#stateRow(id);
    if (!row) return { kind: 'unknown' };
    const { subscriber, suppressed } = parseAs(StateRow, row, `row SUBSCRIBER#${id}`);
    if (suppressed) return { kind: 'suppressed', suppression: suppressed };
    return subscriber ? { kind: 'known', subscriber } : { kind: 'unknown' };
  }

  /** How many of `ids` hold a claim of the edition of `day`. */
  async countClaims(ids: readonly SubscriberId[], day: Day): Promise<number> {
    const rows = await batchGet(this.table, ids.map(stateKey));
    return rows.filter((row) => subscriberIn(row, `row ${String(row.pk)}`)?.claim?.day === day).length;
  }

  async #stateRow(id: SubscriberId): Promise<Row | undefined> {
    const { Item } = await this.table.client.send(
      new GetCommand({ TableName: this.table.name, Key: stateKey(id), ConsistentRead: true }),
    );
    return Item;
  }

  /**
   * Adds a subscriber with a profile. Returns false, and changes nothing, when the address is known already or
   * suppressed; {@link standing} says which.
   */
  async add(subscriber: Subscriber, profile: Profile): Promise<boolean> {
    if (await this.#stateRow(subscriber.id)) return false;
    await registerSlot(this.table, profile.preferences);
    await this.writeProfile(subscriber.id, profile);
    const { suppressed, ...rest } = subscriber;
    return written(
      this.table.client.send(
        new PutCommand({
          TableName: this.table.name,
          Item: {
            ...stateKey(subscriber.id),
            ...dueKey(subscriber, profile.preferences),
            subscriber: rest,
            suppressed,
          },
          ConditionExpression: 'attribute_not_exists(pk)',
        }),
      ),
    );
  }

  /**
   * Makes a subscriber who has confirmed active, at first or again, and due by `preferences`. A suppressed one stays
   * as it is. Returns how the address stands afterwards.
   */
  async activate(id: SubscriberId, preferences: Preferences, at: Date): Promise<Standing> {
    const before = await this.standing(id);
    if (before.kind !== 'known') return before;
    const subscriber: Subscriber = { ...before.subscriber, state: 'active', since: at.toISOString() };
    const due = Object.entries(dueKey(subscriber, preferences));
    await registerSlot(this.table, preferences);
    await this.#updateState(id, {
      UpdateExpression: [
        'SET #s.#state = :active, #s.since = :at',
        ...due.map(([name]) => `#${name} = :${name}`),
      ].join(', '),
      ConditionExpression: 'attribute_exists(#s) AND attribute_not_exists(#suppressed)',
      ExpressionAttributeNames: {
        '#s': 'subscriber',
        '#state': 'state',
        '#suppressed': 'suppressed',
        ...Object.fromEntries(due.map(([name]) => [`#${name}`, name])),
      },
      ExpressionAttributeValues: {
        ':active': 'active',
        ':at': subscriber.since,
        ...Object.fromEntries(due.map(([name, value]) => [`:${name}`, value])),
      },
    });
    return this.standing(id);
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
    return this.#updateState(subscriber.id, {
      UpdateExpression: 'SET #s.#c = :claim',
      ConditionExpression: [
        '#s.#state = :active',
        'attribute_not_exists(#suppressed)',
        '(attribute_not_exists(#s.pausedUntil) OR #s.pausedUntil <= :today)',
        held === undefined ? 'attribute_not_exists(#s.#c)' : '#s.#c.attempt = :held',
      ].join(' AND '),
      ExpressionAttributeNames: {
        '#s': 'subscriber',
        '#c': 'claim',
        '#state': 'state',
        '#suppressed': 'suppressed',
      },
      ExpressionAttributeValues: { ':claim': claim, ':active': 'active', ':today': today, ':held': held },
    });
  }

  /**
   * Gives a claim back to what it was before, for a send that surely was not accepted.
   * Does nothing when another attempt has it by now.
   */
  async release(id: SubscriberId, attempt: string, before: Claim | undefined): Promise<void> {
    await this.#updateState(id, {
      UpdateExpression: before ? 'SET #s.#c = :before' : 'REMOVE #s.#c',
      ConditionExpression: '#s.#c.attempt = :attempt',
      ExpressionAttributeNames: { '#s': 'subscriber', '#c': 'claim' },
      ExpressionAttributeValues: { ':attempt': attempt, ':before': before },
    });
  }

  /**
   * Stops all mail to a subscriber who asked for it; doing it twice is the same as once.
   * Returns false when nobody is known by `id`.
   */
  async unsubscribe(id: SubscriberId, at: Date): Promise<boolean> {
    return this.#updateState(id, {
      UpdateExpression: 'SET #s.#state = :left, #s.since = :at REMOVE slot',
      ConditionExpression: 'attribute_exists(#s)',
      ExpressionAttributeNames: { '#s': 'subscriber', '#state': 'state' },
      ExpressionAttributeValues: { ':left': 'unsubscribed', ':at': at.toISOString() },
    });
  }

  #updateState(
    id: SubscriberId,
    update: Omit<UpdateCommand['input'], 'TableName' | 'Key'>,
  ): Promise<boolean> {
    const write = new UpdateCommand({ TableName: this.table.name, Key: stateKey(id), ...update });
    return written(this.table.client.send(write));
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
}
