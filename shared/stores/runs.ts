import { PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { Day, Instant } from '../domain/day.js';
import { SubscriberId } from '../domain/subscriber.js';
import { parseAs } from '../parse.js';
import { type Key, queryRows, type Table, written } from './table.js';

const DAYS_KEPT = 7;

/** How many of a run's subscribers ended which way. */
export const Totals = z.object({
  sent: z.int().nonnegative(),
  skipped: z.int().nonnegative(),
  failed: z.int().nonnegative(),
});
export type Totals = z.infer<typeof Totals>;

/** Some of the subscribers who are due in one run: the unit in which a run is dispatched, checked and counted. */
export const RosterPage = z.object({
  day: Day,
  /** The slot's shard, so that a run's pages are found in the order in which they were made. */
  shard: z.string(),
  page: z.int().nonnegative(),
  ids: z.array(SubscriberId),
  /** Present once everybody on the page is settled. */
  totals: Totals.optional(),
});
export type RosterPage = z.infer<typeof RosterPage>;

/** One edition for one shard of a slot: everybody in it is listed on roster pages. */
export const Run = z.object({
  day: Day,
  shard: z.string(),
  openedAt: Instant,
  /** The slot's own weekday when it is due, 1 is Monday; absent when it was opened for everybody. */
  weekday: z.int().min(1).max(7).optional(),
  /** The slot's weekday when a newer edition is due, where it is already: whoever is due then too is left to that one. */
  newerWeekday: z.int().min(1).max(7).optional(),
  /** Set when the last page is written: nobody joins the run after that. */
  listed: z.boolean().default(false),
  listedAt: Instant.optional(),
  /** Present once the run is finished: its pages are not looked at any more. */
  totals: Totals.optional(),
});
export type Run = z.infer<typeof Run>;

const RunRow = z.object({ run: Run });
const PageRow = z.object({ roster: RosterPage });

const runsKey = (day: Day) => `RUNS#${day}`;
const rosterKey = (day: Day) => `ROSTER#${day}`;
const pageKey = (shard: string, page: number) => `${shard}#${String(page).padStart(6, '0')}`;

/** The runs of each edition and who is due in them, in the subscribers table. */
export class RunStore {
  constructor(
    private readonly table: Table,
    private readonly now: () => Date,
  ) {}

  /** Every run of the edition of `day`. */
  async read(day: Day): Promise<Run[]> {
    const runs: Run[] = [];
    const rows = queryRows(this.table, {
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': runsKey(day) },
      ConsistentRead: true,
    });
    for await (const row of rows) runs.push(parseAs(RunRow, row, `run ${day}`).run);
    return runs;
  }

  /** Opens a run; one that is open already stays as it is. */
  async open(run: Run): Promise<void> {
    await this.#putOnce({ pk: runsKey(run.day), sk: run.shard, run });
  }

  /** Says that every page of the run is written. */
  async close(run: Run): Promise<void> {
    const key = { pk: runsKey(run.day), sk: run.shard };
    await this.#set(key, { 'run.listed': true, 'run.listedAt': this.now().toISOString() });
  }

  /** Keeps the totals of a run in which everybody is settled, and which nobody lists any more. */
  async finish(run: Run, totals: Totals): Promise<void> {
    await this.#set({ pk: runsKey(run.day), sk: run.shard }, { 'run.totals': totals });
  }

  /** Writes a page. Returns false, and changes nothing, when one of that number stands already. */
  addPage(page: RosterPage): Promise<boolean> {
    return this.#putOnce({ pk: rosterKey(page.day), sk: pageKey(page.shard, page.page), roster: page });
  }

  /** Every page of one run's shard of the edition of `day`. */
  async *pages(day: Day, shard: string): AsyncGenerator<RosterPage> {
    const rows = queryRows(this.table, {
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :shard)',
      ExpressionAttributeValues: { ':pk': rosterKey(day), ':shard': `${shard}#` },
      ConsistentRead: true,
    });
    for await (const row of rows) yield parseAs(PageRow, row, `roster ${day}`).roster;
  }

  /** Keeps the totals of a page on which everybody is settled. */
  async settle(page: RosterPage, totals: Totals): Promise<void> {
    const key = { pk: rosterKey(page.day), sk: pageKey(page.shard, page.page) };
    await this.#set(key, { 'roster.totals': totals });
  }

  async #set(key: Key, values: Readonly<Record<string, unknown>>): Promise<void> {
    const paths = Object.keys(values);
    await this.table.client.send(
      new UpdateCommand({
        TableName: this.table.name,
        Key: key,
        UpdateExpression: `SET ${paths.map((path, at) => `${path} = :v${at}`).join(', ')}`,
        ExpressionAttributeValues: Object.fromEntries(paths.map((path, at) => [`:v${at}`, values[path]])),
      }),
    );
  }

  #putOnce(row: Record<string, unknown>): Promise<boolean> {
    const expiresAt = Math.floor(this.now().getTime() / 1000) + DAYS_KEPT * 86_400;
    const write = new PutCommand({
      TableName: this.table.name,
      Item: { ...row, expiresAt },
      ConditionExpression: 'attribute_not_exists(pk)',
    });
    return written(this.table.client.send(write));
  }
}
