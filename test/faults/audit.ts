import type { AcceptedMail, EventRecord } from '../../infra/local/embedded/ses/accepted.js';
import type { Day } from '../../shared/domain/day.js';
import type { Delivery } from '../../shared/domain/delivery.js';
import type { SubscriberId } from '../../shared/domain/subscriber.js';
import type { Departures } from './leavers.js';
import type { Person } from './people.js';
import type { TraceLine } from './workers/orders.js';

/** A mail that went out once more, and why. */
export interface Duplicate {
  subscriber: SubscriberId;
  /**
   * The Send event of the mail before it was lost; or was taken only after the next attempt had its claim, so that
   * this machine was too slow for the harness's clock; or neither, and the protocol is to blame.
   */
  cause: 'lost event' | 'late event' | 'protocol';
  /** The message whose event that was. */
  tracedTo: string;
  /** Ms from its acceptance to the next claim. */
  gapMs: number;
}

/** What the mailbox says against what the table of subscribers says. */
export interface Findings {
  /** Expected a mail, never left, and got none. */
  lost: number;
  /** Accepted mails beyond the first for one subscriber and edition. */
  duplicated: number;
  duplicates: Duplicate[];
  /** Mails whose call of SES began after the leaving was committed, but for those in flight. */
  afterLeaving: number;
  /** Mails that were claimed before the leaving was committed and called SES right after it. */
  inFlight: number;
  /** Mails to people who were to get none. */
  uncalledFor: number;
  /** Ledger lines that say otherwise than the mailbox. */
  misrecorded: number;
}

export interface Evidence {
  day: Day;
  people: readonly Person[];
  accepted: readonly AcceptedMail[];
  events: readonly EventRecord[];
  /** When the Send event of each message was taken first, in ms since the epoch. */
  taken: ReadonlyMap<string, number>;
  ledger: ReadonlyMap<SubscriberId, Delivery>;
  departures: Departures;
  trace: readonly TraceLine[];
}

/** From the check of the row to the call of SES lies a rendering; what takes longer than this has waited, and is no longer in flight. */
const IN_FLIGHT_MS = 1_000;

/** Compares the mailbox with the people, the ledger, and when who left. */
export function audit(evidence: Evidence): Findings {
  const { people, ledger, departures } = evidence;
  const mails = bySubscriber(evidence.accepted.filter(({ tags }) => tags.edition === evidence.day));
  const findings: Findings = {
    lost: 0,
    duplicated: 0,
    duplicates: [],
    afterLeaving: 0,
    inFlight: 0,
    uncalledFor: 0,
    misrecorded: 0,
  };
  const [claims, sends] = [lastOf('claim', evidence.trace), lastOf('send', evidence.trace)];
  for (const { id, expected } of people) {
    const got = mails.get(id) ?? [];
    const left = departures.get(id);
    if (expected === 'mail' && left === undefined && got.length === 0) findings.lost += 1;
    if (expected !== 'mail') findings.uncalledFor += got.length;
    if ((ledger.get(id)?.outcome === 'sent') !== got.length > 0) findings.misrecorded += 1;
    findings.duplicates.push(...duplicatesOf(id, got, evidence, claims));
    if (left === undefined) continue;
    for (const { tags } of got) {
      const sent = sends.get(tags.attempt ?? '') ?? 0;
      const claimed = claims.get(tags.attempt ?? '') ?? 0;
      if (sent <= left) continue;
      if (claimed <= left && sent - claimed <= IN_FLIGHT_MS) findings.inFlight += 1;
      else findings.afterLeaving += 1;
    }
  }
  findings.duplicated = findings.duplicates.length;
  return findings;
}

function bySubscriber(mails: readonly AcceptedMail[]): Map<string, AcceptedMail[]> {
  const grouped = new Map<string, AcceptedMail[]>();
  for (const mail of mails) {
    const id = mail.tags.subscriber ?? '';
    grouped.set(id, [...(grouped.get(id) ?? []), mail]);
  }
  return grouped;
}

/** When each attempt's last call of that kind began. */
function lastOf(kind: TraceLine['kind'], trace: readonly TraceLine[]): Map<string, number> {
  return new Map(trace.filter((line) => line.kind === kind).map(({ attempt, at }) => [attempt, at]));
}

/** Every mail but the first, traced to the one before it. */
function duplicatesOf(
  subscriber: SubscriberId,
  got: readonly AcceptedMail[],
  { events, taken }: Evidence,
  claims: ReadonlyMap<string, number>,
): Duplicate[] {
  const inOrder = got.toSorted((left, right) => left.acceptedAt.localeCompare(right.acceptedAt));
  return inOrder.slice(1).map((mail, index): Duplicate => {
    const { messageId, acceptedAt } = inOrder[index] ?? mail;
    const claimed = claims.get(mail.tags.attempt ?? '') ?? 0;
    const isLost = events.some(
      (event) => event.messageId === messageId && event.eventType === 'Send' && event.fate === 'lost',
    );
    const isLate = (taken.get(messageId) ?? Number.POSITIVE_INFINITY) > claimed;
    const cause = isLost ? 'lost event' : isLate ? 'late event' : 'protocol';
    return { subscriber, cause, tracedTo: messageId, gapMs: claimed - Date.parse(acceptedAt) };
  });
}
