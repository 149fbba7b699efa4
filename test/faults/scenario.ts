import type { SesPlanInput } from '../../infra/local/embedded/ses/plan.js';

export const SCENARIOS = ['kills', 'leaving', 'double-delivery', 'quota'] as const;
export type ScenarioName = (typeof SCENARIOS)[number];

/** One run, but for its seed: whom it concerns and what befalls it. */
export interface Scenario {
  name: ScenarioName;
  subscribers: number;
  kills: number;
  /** Processes that deliver. */
  workers: number;
  throttle: number;
  /** Share of the sends that time out; SES accepts every second one of them. */
  timeouts: number;
  /** Fates of the first sends, in the order in which SES gets them; then the shares apply. */
  script: NonNullable<SesPlanInput['script']>;
  eventLoss: number;
  eventDouble: number;
  /** How many unsubscribe, bounce or complain, in turn, while the run goes on. */
  leavers: number;
  /** Every queue message comes twice, shuffled, and two dispatchers run at once. */
  doubled: boolean;
  /** Share of the run at which the day's quota is spent. */
  quotaAt?: number;
  /** Mails that the account may send in a second; as good as none when left out. */
  rate?: number | undefined;
  clock: Clock;
}

/** The times of the house, made short; each stands in the same order to the others as on AWS. */
export interface Clock {
  tickMs: number;
  /** Longest invocation, as the Lambda's timeout. */
  timeLimitMs: number;
  /** Whole seconds, over the time limit. */
  visibilitySeconds: number;
  /** Over the time limit and the latest event. */
  graceSeconds: number;
  sendTimeoutMs: number;
  /** The latest that SES tells of a mail. */
  eventDelayMs: number;
  /** Within the time limit. */
  patienceSeconds: number;
  /** How long nothing is sent once the quota is spent; it frees in the middle of the second time. */
  parkSeconds: number;
  /** When a run that has not ended is given up. */
  mostSeconds: number;
}

const LATENCY_MS = 20;

/** The mails that a scenario's quota lets through before it is freed; `undefined` where it has none. */
export function quotaOf({ quotaAt, subscribers }: Scenario): number | undefined {
  return quotaAt === undefined ? undefined : Math.floor(quotaAt * subscribers);
}

/** What the scenario asks of the loopback SES. */
export function sesPlan(scenario: Scenario, seed: number): SesPlanInput {
  const { throttle, timeouts, script, eventLoss, eventDouble, rate, clock } = scenario;
  const quota = quotaOf(scenario);
  return {
    seed,
    ...(quota !== undefined && { max24HourSend: quota }),
    ...(rate !== undefined && { maxSendRate: rate }),
    latencyMs: LATENCY_MS,
    script,
    faults: { throttle, 'timeout-before': timeouts / 2, 'timeout-after': timeouts / 2 },
    events: {
      loss: eventLoss,
      double: eventDouble,
      delayMs: clock.eventDelayMs / 2,
      reorder: 0.05,
      holdMs: clock.eventDelayMs / 2,
    },
  };
}

/** The clock for a run of so many: the more there are, the longer a machine with one DynamoDB in JavaScript is busy. */
export function clockFor(subscribers: number): Clock {
  const small = {
    tickMs: 700,
    timeLimitMs: 5_000,
    patienceSeconds: 2,
    visibilitySeconds: 6,
    graceSeconds: 8,
    sendTimeoutMs: 300,
  };
  if (subscribers <= 500) return { ...small, eventDelayMs: 500, parkSeconds: 2, mostSeconds: 180 };
  return {
    tickMs: 2_000,
    timeLimitMs: 12_000,
    patienceSeconds: 6,
    visibilitySeconds: 14,
    graceSeconds: 24,
    sendTimeoutMs: 1_000,
    eventDelayMs: 4_000,
    parkSeconds: 10,
    mostSeconds: 120 + subscribers / 8,
  };
}

/** The clock on a machine that is slower by `factor`: what must outlast work takes longer, ticks and faults do not. */
export function slowed(clock: Clock, factor: number): Clock {
  return {
    ...clock,
    timeLimitMs: clock.timeLimitMs * factor,
    patienceSeconds: clock.patienceSeconds * factor,
    visibilitySeconds: Math.ceil(clock.visibilitySeconds * factor),
    graceSeconds: clock.graceSeconds * factor,
    mostSeconds: clock.mostSeconds * factor,
  };
}

/** What may be chosen of a scenario. */
export interface Choices {
  subscribers: number;
  kills?: number | undefined;
  eventLoss?: number | undefined;
  eventDouble?: number | undefined;
  rate?: number | undefined;
}

const KILLS = 20;
const QUOTA_AT = 0.4;
const LEAVE = 0.05;

/** A scenario with the faults that the project holds itself to: 30 % throttled, 5 % timed out. */
export function scenarioOf(name: ScenarioName, choices: Choices): Scenario {
  const { subscribers, kills = KILLS, eventLoss = 0, eventDouble = 0, rate } = choices;
  return {
    name,
    subscribers,
    kills,
    workers: 2,
    throttle: 0.3,
    timeouts: 0.05,
    script: [],
    eventLoss,
    eventDouble,
    leavers: name === 'leaving' ? Math.ceil(LEAVE * subscribers) : 0,
    doubled: name === 'double-delivery',
    ...(name === 'quota' && { quotaAt: QUOTA_AT }),
    rate,
    clock: clockFor(subscribers),
  };
}
