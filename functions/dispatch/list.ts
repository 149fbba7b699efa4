import type { SubscriberId } from '../../shared/domain/subscriber.js';
import type { Run } from '../../shared/stores/runs.js';
import type { DueRow } from '../../shared/stores/subscribers.js';
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
  while (!(await listRest(run, ports)));
  await ports.runs.close(run);
}

/**
 * Lists whoever comes after the last page. Returns false when another dispatch wrote a page meanwhile: it may have
 * seen other people in the slot, so that only the page that stands says where to go on.
 */
async function listRest(run: Run, ports: DispatchPorts): Promise<boolean> {
  let page = 0;
  let last: SubscriberId | undefined;
  for await (const standing of ports.runs.pages(run.day, run.shard)) {
    page = standing.page + 1;
    last = standing.ids.at(-1);
  }

  let ids: SubscriberId[] = [];
  const write = async () => {
    const stands = await ports.runs.addPage({ day: run.day, shard: run.shard, page: page++, ids });
    await ports.queue.put(ids.map((subscriberId) => ({ day: run.day, subscriberId })));
    ids = [];
    return stands;
  };
  for await (const row of ports.subscribers.dueIn(run.shard, last)) {
    if (!isDue(row, run)) continue;
    ids.push(row.id);
    if (ids.length === PAGE_IDS && !(await write())) return false;
  }
  return ids.length === 0 || write();
}

function isDue({ cadence, weekday }: DueRow, run: Run): boolean {
  if (run.newerWeekday !== undefined && isDigestDay(cadence, weekday, run.newerWeekday)) return false;
  return run.weekday === undefined || isDigestDay(cadence, weekday, run.weekday);
}
