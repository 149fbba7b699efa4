import { z } from 'zod';

/** What can befall one send. `…-after`: SES has accepted the message, and the caller does not learn it. */
export const Fault = z.enum([
  'throttle',
  'reject',
  'error-before',
  'reset-before',
  'timeout-before',
  'error-after',
  'reset-after',
  'timeout-after',
]);
export type Fault = z.infer<typeof Fault>;

/** What becomes of an accepted message, as its events tell. */
export const Outcome = z.enum([
  'delivery',
  'hard-bounce',
  'soft-bounce',
  'out-of-office',
  'complaint',
  'delay',
  'reject',
]);
export type Outcome = z.infer<typeof Outcome>;

const Share = z.number().min(0).max(1);
const atMostAll = (shares: Partial<Record<string, number>>) =>
  Object.values(shares).reduce((sum: number, share = 0) => sum + share, 0) <= 1;

/**
 * How the loopback SES behaves; everything left out is calm. The same seed gives the n-th send to an address the same
 * fate in every run, whatever happens around it.
 */
export const SesPlan = z.strictObject({
  seed: z.int().default(1),
  /** Accepts everything unread and keeps only a count: for benches. */
  sink: z.boolean().default(false),
  /** Recipients in any one second; the next is answered `Throttling`, "Maximum sending rate exceeded." */
  maxSendRate: z.number().positive().default(10_000),
  /** Recipients in the quota's window; the next is answered `Throttling`, "Daily message quota exceeded." */
  max24HourSend: z.int().positive().default(10_000_000),
  /** Length of that window in ms, so that a test sees it free itself. */
  quotaWindowMs: z.int().positive().default(86_400_000),
  /** Ms that each send takes. */
  latencyMs: z.number().nonnegative().default(0),
  /** Share of the sends that each fault befalls. */
  faults: z.partialRecord(Fault, Share).default({}).refine(atMostAll, 'shares must add up to at most 1'),
  /** Fates of the first sends after the plan is set, in order of arrival; then `faults` apply. */
  script: z.array(z.union([Fault, z.literal('ok')])).default([]),
  /** Share of the accepted messages with each outcome; the rest is delivered. */
  outcomes: z.partialRecord(Outcome, Share).default({}).refine(atMostAll, 'shares must add up to at most 1'),
  events: z
    .strictObject({
      /** Share of the events that are never published. */
      loss: Share.default(0),
      /** Share that is published twice. */
      double: Share.default(0),
      /** Each event comes up to so many ms late, evenly spread. */
      delayMs: z.number().nonnegative().default(0),
      /** Share that is held back by `holdMs` more, so that later events overtake it. */
      reorder: Share.default(0),
      holdMs: z.number().nonnegative().default(250),
    })
    .prefault({}),
});
export type SesPlan = z.output<typeof SesPlan>;
export type SesPlanInput = z.input<typeof SesPlan>;
