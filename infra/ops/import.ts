import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { CsvError, parse } from 'csv-parse/sync';
import pMap from 'p-map';
import { z } from 'zod';
import { subscriberIdOf } from '../../shared/address.js';
import { firstEpoch, Subscriber, type SubscriberId } from '../../shared/domain/subscriber.js';
import { parseAs } from '../../shared/parse.js';
import { PhraseStore } from '../../shared/stores/phrases.js';
import { dueKey, registerSlot, slotOf } from '../../shared/stores/slots.js';
import { profileKey, SubscriberStore, stateKey } from '../../shared/stores/subscribers.js';
import { batchGet, type Row, type Table, WRITES_IN_FLIGHT, written } from '../../shared/stores/table.js';
import { OpsError } from './house.js';
import { type Newcomer, readLine, type SubscriberLine } from './subscriber-csv.js';

/** What became of a file's lines. */
export interface Imported {
  lines: number;
  added: number;
  /** Subscribed already, or asked and not confirmed yet: left as they are. */
  known: number;
  /** Who left by themselves is not brought back. */
  left: number;
  /** Who bounced, complained, or had themselves erased is never mailed again. */
  suppressed: number;
  /** Each line that is wrong, by its number in the file, and what is wrong with it. */
  bad: { line: number; problem: string }[];
}

export interface ImportPorts {
  content: Table;
  subscribers: Table;
  addressKey: string;
  now: () => Date;
  /** Told now and then how many lines are done. */
  onProgress?: (lines: number) => void;
  /** Look and write nothing. */
  dryRun: boolean;
}

/** Lines that are looked up and written together. */
const BATCH = 100;

/**
 * Subscribes everybody in a CSV file with a header line, as people who have confirmed elsewhere: their consent is kept.
 * Lines are read as they come, so that a file may be of any length. Whoever is known is left as they are, so that a file
 * may be imported again, and one that was cut short goes on. A profile is written before the row that makes its
 * subscriber: nobody is ever there by half.
 * @throws OpsError for a file without the columns `address` and `topics`
 */
export async function importSubscribers(file: Readable, ports: ImportPorts): Promise<Imported> {
  const result: Imported = { lines: 0, added: 0, known: 0, left: 0, suppressed: 0, bad: [] };
  const writer = new Writer(ports);
  let batch: Newcomer[] = [];
  const flush = async () => {
    for (const outcome of await writer.add(batch)) result[outcome] += 1;
    batch = [];
    ports.onProgress?.(result.lines);
  };
  for await (const found of linesOf(file)) {
    result.lines += 1;
    const { line } = found;
    const read = 'problem' in found ? found : readLine(found.fields);
    if (read === 'left') result.left += 1;
    else if ('problem' in read) result.bad.push({ line, problem: read.problem });
    else batch.push(read);
    if (batch.length === BATCH) await flush();
  }
  await flush();
  return result;
}

type Line = { line: number; fields: SubscriberLine } | { line: number; problem: string };

/** The lines of a file, each read by itself, so that a quote that is never closed spoils no other. */
async function* linesOf(file: Readable): AsyncGenerator<Line> {
  let columns: string[] | undefined;
  let line = 0;
  for await (const text of createInterface({ input: file, crlfDelay: Number.POSITIVE_INFINITY })) {
    line += 1;
    if (text.trim() === '') continue;
    const fields = fieldsOf(text);
    if (columns === undefined) columns = columnsOf(fields ?? []);
    else if (fields === undefined) yield { line, problem: 'quotes: expected a line of CSV' };
    else yield { line, fields: Object.fromEntries(columns.map((name, at) => [name, fields[at] ?? ''])) };
  }
  if (columns === undefined) throw new OpsError('the file is empty: its first line has to name the columns');
}

/** The fields of one line; none where its quotes do not pair up. */
function fieldsOf(text: string): string[] | undefined {
  try {
    return parse(text, { bom: true, trim: true, relax_column_count: true })[0];
  } catch (error) {
    if (error instanceof CsvError) return undefined;
    throw error;
  }
}

