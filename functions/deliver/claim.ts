import { addDays, type Day, laterDay } from '../../shared/domain/day.js';
import type { SkipReason } from '../../shared/domain/delivery.js';
import type { Cadence } from '../../shared/domain/preferences.js';
import type { Claim, Subscriber } from '../../shared/domain/subscriber.js';

/** After so many attempts whose outcome nobody knows, a digest is given up: the next one comes tomorrow. */
const ATTEMPTS_AT_MOST = 5;

/** What may be done about one edition for one subscriber. */
export type Verdict =
  | { kind: 'claim'; claim: Claim }
  /** Nothing, and it stays so. */
  | { kind: 'skip'; reason: SkipReason }
  /** Nobody knows how the last attempts ended, and there were too many. */
  | { kind: 'give-up' }
  /** Another attempt may still be at work, or its mail on its way. */
  | { kind: 'wait' };

/**
 * Decides from the subscriber's row alone; whether the edition is settled in the ledger is for the caller.
 * An attempt that left no line in the ledger is taken over after `graceMs`, when SES's own event would have come; until
 * then nothing is said of somebody who left meanwhile either, since the mail may have gone before.
 */
export function judge(
  subscriber: Subscriber,
  day: Day,
  { today, now, graceMs, attempt }: { today: Day; now: Date; graceMs: number; attempt: string },
): Verdict {
  const held = subscriber.claim;
  if (held?.day === day && now.getTime() - Date.parse(held.at) < graceMs) return { kind: 'wait' };
  if (subscriber.suppressed) return { kind: 'skip', reason: 'suppressed' };
  if (subscriber.state !== 'active') return { kind: 'skip', reason: 'left' };
  if (subscriber.pausedUntil !== undefined && subscriber.pausedUntil > today) {
    return { kind: 'skip', reason: 'paused' };
  }
  const at = now.toISOString();
  if (!held || held.day < day) {
    return { kind: 'claim', claim: { day, attempt, at, attempts: 1, after: held?.day } };
  }
  if (held.day > day) return { kind: 'skip', reason: 'superseded' };
  if (held.attempts >= ATTEMPTS_AT_MOST) return { kind: 'give-up' };
  return { kind: 'claim', claim: { ...held, attempt, at, attempts: held.attempts + 1 } };
}

/** The most editions that one digest looks back over. */
const DAYS_COVERED = 7;

/**
 * Which of `published` (newest first) the digest of `day` covers: for a weekly one the week, else those since the
 * last digest, a week at the most, so that a weekend, a pause or a missed day is caught up with once.
 */
export function coveredEditions(
  day: Day,
  after: Day | undefined,
  cadence: Cadence,
  published: readonly Day[],
): Day[] {
  const weekBefore = addDays(day, -DAYS_COVERED);
  const since = cadence === 'weekly' ? weekBefore : (after ?? addDays(day, -1));
  const from = laterDay(since, weekBefore);
  return published.filter((edition) => edition > from && edition <= day);
}
