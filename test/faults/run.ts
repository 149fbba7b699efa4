import { setTimeout as sleep } from 'node:timers/promises';
import { addDays, type Day, dayOf } from '../../shared/domain/day.js';
import type { WorkerName } from './bundle.js';
import { publishEdition } from './edition.js';
import { findingsOf } from './evidence.js';
import { planKills } from './kills.js';
import { leaveDuring } from './leavers.js';
import { addPeople, drawn, type Person } from './people.js';
import { freeQuota } from './quota.js';
import { countsOf, type Report, type RunResult } from './result.js';
import type { Scenario } from './scenario.js';
import { openWorld, QUEUE, type World } from './world.js';

/** Told now and then how far a run is. */
export type Say = (line: string) => void;

const LOOK_MS = 50;

/**
 * Runs one edition for many readers through the real handlers, as processes that are killed on the way, and compares
 * what SES accepted with who was to get it. The same seed gives the same faults and kills.
 * @throws Error when the workers cannot run at all
 */
export async function runFaults(
  scenario: Scenario,
  seed: number,
  files: Record<WorkerName, string>,
  say: Say = () => undefined,
): Promise<RunResult> {
  const began = performance.now();
  const seconds = () => (performance.now() - began) / 1000;
  let report: Report | undefined;
  const world = await openWorld(scenario, seed, files, (message) => {
    if (message.kind === 'dispatched') report = message;
  });
  try {
    const { people, day } = await fill(world, scenario);
    await startWorkers(world, scenario, seed);
    const least = dueAtLeast(people, scenario);
    const isFinished = () => report?.finished === true && report.due >= least;
    const over = new AbortController();
    const leavers = drawn(people, scenario.leavers, seed);
    const leaving = leaveDuring(world, { leavers, mails: least, day }, over.signal);
    const freeing = freeQuota(world, scenario, seed, over.signal);
    while (!isFinished() && seconds() < world.clock.mostSeconds) {
      world.fleet.check();
      await sleep(LOOK_MS);
      say(`${seconds().toFixed(0)} s: ${world.ses.accepted().length} mails, ${world.fleet.kills} kills`);
    }
    over.abort();
    const [departures, sentOnQuota] = await Promise.all([leaving, freeing]);
    const finished = isFinished();
    if (finished) await becomeQuiet(world, () => seconds() > 2 * world.clock.mostSeconds);
    const findings = await findingsOf({ world, people, day, departures });
    const counts = await countsOf(world, scenario, report);
    const { name } = scenario;
    return {
      scenario: name,
      seed,
      finished,
      ...findings,
      ...counts,
      left: departures.size,
      sentOnQuota,
      seconds: round(seconds()),
    };
  } finally {
    await world.close();
  }
}

async function fill(world: World, { subscribers }: Scenario): Promise<{ people: Person[]; day: Day }> {
  // Two days ago, so that every slot on earth is due.
  const day = addDays(dayOf(new Date()), -2);
  await publishEdition(world.content, day);
  return { people: await addPeople(world.subscribers, subscribers), day };
}

async function startWorkers(world: World, scenario: Scenario, seed: number): Promise<void> {
  const kills = planKills(scenario, seed);
  const double = scenario.doubled ? { environment: { DOUBLE_SEED: String(seed) } } : {};
  const { fleet } = world;
  await Promise.all([
    fleet.start({ name: 'mail-events', worker: 'mail-events', kills: kills.mailEvents }),
    ...kills.deliver.map((orders, n) =>
      fleet.start({ name: `deliver-${n}`, worker: 'deliver', kills: orders }),
    ),
    fleet.start({ name: 'dispatch', worker: 'dispatch', kills: kills.dispatch, ...double }),
  ]);
  if (scenario.doubled) await fleet.start({ name: 'dispatch-too', worker: 'dispatch', kills: [], ...double });
}

/** How many there must be on the rosters before a run can be over; who leaves before they are listed is not. */
function dueAtLeast(people: readonly Person[], { leavers }: Scenario): number {
  return people.filter(({ expected }) => expected !== 'nothing').length - leavers;
}

/** Waits until no event and no message is on its way any more, so that what they would still cause has happened. */
async function becomeQuiet({ ses, sqs }: World, isTooLate: () => boolean): Promise<void> {
  while (!isTooLate()) {
    await ses.settled();
    const { ready, inFlight, delayed } = await sqs.depth(QUEUE);
    if (ready + inFlight + delayed === 0) return;
    await sleep(LOOK_MS);
  }
}

function round(seconds: number): number {
  return Math.round(seconds * 10) / 10;
}
