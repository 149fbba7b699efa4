import { z } from 'zod';
import { Day, Instant } from './day.js';
import { PaperId } from './paper.js';
import { SubscriberId } from './subscriber.js';

/** Why a subscriber who was due got no mail; each is final for its edition. */
export const SkipReason = z.enum(['nothing-above-threshold', 'paused', 'suppressed', 'left', 'superseded']);
export type SkipReason = z.infer<typeof SkipReason>;

/** Why a mail that should have gone could not; each is final for its edition. */
export const FailureReason = z.enum(['rejected', 'attempts-exhausted', 'rendering']);
export type FailureReason = z.infer<typeof FailureReason>;

const common = { subscriberId: SubscriberId, day: Day, at: Instant };

/** One line of the ledger: what became of one edition for one subscriber. */
export const Delivery = z.discriminatedUnion('outcome', [
  z.object({
    ...common,
    outcome: z.literal('sent'),
    attempt: z.string(),
    /** SES's own id of the message; absent until SES's event tells, when the answer was lost. */
    messageId: z.string().optional(),
    paperIds: z.array(PaperId).default([]),
    editions: z.array(Day).default([]),
  }),
  z.object({ ...common, outcome: z.literal('skipped'), reason: SkipReason }),
  z.object({
    ...common,
    outcome: z.literal('failed'),
    reason: FailureReason,
    detail: z.string().max(500).optional(),
  }),
]);
export type Delivery = z.infer<typeof Delivery>;

/** The message that dispatch puts on the queue: one edition for one subscriber. */
export const DeliveryRequest = z.object({ day: Day, subscriberId: SubscriberId });
export type DeliveryRequest = z.infer<typeof DeliveryRequest>;
