import { z } from 'zod';
import { Day, Instant } from './day.js';

/** Keyed hash of the address, so that one address is one subscriber and one row. */
export const SubscriberId = z.string().regex(/^[a-z2-7]{26}$/, 'expected a subscriber id');
export type SubscriberId = z.infer<typeof SubscriberId>;

/** Moves forward only, but that a person who left may come back by confirming again. */
export const SubscriberState = z.enum(['pending', 'active', 'unsubscribed']);
export type SubscriberState = z.infer<typeof SubscriberState>;

/** Why an address must never be mailed again, weakest first: a later one here replaces an earlier, never the reverse. */
export const SuppressionReason = z.enum(['erased', 'operator', 'bounce', 'complaint']);
export type SuppressionReason = z.infer<typeof SuppressionReason>;

/** It outlives the subscriber, since it is kept under the keyed hash that is the subscriber's id. */
export const Suppression = z.object({ reason: SuppressionReason, at: Instant });
export type Suppression = z.infer<typeof Suppression>;

/** That a person asked for our mail, and how we know. */
export const Consent = z.object({
  /** When somebody asked, and by which form. */
  askedAt: Instant,
  form: z.string().max(40),
  /** Which wording of that form they read. */
  textVersion: z.string().max(20),
  /** When the person who reads the address said yes; absent until then. */
  confirmedAt: Instant.optional(),
});
export type Consent = z.infer<typeof Consent>;

/** The right to send one edition to one subscriber; only its holder sends. */
export const Claim = z.object({
  day: Day,
  /** Random; travels with the mail as a tag, so that SES's events find the claim they belong to. */
  attempt: z.string().min(8).max(40),
  at: Instant,
  /** How many times this edition was claimed. */
  attempts: z.int().positive(),
  /** The edition that this subscriber's last digest ended with: this one goes on after it. */
  after: Day.optional(),
});
export type Claim = z.infer<typeof Claim>;

/** The small row that decides whether a subscriber may be mailed. What is only read is kept elsewhere. */
export const Subscriber = z.object({
  id: SubscriberId,
  address: z.string().min(3).max(320),
  state: SubscriberState,
  since: Instant,
  /** Every signed link carries it; raising it revokes them all. Begins as {@link firstEpoch} says. */
  linkEpoch: z.int().nonnegative().default(0),
  /** No mail before this day, in the subscriber's own time zone. */
  pausedUntil: Day.optional(),
  suppressed: Suppression.optional(),
  claim: Claim.optional(),
});
export type Subscriber = z.infer<typeof Subscriber>;

/**
 * The epoch with which the links of a new subscriber begin: seconds since 1970. Links of whoever had the address before
 * and was erased cannot carry it: theirs began earlier, and rose by one with each revocation, which takes a new mail.
 */
export function firstEpoch(at: Date): number {
  return Math.floor(at.getTime() / 1000);
}
