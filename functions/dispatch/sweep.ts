import type { Day, Instant } from '../../shared/domain/day.js';
import type { Delivery, DeliveryRequest } from '../../shared/domain/delivery.js';
import type { RosterPage, Totals } from '../../shared/stores/runs.js';
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
  const openedAt = new Map((await ports.runs.read(day)).map((run) => [run.shard, run.openedAt]));
  for await (const page of ports.runs.pages(day)) {
    const { totals, unsettled } = await check(page, ports);
    report.due += page.ids.length;
    report.sent += totals.sent;
    report.skipped += totals.skipped;
    report.failed += totals.failed;
    if (!page.totals) report.moving = true;
    if (unsettled.length === 0) continue;
    const opened = openedAt.get(page.shard);
    report.finished = false;
    report.waitingSince = earlier(report.waitingSince, opened);
    if (opened === ports.now.toISOString() || room === 0) continue;
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

async function check(
  page: RosterPage,
  ports: DispatchPorts,
): Promise<{ totals: Totals; unsettled: DeliveryRequest[] }> {
  if (page.totals) return { totals: page.totals, unsettled: [] };
  const ledger = await ports.deliveries.readMany(page.ids, page.day);
  const totals = count([...ledger.values()]);
  const unsettled = page.ids.filter((id) => !ledger.has(id));
  if (unsettled.length === 0) await ports.runs.settle(page, totals);
  return { totals, unsettled: unsettled.map((subscriberId) => ({ day: page.day, subscriberId })) };
}

function count(deliveries: readonly Delivery[]): Totals {
  const totals: Totals = { sent: 0, skipped: 0, failed: 0 };
  for (const { outcome } of deliveries) totals[outcome] += 1;
  return totals;
}

function earlier(one: Instant | undefined, other: Instant | undefined): Instant | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return other < one ? other : one;
}
