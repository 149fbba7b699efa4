import type { Findings } from './audit.js';
import type { Scenario } from './scenario.js';
import type { WorkerMessage } from './workers/orders.js';
import { DEAD_LETTER_QUEUE, type World } from './world.js';

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
  /** Mails that SES had accepted when the quota was freed; `undefined` where it never was. */
  sentOnQuota: number | undefined;
  /** Sends that SES refused since the day's quota was spent. */
  quotaRefusals: number;
  eventsLost: number;
  /** Messages that were received too often. */
  deadLettered: number;
  /** How many times the usual grace period and time limits were, since the machine was busy. */
  slowed: number;
  seconds: number;
}

/** What dispatch said last of the run. */
export type Report = Extract<WorkerMessage, { kind: 'dispatched' }>;

/** The figures of a run that need no audit: what dispatch, the fleet, SES and the queue have counted. */
export async function countsOf(
  { ses, sqs, fleet, clock }: World,
  scenario: Scenario,
  report: Report | undefined,
) {
  const { due = 0, sent = 0, skipped = 0, failed = 0 } = report ?? {};
  const tally = ses.tally();
  const count = (...names: string[]) => names.reduce((sum, name) => sum + (tally[name] ?? 0), 0);
  return {
    due,
    sent,
    skipped,
    failed,
    slowed: Math.round((10 * clock.graceSeconds) / scenario.clock.graceSeconds) / 10,
    kills: fleet.kills,
    overran: fleet.overran,
    throttled: count('throttle'),
    overRate: count('rate-exceeded'),
    timeouts: count('timeout-before', 'timeout-after'),
    quotaRefusals: count('quota-spent'),
    eventsLost: ses.events().filter(({ fate }) => fate === 'lost').length,
    deadLettered: (await sqs.depth(DEAD_LETTER_QUEUE)).ready,
  };
}