function columnsOf(header: readonly string[]): string[] {
  const names = header.map((name) => name.trim().toLowerCase());
  for (const needed of ['address', 'topics']) {
    if (!names.includes(needed)) throw new OpsError(`the first line names no column ${needed}`);
  }
  return names;
}

type Outcome = 'added' | 'known' | 'left' | 'suppressed';

const StateRow = z.object({
  subscriber: Subscriber.pick({ state: true }).optional(),
  suppressed: z.unknown().optional(),
});

/** Adds many at once. Each is two conditional writes, so that nobody who comes by the site meanwhile loses anything. */
class Writer {
  readonly #seen = new Set<SubscriberId>();
  readonly #slots = new Set<string>();
  readonly #topics = new Set<string>();
  readonly #phrases: PhraseStore;

  constructor(private readonly ports: ImportPorts) {
    this.#phrases = new PhraseStore(ports.content, ports.now);
  }

  async add(batch: readonly Newcomer[]): Promise<Outcome[]> {
    const people = new Map<SubscriberId, Newcomer>();
    const repeated: Outcome[] = [];
    for (const person of batch) {
      const id = subscriberIdOf(person.address, this.ports.addressKey);
      if (this.#seen.has(id)) repeated.push('known');
      else people.set(id, person);
      this.#seen.add(id);
    }
    const standing = await this.#standingOf([...people.keys()]);
    const fresh = [...people].filter(([id]) => !standing.has(id));
    const added = await pMap(
      fresh,
      ([id, person]) => (this.ports.dryRun ? ('added' as const) : this.#addOne(id, person)),
      { concurrency: WRITES_IN_FLIGHT },
    );
    return [...repeated, ...standing.values(), ...added];
  }

  async #standingOf(ids: readonly SubscriberId[]): Promise<Map<SubscriberId, Outcome>> {
    const rows = await batchGet(this.ports.subscribers, ids.map(stateKey));
    return new Map(
      rows.map((row) => {
        const { subscriber, suppressed } = parseAs(StateRow, row, `row ${String(row.pk)}`);
        const left = subscriber?.state === 'unsubscribed' ? 'left' : 'known';
        return [String(row.pk).slice('SUBSCRIBER#'.length), suppressed === undefined ? left : 'suppressed'];
      }),
    );
  }

  /** Tells dispatch of the hour, and compile of the topics, each once for a file. */
  async #makeKnown({ preferences }: Newcomer['profile']): Promise<void> {
    const slot = slotOf(preferences.timeZone, preferences.hour);
    if (!this.#slots.has(slot)) await registerSlot(this.ports.subscribers, preferences);
    this.#slots.add(slot);
    const topics = preferences.topics.filter((topic) => {
      const name = topic.kind === 'phrase' ? topic.phrase : topic.category;
      return !this.#topics.has(name) && this.#topics.add(name);
    });
    await this.#phrases.keep(topics);
  }

  async #addOne(id: SubscriberId, { address, profile }: Newcomer): Promise<Outcome> {
    await this.#makeKnown(profile);
    const now = this.ports.now();
    const linkEpoch = firstEpoch(now);
    const isOurs = await this.#putNew({ ...profileKey(id), profile: { ...profile, feedEpoch: linkEpoch } });
    const { confirmedAt = now.toISOString() } = profile.consent;
    const subscriber: Subscriber = { id, address, state: 'active', since: confirmedAt, linkEpoch };
    const row = { ...stateKey(id), ...dueKey(subscriber, profile.preferences), subscriber };
    if (await this.#putNew(row)) return 'added';
    // Somebody suppressed the address since it was looked up: of the person nothing may stay.
    if (isOurs && !(await new SubscriberStore(this.ports.subscribers).state(id))) await this.#forget(id);
    return 'known';
  }

  #putNew(Item: Row): Promise<boolean> {
    const { client, name } = this.ports.subscribers;
    return written(
      client.send(new PutCommand({ TableName: name, Item, ConditionExpression: 'attribute_not_exists(pk)' })),
    );
  }

  async #forget(id: SubscriberId): Promise<void> {
    const { client, name } = this.ports.subscribers;
    await client.send(new DeleteCommand({ TableName: name, Key: profileKey(id) }));
  }
}
