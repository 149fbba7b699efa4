import type { SesPlanInput } from '../../infra/local/embedded/ses/plan.js';

export const SCENARIOS = ['kills', 'leaving', 'double-delivery', 'quota'] as const;
export type ScenarioName = (typeof SCENARIOS)[number];

/** One run, but for its seed: whom it concerns and what befalls it. */
export interface Scenario {
  name: ScenarioName;
  subscribers: number;
  kills: number;
  throttle: number;
  /** Share of the sends that time out; SES accepts every second one of them. */
  timeouts: number;
  eventLoss: number;
  eventDouble: number;
  /** How many unsubscribe, bounce or complain, in turn, while the run goes on. */
  leavers: number;
  /** Every queue message comes twice, shuffled, and two dispatchers run at once. */
  doubled: boolean;
  /** Share of the run at which the day's quota is spent. */
  quotaAt?: number;
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
  /** How long a spent quota stays spent. */
  parkMs: number;
  /** When a run that has not ended is given up. */
  mostSeconds: number;
}

const LATENCY_MS = 20;

/** What the scenario asks of the loopback SES. */
export function sesPlan(scenario: Scenario, seed: number): SesPlanInput {
  const { throttle, timeouts, eventLoss, eventDouble, quotaAt, clock } = scenario;
  return {
    seed,
    ...(quotaAt !== undefined && { max24HourSend: Math.floor(quotaAt * scenario.subscribers) }),
    latencyMs: LATENCY_MS,
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
    timeLimitMs: 3_000,
    visibilitySeconds: 3,
    graceSeconds: 4,
    sendTimeoutMs: 300,
  };
  if (subscribers <= 500) return { ...small, eventDelayMs: 500, parkMs: 3_000, mostSeconds: 50 };
  return {
    tickMs: 2_000,
    timeLimitMs: 12_000,
    visibilitySeconds: 14,
    graceSeconds: 24,
    sendTimeoutMs: 1_000,
    eventDelayMs: 4_000,
    parkMs: 10_000,
    mostSeconds: 120 + subscribers / 8,
  };
}
