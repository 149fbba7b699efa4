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

/** After so long SES has given a mail up and told of it. Source: `MaxDeliverySeconds`, SES API v2, at most 50,400. */
const DELIVERY_MS = 14 * 3_600_000;

/**
 * Whether `lines`, one subscriber's, newest first, end with too many soft bounces in a row. A mail that arrived ends the
 * row: SES told so, or would have told by now that it did not. Lines of which nothing is known do not count either way.
 */
export function hasTooManySoftBounces(lines: readonly Delivery[]): boolean {
  const newest = Math.max(...lines.map(({ softBounced }) => (softBounced ? Date.parse(softBounced.at) : 0)));
  let inARow = 0;
  for (const line of lines) {
    if (line.softBounced) {
      if (Date.parse(line.softBounced.at) >= newest - SOFT_BOUNCE_DAYS * DAY_MS) inARow += 1;
    } else if (hasArrived(line, newest)) break;
  }
  return inARow >= SOFT_BOUNCES_AT_MOST;
}

/** Whether a mail that no bounce is known of had arrived at `time`, in ms. */
function hasArrived({ outcome, at, delivered, bounced }: Delivery, time: number): boolean {
  if (delivered) return true;
  return outcome === 'sent' && !bounced && Date.parse(at) + DELIVERY_MS <= time;
}
