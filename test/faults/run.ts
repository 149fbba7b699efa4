import { setTimeout as sleep } from 'node:timers/promises';
import { addDays, dayOf } from '../../shared/domain/day.js';
import type { Findings } from './audit.js';
import type { WorkerName } from './bundle.js';
import { publishEdition } from './edition.js';
import { findingsOf } from './evidence.js';
import { type KillPlan, planKills } from './kills.js';
import { leaveDuring } from './leavers.js';
import { addPeople, drawn, type Person } from './people.js';
import { freeQuota } from './quota.js';
import type { Scenario } from './scenario.js';
import type { WorkerMessage } from './workers/orders.js';
import { openWorld, type World } from './world.js';

/** What one run came to. */
export interface RunResult extends Findings {
  scenario: string;
  seed: number;
  /** True when the ledger says of everybody who is due what became of them. */
  finished: boolean;
  due: number;
  sent: number;
  skipped: number;
  failed: number;
  kills: number;
  /** Processes that ended because an invocation outlasted its limit. */
  overran: number;
  left: number;
  /** Sends that SES throttled by its plan, and for they went over its rate. */
  throttled: number;
  overRate: number;
  timeouts: number;
  /** Sends that SES refused since the day's quota was spent. */
  quotaRefusals: number;
  eventsLost: number;
  /** Messages that were received too often. */
  deadLettered: number;
  seconds: number;
}

type Report = Extract<WorkerMessage, { kind: 'dispatched' }>;
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
    // Two days ago, so that every slot on earth is due.
    const day = addDays(dayOf(new Date()), -2);
    await publishEdition(world.content, day);
    const people = await addPeople(world.subscribers, scenario.subscribers);
    await startWorkers(world, scenario, people.length, seed);

    const least = dueAtLeast(people, scenario);
    const over = new AbortController();
    const leaving = leaveDuring(
      world,
      { leavers: drawn(people, scenario.leavers, seed), mails: least, day },
      over.signal,
    );
    const freeing = freeQuota(world, scenario, seed, over.signal);
    const isFinished = () => report?.finished === true && report.due >= least;
    while (!isFinished() && seconds() < scenario.clock.mostSeconds) {
      world.fleet.check();
      await sleep(LOOK_MS);
      say(`${seconds().toFixed(0)} s: ${world.ses.accepted().length} mails, ${world.fleet.kills} kills`);
    }
    over.abort();
    const [departures] = await Promise.all([leaving, freeing]);
    const finished = isFinished();
    if (finished) await becomeQuiet(world);
    const findings = await findingsOf({ world, people, day, departures });
    return {
      scenario: scenario.name,
      seed,
      finished,
      ...totalsOf(report),
      ...findings,
      ...(await countsOf(world)),
      left: departures.size,
      seconds: Math.round(seconds() * 10) / 10,
    };
  } finally {
    await world.close();
  }
}

async function startWorkers(world: World, scenario: Scenario, mails: number, seed: number): Promise<void> {
  const kills: KillPlan = planKills(scenario.kills, mails, scenario.workers, seed);
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
async function becomeQuiet({ ses, sqs }: World): Promise<void> {
  for (;;) {
    await ses.settled();
    const { ready, inFlight, delayed } = await sqs.depth('deliveries');
    if (ready + inFlight + delayed === 0) return;
    await sleep(LOOK_MS);
  }
}

function totalsOf(report: Report | undefined) {
  const { due = 0, sent = 0, skipped = 0, failed = 0 } = report ?? {};
  return { due, sent, skipped, failed };
}

async function countsOf({ ses, sqs, fleet }: World) {
  const tally = ses.tally();
  const count = (...names: string[]) => names.reduce((sum, name) => sum + (tally[name] ?? 0), 0);
  return {
    kills: fleet.kills,
    overran: fleet.overran,
    throttled: count('throttle'),
    overRate: count('rate-exceeded'),
    timeouts: count('timeout-before', 'timeout-after'),
    quotaRefusals: count('quota-spent'),
    eventsLost: ses.events().filter(({ fate }) => fate === 'lost').length,
    deadLettered: (await sqs.depth('deliveries-dead')).ready,
  };
}
