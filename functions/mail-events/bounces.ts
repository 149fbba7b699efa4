import type { Delivery } from '../../shared/domain/delivery.js';

/** So many soft bounces in a row within so many days, and the address is suppressed; see docs/delivery.md. */
export const SOFT_BOUNCES_AT_MOST = 3;
export const SOFT_BOUNCE_DAYS = 30;

const DAY_MS = 86_400_000;

/** What a bounce's recipients' servers said, as far as SES tells. */
interface BounceReport {
  bounceType: string;
  bounceSubType: string;
  bouncedRecipients: readonly { diagnosticCode?: string | undefined }[];
}

/** An SMTP reply of failure, `452` or `5.1.1`, standing by itself. */
const FAILURE = /(?:^|[^\d.])[45](?:\d\d|\.\d{1,3}\.\d{1,3})(?![\d.])/;

/**
 * Whether a bounce is an out-of-office or other automatic reply, which SES reports as `Transient`, `General`: the mail
 * has arrived. A real one of that sub-type quotes the failure that the recipient's server answered; a reply does not.
 * Source: "Bounce types", SES developer guide; the mailbox simulator's `ooto` address.
 */
export function isAutomaticReply({ bounceType, bounceSubType, bouncedRecipients }: BounceReport): boolean {
  return (
    bounceType === 'Transient' &&
    bounceSubType === 'General' &&
    !bouncedRecipients.some(({ diagnosticCode = '' }) => FAILURE.test(diagnosticCode))
  );
}

/**
 * Whether `lines`, one subscriber's, newest first, end with too many soft bounces in a row. A delivered mail ends the
 * row, unless it bounced after all; lines of which nothing is known do not count either way.
 */
export function hasTooManySoftBounces(lines: readonly Delivery[]): boolean {
  const times: number[] = [];
  for (const { softBounced, delivered } of lines) {
    if (softBounced) times.push(Date.parse(softBounced.at));
    else if (delivered) break;
  }
  const newest = Math.max(...times);
  return times.filter((at) => at >= newest - SOFT_BOUNCE_DAYS * DAY_MS).length >= SOFT_BOUNCES_AT_MOST;
}
