import { subscriberIdOf } from '../../shared/address.js';
import { addDays, type Day, dayOf } from '../../shared/domain/day.js';
import type { Delivery, FailureReason, Note, NoteKind } from '../../shared/domain/delivery.js';
import type { SubscriberId } from '../../shared/domain/subscriber.js';
import { log } from '../../shared/log.js';
import type { DeliveryStore } from '../../shared/stores/deliveries.js';
import type { SubscriberStore } from '../../shared/stores/subscribers.js';
import type { SuppressionStore } from '../../shared/stores/suppressions.js';
import { hasTooManySoftBounces, SOFT_BOUNCE_DAYS } from './bounces.js';
import type { MailEvent, MailInQuestion } from './event.js';

/** Where mail events are recorded. */
export interface MailEventPorts {
  subscribers: SubscriberStore;
  suppressions: SuppressionStore;
  deliveries: DeliveryStore;
  addressKey: string;
}

/** One attempt at one edition for one subscriber, as the mail's tags name it. */
interface Attempt {
  subscriberId: SubscriberId;
  day: Day;
  attempt: string;
}

/**
 * Records what SES told of one mail; again, late or out of order it comes to the same. Whoever must not be mailed
 * again is suppressed before the ledger is told, so that no crash between the two lets a mail through.
 * @throws what DynamoDB does; the event is then to come again
 */
export async function recordMailEvent(event: MailEvent, ports: MailEventPorts): Promise<void> {
  switch (event.kind) {
    case 'ignored':
      return log('info', 'mail-events.ignored', { what: event.what });
    case 'accepted':
      return settle(event.mail, ports);
    case 'delayed':
    case 'delivered':
      return note(event.mail, event.kind, { at: event.at }, ports);
    case 'bounced':
      await suppress(event.mail, { reason: 'bounce', at: event.at }, ports);
      return note(event.mail, 'bounced', noteOf(event), ports);
    case 'complained':
      await suppress(event.mail, { reason: 'complaint', at: event.at }, ports);
      return note(event.mail, 'complained', noteOf(event), ports);
    case 'soft-bounced':
      await note(event.mail, 'softBounced', noteOf(event), ports);
      return suppressWhenTooMany(event.mail, event.at, ports);
    case 'failed':
      return fail(event.mail, event.reason, event.detail, ports);
  }
}

/**
 * SES has the mail: a delivery whose answer was lost is settled. The usual one is settled already and costs half a read;
 * only where that finds nothing is it made sure of.
 */
async function settle(mail: MailInQuestion, ports: MailEventPorts): Promise<void> {
  const attempt = attemptOf(mail);
  if (!attempt) return;
  const { subscriberId, day } = attempt;
  for (const consistent of [false, true]) {
    if (await ports.deliveries.read(subscriberId, day, consistent)) return;
  }
  await openLine(mail, attempt, {}, ports);
}

/** Notes it on the ledger's line, and opens the line where the event has overtaken it: SES must have had the mail. */
async function note(mail: MailInQuestion, kind: NoteKind, told: Note, ports: MailEventPorts): Promise<void> {
  const { deliveries } = ports;
  for (const { id, day } of await linesOf(mail, ports)) {
    if (await deliveries.note(id, day, kind, told)) continue;
    const attempt = attemptOf(mail);
    if (attempt && !(await openLine(mail, attempt, { [kind]: told }, ports))) {
      await deliveries.note(id, day, kind, told);
    }
  }
}

/** Returns false when there is a line by now. Of somebody who has been erased nothing is written down any more. */
async function openLine(
  mail: MailInQuestion,
  { subscriberId, day, attempt }: Attempt,
  notes: Pick<Delivery, NoteKind>,
  { subscribers, deliveries }: MailEventPorts,
): Promise<boolean> {
  if (!(await subscribers.state(subscriberId))) return true;
  return deliveries.open({
    subscriberId,
    day,
    at: mail.sentAt,
    outcome: 'sent',
    attempt,
    messageId: mail.messageId,
    paperIds: [],
    editions: [],
    ...notes,
  });
}

async function suppress(
  mail: MailInQuestion,
  suppression: { reason: 'bounce' | 'complaint'; at: string },
  ports: MailEventPorts,
): Promise<void> {
  for (const id of idsOf(mail, ports)) {
    if (await ports.suppressions.suppress(id, suppression)) {
      log('info', 'mail-events.suppressed', { reason: suppression.reason });
    }
  }
}

async function suppressWhenTooMany(mail: MailInQuestion, at: string, ports: MailEventPorts): Promise<void> {
  const from = addDays(dayOf(new Date(at)), -SOFT_BOUNCE_DAYS);
  for (const id of idsOf(mail, ports)) {
    if (!hasTooManySoftBounces(await ports.deliveries.since(id, from))) continue;
    await ports.suppressions.suppress(id, { reason: 'bounce', at });
  }
}

/** SES took the mail and would not send it; nor would it another time. The log line is what the alarm counts. */
async function fail(
  mail: MailInQuestion,
  reason: FailureReason,
  detail: string,
  { subscribers, deliveries }: MailEventPorts,
): Promise<void> {
  const attempt = attemptOf(mail);
  log('error', `mail-events.${reason}`, { messageId: mail.messageId, day: attempt?.day });
  if (!attempt || !(await subscribers.state(attempt.subscriberId))) return;
  const { subscriberId, day } = attempt;
  const line = { subscriberId, day, at: mail.sentAt, detail: detail.slice(0, 500) };
  await deliveries.fail({ ...line, outcome: 'failed', reason }, attempt.attempt);
}

function noteOf({ at, subType }: { at: string; subType: string | undefined }): Note {
  return { at, ...(subType !== undefined && { subType: subType.slice(0, 100) }) };
}

function attemptOf({ tags }: MailInQuestion): Attempt | undefined {
  const { subscriber, edition, attempt } = tags;
  if (subscriber === undefined || edition === undefined || attempt === undefined) return undefined;
  return { subscriberId: subscriber, day: edition, attempt };
}

/** Whom the mail went to: as tagged, or by its addresses, which need not be known to us. */
function idsOf({ tags, addresses }: MailInQuestion, { addressKey }: MailEventPorts): SubscriberId[] {
  if (tags.subscriber !== undefined) return [tags.subscriber];
  return addresses.map((address) => subscriberIdOf(address, addressKey));
}

/** How long before its sending the edition of an untagged mail may lie. */
const EDITION_DAYS = 7;

/** The lines that the mail belongs to: by its tags, or found by SES's id of the message; none for other mails. */
async function linesOf(
  mail: MailInQuestion,
  ports: MailEventPorts,
): Promise<{ id: SubscriberId; day: Day }[]> {
  const attempt = attemptOf(mail);
  if (attempt) return [{ id: attempt.subscriberId, day: attempt.day }];
  const first = addDays(dayOf(new Date(mail.sentAt)), -EDITION_DAYS);
  const lines = await Promise.all(idsOf(mail, ports).map((id) => ports.deliveries.since(id, first)));
  return lines
    .flat()
    .filter((line) => line.outcome === 'sent' && line.messageId === mail.messageId)
    .map(({ subscriberId, day }) => ({ id: subscriberId, day }));
}
