import type { Day, Instant } from '../../shared/domain/day.js';
import type { Delivery, DeliveryRequest } from '../../shared/domain/delivery.js';
import type { RosterPage, Run, Totals } from '../../shared/stores/runs.js';
import type { DispatchPorts, SweepReport } from './dispatch.js';

/**
 * Goes through everybody who is due in an edition: counts those who are settled, and puts those who are not on
 * the queue again once it is empty, when their messages must have been lost or parked; no more of them than may be
 * sent. Putting one too many is harmless, since a claim decides who sends. Returns the edition's totals.
 */
export async function sweep(day: Day, ports: DispatchPorts): Promise<SweepReport> {
  const report: SweepReport = {
    day,
    due: 0,
    sent: 0,
    skipped: 0,
    failed: 0,
    finished: true,
    moving: false,
    doubtful: 0,
  };
  let room = (await ports.queue.isEmpty()) ? await ports.allowance() : 0;
  for (const run of await ports.runs.read(day)) {
    // Whoever was put on the queue a moment ago is not looked for in the ledger, nor put there again.
    const isFresh = run.openedAt === ports.now.toISOString();
    const { due, totals, unsettled, moving } = await standing(run, isFresh, ports);
    report.due += due;
    report.sent += totals.sent;
    report.skipped += totals.skipped;
    report.failed += totals.failed;
    if (moving) report.moving = true;
    if (unsettled.length === 0) continue;
    report.finished = false;
    report.waitingSince = earlier(report.waitingSince, run.openedAt);
    if (isFresh || room === 0) continue;
    const again = unsettled.slice(0, room);
    room -= again.length;
    await ports.queue.put(again);
    report.doubtful += await ports.subscribers.countClaims(
      again.map(({ subscriberId }) => subscriberId),
      day,
    );
  }
  return report;
}

/** How far a run is. */
interface Standing {
  due: number;
  totals: Totals;
  unsettled: DeliveryRequest[];
  /** Whether there is a page of which the totals were not known before. */
  moving: boolean;
}

/** Reads no page of a run that is over: it is asked about for days, and has a page for each 200 readers. */
async function standing(run: Run, isFresh: boolean, ports: DispatchPorts): Promise<Standing> {
  if (run.totals) return { due: dueIn(run.totals), totals: run.totals, unsettled: [], moving: false };
  const found: Standing = { due: 0, totals: NONE, unsettled: [], moving: false };
  for await (const page of ports.runs.pages(run.day, run.shard)) {
    const { totals, unsettled } = isFresh
      ? { totals: NONE, unsettled: requests(page) }
      : await check(page, ports);
    found.due += page.ids.length;
    found.totals = sum(found.totals, totals);
    found.unsettled.push(...unsettled);
    if (!page.totals) found.moving = true;
  }
  if (found.unsettled.length === 0 && isListedForGood(run, ports.now)) {
    await ports.runs.finish(run, found.totals);
  }
  return found;
}

/** Longer than Lambda lets a dispatch live: one that was still listing the run may have written a page after its end. */
const LISTING_MS = 20 * 60_000;

function isListedForGood({ listed, listedAt }: Run, now: Date): boolean {
  return listed && listedAt !== undefined && now.getTime() - Date.parse(listedAt) > LISTING_MS;
}

async function check(
  page: RosterPage,
  ports: DispatchPorts,
): Promise<{ totals: Totals; unsettled: DeliveryRequest[] }> {
  if (page.totals) return { totals: page.totals, unsettled: [] };
  const ledger = await ports.deliveries.readMany(page.ids, page.day);
  const totals = count([...ledger.values()]);
  const unsettled = requests(page).filter(({ subscriberId }) => !ledger.has(subscriberId));
  if (unsettled.length === 0) await ports.runs.settle(page, totals);
  return { totals, unsettled };
}

function requests({ day, ids }: RosterPage): DeliveryRequest[] {
  return ids.map((subscriberId) => ({ day, subscriberId }));
}

const NONE: Totals = { sent: 0, skipped: 0, failed: 0 };

function count(deliveries: readonly Delivery[]): Totals {
  const totals = { ...NONE };
  for (const { outcome } of deliveries) totals[outcome] += 1;
  return totals;
}

function sum(one: Totals, other: Totals): Totals {
  return {
    sent: one.sent + other.sent,
    skipped: one.skipped + other.skipped,
    failed: one.failed + other.failed,
  };
}

function dueIn({ sent, skipped, failed }: Totals): number {
  return sent + skipped + failed;
}

function earlier(one: Instant | undefined, other: Instant | undefined): Instant | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return other < one ? other : one;
}
