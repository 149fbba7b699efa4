import { z } from 'zod';
import { Day, Instant } from './day.js';
import { PaperId } from './paper.js';
import { SubscriberId } from './subscriber.js';

/**
 * A worker delivers so many digests at once: a batch of its queue. Of more, each costs hardly less, and a worker that
 * dies leaves so many in doubt.
 */
export const DELIVERED_AT_ONCE = 20;

/** Why a subscriber who was due got no mail; each is final for its edition. */
export const SkipReason = z.enum(['nothing-above-threshold', 'paused', 'suppressed', 'left', 'superseded']);
export type SkipReason = z.infer<typeof SkipReason>;

/** Why a mail that should have gone could not; each is final for its edition. */
export const FailureReason = z.enum(['rejected', 'attempts-exhausted', 'rendering']);
export type FailureReason = z.infer<typeof FailureReason>;

/** What SES told of a mail after it was accepted: when, and for a refusal its kind in SES's words (`MailboxFull`). */
export const Note = z.object({ at: Instant, subType: z.string().max(100).optional() });
export type Note = z.infer<typeof Note>;

/** Each is written once and none undoes another, so that the order in which SES's events come does not matter. */
const notes = {
  delayed: Note.optional(),
  delivered: Note.optional(),
  /** Refused for now; SES has given up on this mail, not on the address. */
  softBounced: Note.optional(),
  /** Refused for good. */
  bounced: Note.optional(),
  complained: Note.optional(),
};
export type NoteKind = keyof typeof notes;

const common = { subscriberId: SubscriberId, day: Day, at: Instant, ...notes };

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
