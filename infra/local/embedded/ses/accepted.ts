import { z } from 'zod';
import { Instant } from '../../../../shared/domain/day.js';
import { Fault } from './plan.js';

/** One message that SES accepted, as its audit keeps it and as it stands beside the kept `.eml`. */
export const AcceptedMail = z.object({
  messageId: z.string().min(1),
  acceptedAt: Instant,
  /** Envelope sender and recipients, bare addresses. */
  source: z.string(),
  destinations: z.array(z.string()).min(1),
  tags: z.record(z.string(), z.string()),
  configurationSet: z.string().optional(),
  /** Header fields, decoded. */
  from: z.string(),
  to: z.string(),
  subject: z.string(),
  bytes: z.int().nonnegative(),
  /** What the caller saw: `ok`, or the fault that hid the acceptance from it. */
  answer: z.union([z.literal('ok'), Fault]),
});
export type AcceptedMail = z.infer<typeof AcceptedMail>;

/** What became of one event. */
export const EventRecord = z.object({
  messageId: z.string(),
  eventType: z.string(),
  /** `undelivered`: nobody took it, after every retry. */
  fate: z.enum(['published', 'doubled', 'lost', 'undelivered']),
});
export type EventRecord = z.infer<typeof EventRecord>;

/** How many sends ended in which way, by refusal code or fault; `accepted` counts messages. */
export const Tally = z.record(z.string(), z.int().nonnegative());
export type Tally = z.infer<typeof Tally>;
