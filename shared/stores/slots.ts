import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Preferences } from '../domain/preferences.js';
import type { Subscriber, SubscriberId } from '../domain/subscriber.js';
import type { Table } from './table.js';

/** The index that finds who is due: by slot, so by time zone, local hour and shard. */
export const DUE_INDEX = 'due';

/** Partition of the rows that name the (time zone, hour) pairs in use. */
export const SLOTS = 'SLOTS';

/** How many partitions one slot is spread over, so that a million subscribers page in parallel. */
export const SHARDS = 8;

/** `Europe/Berlin#07`: a time zone and a local hour. */
export function slotOf(timeZone: string, hour: number): string {
  return `${timeZone}#${String(hour).padStart(2, '0')}`;
}

/** Makes the preferences' (time zone, hour) one of those that dispatch looks at; doing it twice changes nothing. */
export async function registerSlot(
  table: Table,
  { timeZone, hour }: Pick<Preferences, 'timeZone' | 'hour'>,
): Promise<void> {
  const Item = { pk: SLOTS, sk: slotOf(timeZone, hour), timeZone, hour };
  await table.client.send(new PutCommand({ TableName: table.name, Item }));
}

/** The partition of the due index for one shard of a slot. */
export function shardOf(slot: string, shard: number): string {
  return `${slot}#${shard}`;
}

/**
 * The attributes that put an active subscriber with a mail cadence, who is not suppressed, into the due index;
 * none for anybody else.
 */
export function dueKey(subscriber: Subscriber, preferences: Preferences): Record<string, unknown> {
  if (subscriber.state !== 'active' || subscriber.suppressed || preferences.cadence === 'none') return {};
  const { timeZone, hour, cadence, weekday } = preferences;
  const slot = shardOf(slotOf(timeZone, hour), shardNumber(subscriber.id));
  return { slot, id: subscriber.id, cadence, weekday };
}

function shardNumber(id: SubscriberId): number {
  return id.charCodeAt(0) % SHARDS;
}
