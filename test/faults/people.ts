import { BatchWriteCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import pMap from 'p-map';
import { subscriberIdOf } from '../../shared/address.js';
import { addDays, type Day, dayOf } from '../../shared/domain/day.js';
import { Preferences } from '../../shared/domain/preferences.js';
import { Subscriber, type SubscriberId } from '../../shared/domain/subscriber.js';
import { dueKey } from '../../shared/stores/slots.js';
import { SubscriberStore } from '../../shared/stores/subscribers.js';
import { inBatches, type Row, type Table } from '../../shared/stores/table.js';
import { seededRandom } from '../../shared/terms/random.js';

/** What a run must do for a person: mail them, write down why not, or leave them alone. */
export type Expected = 'mail' | 'skip' | 'nothing';

export interface Person {
  id: SubscriberId;
  address: string;
  expected: Expected;
}

interface Kind {
  /** One in so many is of this kind; the first kind that fits counts. */
  oneIn: number;
  expected: Expected;
  preferences: Partial<Preferences>;
  state: Partial<Subscriber>;
}

export const ADDRESS_KEY = 'a'.repeat(32);

const READS = { kind: 'category' as const, category: 'cs.CL', weight: 1 };
const SINCE = '2026-01-01T00:00:00.000Z';

/** Kinds of readers, all of whom the clock makes due; most have two papers or more above their threshold. */
function kindsOn(day: Day): Kind[] {
  const suppressed = { reason: 'bounce' as const, at: SINCE };
  return [
    { oneIn: 40, expected: 'skip', preferences: { mutedWords: ['paper'] }, state: {} },
    { oneIn: 41, expected: 'skip', preferences: {}, state: { pausedUntil: addDays(day, 400) } },
    { oneIn: 42, expected: 'nothing', preferences: {}, state: { suppressed } },
    { oneIn: 43, expected: 'nothing', preferences: { cadence: 'none' }, state: {} },
    { oneIn: 3, expected: 'mail', preferences: { timeZone: 'Asia/Tokyo', hour: 6 }, state: {} },
    { oneIn: 1, expected: 'mail', preferences: {}, state: {} },
  ];
}

/**
 * Fills the table with `count` readers: the first of each kind through the store, the others as copies of its rows,
 * since ten thousand writes one by one take minutes.
 */
export async function addPeople(table: Table, count: number): Promise<Person[]> {
  const kinds = kindsOn(dayOf(new Date()));
  const people: Person[] = [];
  const rows: Row[] = [];
  const patterns = new Map<Kind, Pattern>();
  for (let number = 1; number <= count; number++) {
    const kind = kinds.find(({ oneIn }) => number % oneIn === 0);
    if (!kind) throw new Error('the last kind takes every number');
    const address = `reader-${number}@example.org`;
    const subscriber = Subscriber.parse({
      id: subscriberIdOf(address, ADDRESS_KEY),
      address,
      state: 'active',
      since: SINCE,
      ...kind.state,
    });
    people.push({ id: subscriber.id, address, expected: kind.expected });
    const pattern = patterns.get(kind);
    if (pattern) rows.push(...copyOf(pattern, subscriber));
    else patterns.set(kind, await addFirst(subscriber, kind, table));
  }
  await pMap(inBatches(rows, 25), (batch) => writeRows(table, batch), { concurrency: 4 });
  return people;
}

/** A reader who was added through the store, and the rows that it wrote. */
interface Pattern {
  subscriber: Subscriber;
  preferences: Preferences;
  rows: Row[];
}

async function addFirst(subscriber: Subscriber, kind: Kind, table: Table): Promise<Pattern> {
  const preferences = Preferences.parse({ topics: [READS], threshold: 'everything', ...kind.preferences });
  await new SubscriberStore(table).add(subscriber, { preferences });
  const { Items = [] } = await table.client.send(
    new QueryCommand({
      TableName: table.name,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': `SUBSCRIBER#${subscriber.id}` },
    }),
  );
  return { subscriber, preferences, rows: Items };
}

function copyOf({ subscriber, preferences, rows }: Pattern, other: Subscriber): Row[] {
  return rows.map((row): Row => {
    const text = JSON.stringify(row)
      .replaceAll(subscriber.id, other.id)
      .replaceAll(subscriber.address, other.address);
    return { ...JSON.parse(text), ...('slot' in row && dueKey(other, preferences)) };
  });
}

function writeRows(table: Table, rows: readonly Row[]) {
  const requests = rows.map((Item) => ({ PutRequest: { Item } }));
  return table.client.send(new BatchWriteCommand({ RequestItems: { [table.name]: requests } }));
}

/** `count` of those who are to get a mail, drawn by seed. */
export function drawn(people: readonly Person[], count: number, seed: number): Person[] {
  const random = seededRandom(seed);
  return people
    .filter(({ expected }) => expected === 'mail')
    .map((person) => ({ person, lot: random() }))
    .sort((left, right) => left.lot - right.lot)
    .slice(0, count)
    .map(({ person }) => person);
}
