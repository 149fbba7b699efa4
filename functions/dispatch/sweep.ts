import type { Day } from '../../shared/domain/day.js';
import type { Delivery, DeliveryRequest } from '../../shared/domain/delivery.js';
import type { RosterPage, Totals } from '../../shared/stores/runs.js';
import type { DispatchPorts, DispatchReport } from './dispatch.js';

/**
 * Goes through everybody who is due in an edition: counts those who are settled, and puts those who are not on
 * the queue again once it is empty, when their messages must have been lost or parked; no more of them than may be
 * sent. Putting one too many is harmless, since a claim decides who sends. Returns the edition's totals.
 */
export async function sweep(day: Day, ports: DispatchPorts): Promise<DispatchReport> {
  const report: DispatchReport = { day, due: 0, sent: 0, skipped: 0, failed: 0, finished: true };
  let room = (await ports.queue.isEmpty()) ? await ports.allowance() : 0;
  const fresh = new Set(
    (await ports.runs.read(day))
      .filter((run) => run.openedAt === ports.now.toISOString())
      .map((run) => run.shard),
  );
  for await (const page of ports.runs.pages(day)) {
    const { totals, unsettled } = await check(page, ports);
    report.due += page.ids.length;
    report.sent += totals.sent;
    report.skipped += totals.skipped;
    report.failed += totals.failed;
    if (unsettled.length > 0) report.finished = false;
    if (fresh.has(page.shard) || room === 0) continue;
    await ports.queue.put(unsettled.slice(0, room));
    room = Math.max(0, room - unsettled.length);
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
