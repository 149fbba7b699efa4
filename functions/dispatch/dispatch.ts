import pMap from 'p-map';
import { type Day, type Instant, isTimeZone } from '../../shared/domain/day.js';
import type { DeliveryRequest } from '../../shared/domain/delivery.js';
import { log } from '../../shared/log.js';
import type { DeliveryStore } from '../../shared/stores/deliveries.js';
import type { EditionHeader, EditionStore } from '../../shared/stores/editions.js';
import type { Run, RunStore } from '../../shared/stores/runs.js';
import { SHARDS, shardOf, slotOf } from '../../shared/stores/slots.js';
import type { SubscriberStore } from '../../shared/stores/subscribers.js';
import { dueAt } from './due.js';
import { listRun } from './list.js';
import { sweep } from './sweep.js';

/** Editions that some slot may still wait for. */
const EDITIONS_IN_FLIGHT = 2;

/** Runs that are listed side by side. */
const RUNS_AT_ONCE = 8;

/** Where dispatching reads and writes. */
export interface DispatchPorts {
  editions: EditionStore;
  subscribers: SubscriberStore;
  deliveries: DeliveryStore;
  runs: RunStore;
  queue: { put(requests: readonly DeliveryRequest[]): Promise<void>; isEmpty(): Promise<boolean> };
  /** How many mails may be sent now: none while sending is parked, else what is left of the day's allowance. */
  allowance(): Promise<number>;
  /** The hour, in UTC, by which a day's edition is expected. */
  readyHour: number;
  now: Date;
}

/** Which editions to dispatch, newest first; by default the latest ones, each slot at its own hour. */
export interface DispatchOrder {
  day?: Day | undefined;
  /** Do not wait for the readers' hours, nor their days: everybody gets the edition, or else the latest, now. */
  everybodyNow?: boolean | undefined;
}

/** What stands for one edition after a dispatch. */
export interface DispatchReport extends SweepReport {
  publishedAt: Instant;
}

/** What a sweep found of one edition. */
export interface SweepReport {
  day: Day;
  due: number;
  sent: number;
  skipped: number;
  failed: number;
  /** True when everybody who is due so far is sent, skipped or failed. */
  finished: boolean;
  /** True when somebody was not, or not known to be, before this dispatch. */
  moving: boolean;
  /** When the run of whoever waits longest was opened; absent when nobody waits. */
  waitingSince?: Instant | undefined;
  /** Of those who were put on the queue again, how many hold a claim: their mail may have gone. */
  doubtful: number;
}

/**
 * Opens the runs that are due, lists who is in them, puts a message for each on the queue, and goes again
 * after those of earlier runs that got lost on the way. Returns one report for each edition.
 */
export async function dispatch(order: DispatchOrder, ports: DispatchPorts): Promise<DispatchReport[]> {
  const reports: DispatchReport[] = [];
  let newer: EditionHeader | undefined;
  for (const edition of await editionsInQuestion(order, ports.editions)) {
    await openDueRuns(edition, newer, order, ports);
    newer = edition;
    const failures = await listRuns(edition.day, ports);
    reports.push({ publishedAt: edition.publishedAt, ...(await sweep(edition.day, ports)) });
    if (failures.length > 0)
      throw new AggregateError(failures, `${failures.length} runs were not listed to their end`);
  }
  return reports;
}

/** Lists the edition's runs side by side; one that fails keeps no other from being listed. Returns the failures. */
async function listRuns(day: Day, ports: DispatchPorts): Promise<unknown[]> {
  const unlisted = (await ports.runs.read(day)).filter((run) => !run.listed);
  const failures: unknown[] = [];
  const list = async (run: Run) => {
    await listRun(run, ports).catch((error: unknown) => failures.push(error));
  };
  await pMap(unlisted, list, { concurrency: RUNS_AT_ONCE });
  return failures;
}

async function editionsInQuestion(order: DispatchOrder, editions: EditionStore): Promise<EditionHeader[]> {
  if (order.day === undefined) return editions.latest(order.everybodyNow ? 1 : EDITIONS_IN_FLIGHT);
  const header = await editions.header(order.day);
  return header ? [header] : [];
}

/** Opens what is due of an edition; where `newer` is due too, for those only who would not get that one. */
async function openDueRuns(
  edition: EditionHeader,
  newer: EditionHeader | undefined,
  order: DispatchOrder,
  ports: DispatchPorts,
): Promise<void> {
  const open = new Set((await ports.runs.read(edition.day)).map((run) => run.shard));
  for (const slot of await ports.subscribers.slots()) {
    if (!isTimeZone(slot.timeZone)) {
      log('error', 'dispatch.unknown-time-zone', { timeZone: slot.timeZone });
      continue;
    }
    const due = dueAt(edition.day, slot, ports.readyHour);
    if (!order.everybodyNow && due.toJSDate() > ports.now) continue;
    const next = newer && dueAt(newer.day, slot, ports.readyHour);
    for (let shard = 0; shard < SHARDS; shard++) {
      const name = shardOf(slotOf(slot.timeZone, slot.hour), shard);
      if (open.has(name)) continue;
      await ports.runs.open({
        day: edition.day,
        shard: name,
        openedAt: ports.now.toISOString(),
        weekday: order.everybodyNow ? undefined : due.weekday,
        newerWeekday: next && next.toJSDate() <= ports.now ? next.weekday : undefined,
        listed: false,
      });
    }
  }
}
