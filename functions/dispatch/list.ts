import type { SubscriberId } from '../../shared/domain/subscriber.js';
import type { Run } from '../../shared/stores/runs.js';
import type { DispatchPorts } from './dispatch.js';
import { isDigestDay } from './due.js';

/** How many subscribers share a roster page: small enough for one row, large enough to cost little each. */
const PAGE_IDS = 200;

/**
 * Writes down who is in the run, page by page, and puts each page's messages on the queue once it stands.
 * A run whose listing was cut short goes on after its last page, so nobody is listed twice or left out;
 * messages that were lost with it are put again by the sweep.
 */
export async function listRun(run: Run, ports: DispatchPorts): Promise<void> {
  let page = 0;
  let last: SubscriberId | undefined;
  for await (const standing of ports.runs.pages(run.day, run.shard)) {
    page = standing.page + 1;
    last = standing.ids.at(-1);
  }

  let ids: SubscriberId[] = [];
  const write = async () => {
    if (ids.length === 0) return;
    await ports.runs.addPage({ day: run.day, shard: run.shard, page: page++, ids });
    await ports.queue.put(ids.map((subscriberId) => ({ day: run.day, subscriberId })));
    ids = [];
  };
  for await (const row of ports.subscribers.dueIn(run.shard, last)) {
    if (run.weekday !== undefined && !isDigestDay(row.cadence, row.weekday, run.weekday)) continue;
    ids.push(row.id);
    if (ids.length === PAGE_IDS) await write();
  }
  await write();
  await ports.runs.close(run);
}
