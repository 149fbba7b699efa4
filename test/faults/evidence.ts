import { readFile } from 'node:fs/promises';
import type { Day } from '../../shared/domain/day.js';
import { parseJsonAs } from '../../shared/parse.js';
import { DeliveryStore } from '../../shared/stores/deliveries.js';
import { audit, type Findings } from './audit.js';
import type { Departures } from './leavers.js';
import type { Person } from './people.js';
import { TraceLine } from './workers/orders.js';
import type { World } from './world.js';

/** Gathers what the mailbox, the ledger and the workers' traces say, and audits it. */
export async function findingsOf(run: {
  world: World;
  people: readonly Person[];
  day: Day;
  departures: Departures;
}): Promise<Findings> {
  const { world, people, day, departures } = run;
  const ids = people.map(({ id }) => id);
  const lines = (await readFile(world.traceFile, 'utf8')).split('\n').filter(Boolean);
  return audit({
    day,
    people,
    departures,
    accepted: world.ses.accepted(),
    events: world.ses.events(),
    taken: world.taken,
    ledger: await new DeliveryStore(world.subscribers).readMany(ids, day),
    trace: lines.map((line) => parseJsonAs(TraceLine, line, 'trace')),
  });
}
