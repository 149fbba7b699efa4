import { type Day, dayIn } from '../../shared/domain/day.js';
import type { Delivery, DeliveryRequest } from '../../shared/domain/delivery.js';
import type { Digest } from '../../shared/domain/digest.js';
import type { Claim } from '../../shared/domain/subscriber.js';
import { log } from '../../shared/log.js';
import { HeaderError } from '../../shared/mail/headers.js';
import type { Pacer } from '../../shared/mail/pacer.js';
import type { Send, SendOutcome } from '../../shared/mail/send.js';
import type { DeliveryStore } from '../../shared/stores/deliveries.js';
import type { SubscriberStore } from '../../shared/stores/subscribers.js';
import type { LentMessage } from '../../templates/trays.js';
import { coveredEditions, judge, type Verdict } from './claim.js';
import { digestFor, type Letterhead, messageOf, type Task } from './make.js';
import type { Shelf, ShelvedEdition } from './shelf.js';

/** Where delivering reads, writes and sends. */
export interface DeliverPorts extends Letterhead {
  subscribers: SubscriberStore;
  deliveries: DeliveryStore;
  shelf: Shelf;
  pacer: Pacer;
  send: Send;
  graceMs: number;
  /** How long a throttled digest is tried again before it goes back to dispatch. */
  patienceMs: number;
  /** After the day's allowance is used up, how long until it is asked for again: some of it frees every moment. */
  parkMs: number;
  now: () => Date;
  /** A name for an attempt that no other attempt ever has. */
  newAttempt: () => string;
}

/**
 * How a request ended: in the ledger, or `waiting`, when somebody else is at work on it, its mail may be on its way,
 * or nothing may be sent for now. What waits is found again by dispatch.
 */
export type DeliverResult = 'settled' | 'waiting';

/**
 * Delivers one edition to one subscriber: match, render, wait for a turn, claim, send, record. The claim comes last
 * before the send, so that whoever leaves, or claims, up to that moment wins. See docs/delivery.md.
 */
export async function deliver(request: DeliveryRequest, ports: DeliverPorts): Promise<DeliverResult> {
  if (ports.pacer.isParked()) return 'waiting';
  const deadline = ports.now().getTime() + ports.patienceMs;
  for (let isFirst = true; ; isFirst = false) {
    const result = await attempt(request, ports, isFirst);
    if (result !== 'again') return result;
    if (ports.now().getTime() > deadline) return 'waiting';
  }
}

async function attempt(
  request: DeliveryRequest,
  ports: DeliverPorts,
  isFirst: boolean,
): Promise<DeliverResult | 'again'> {
  // A claim is judged once more by the row itself, so that for one a read which may lag will do, at half the price.
  const hasty = isFirst ? await look(request, ports, false) : undefined;
  const found = hasty?.kind === 'claim' ? hasty : await look(request, ports, true);
  switch (found.kind) {
    case 'settled':
      return 'settled';
    case 'skip':
      return skip(request, found.reason, ports);
    case 'give-up':
      return settle({ ...line(request, ports), outcome: 'failed', reason: 'attempts-exhausted' }, ports);
    case 'wait':
      return 'waiting';
    case 'claim':
      return makeAndSend(found.task, found.claim, found.today, ports);
  }
}

type Look =
  | { kind: 'settled' }
  | Exclude<Verdict, { kind: 'claim' }>
  | (Extract<Verdict, { kind: 'claim' }> & { task: Task; today: Day });

/** Reads how subscriber and ledger stand, and judges. @param consistent false where what was written just now may be missed */
async function look(request: DeliveryRequest, ports: DeliverPorts, consistent: boolean): Promise<Look> {
  const { subscriberId, day } = request;
  const found = await ports.subscribers.readForDelivery(subscriberId, day, consistent);
  if (!found) return { kind: 'skip', reason: 'left' };
  if (found.delivery) return { kind: 'settled' };
  const task = { request, subscriber: found.subscriber, profile: found.profile };
  const today = dayIn(task.profile.preferences.timeZone, ports.now());
  const verdict = judge(task.subscriber, day, {
    today,
    now: ports.now(),
    graceMs: ports.graceMs,
    attempt: ports.newAttempt(),
  });
  return verdict.kind === 'claim' ? { ...verdict, task, today } : verdict;
}

async function makeAndSend(
  task: Task,
  claim: Claim,
  today: Day,
  ports: DeliverPorts,
): Promise<DeliverResult | 'again'> {
  const editions = await coveredBy(task, claim, ports);
  const digest = await digestFor(task, editions, ports.shelf);
  let message: LentMessage | undefined;
  try {
    if (digest.picks.length > 0) message = messageOf(task, claim, digest, editions, ports, ports.now());
  } catch (error) {
    if (!(error instanceof HeaderError)) throw error;
    return settle(
      { ...line(task.request, ports), outcome: 'failed', reason: 'rendering', detail: error.code },
      ports,
    );
  }
  try {
    return await claimAndSend(task, claim, today, digest, message, ports);
  } finally {
    message?.release();
  }
}

async function claimAndSend(
  task: Task,
  claim: Claim,
  today: Day,
  digest: Digest,
  message: LentMessage | undefined,
  ports: DeliverPorts,
): Promise<DeliverResult | 'again'> {
  if (message && (await ports.pacer.turn()) === 'later') return 'waiting';
  // An attempt that is taken over may have been settled by SES's event while this one waited.
  if (claim.attempts > 1 && (await isSettled(task.request, ports))) return 'settled';

  const held = { ...claim, at: ports.now().toISOString() };
  if (!(await ports.subscribers.claim(task.subscriber, held, today))) return 'again';
  if (!message) return skip(task.request, 'nothing-above-threshold', ports);
  const outcome = await ports.send(message.raw, {
    subscriber: task.subscriber.id,
    edition: claim.day,
    attempt: claim.attempt,
  });
  return conclude(outcome, task, claim, digest, ports);
}

async function isSettled({ subscriberId, day }: DeliveryRequest, ports: DeliverPorts): Promise<boolean> {
  return (await ports.subscribers.readForDelivery(subscriberId, day))?.delivery !== undefined;
}

async function conclude(
  outcome: SendOutcome,
  { request, subscriber }: Task,
  claim: Claim,
  digest: Digest,
  ports: DeliverPorts,
): Promise<DeliverResult | 'again'> {
  const common = line(request, ports);
  const giveBack = () => ports.subscribers.release(subscriber.id, claim.attempt, subscriber.claim);
  switch (outcome.kind) {
    case 'accepted':
      return settle(
        {
          ...common,
          outcome: 'sent',
          attempt: claim.attempt,
          messageId: outcome.messageId,
          paperIds: digest.picks.map((pick) => pick.paperId),
          editions: digest.editions,
        },
        ports,
      );
    case 'rejected':
      return settle({ ...common, outcome: 'failed', reason: 'rejected', detail: outcome.code }, ports);
    case 'throttled':
      await giveBack();
      return 'again';
    case 'paused':
    case 'quota-spent':
      if (outcome.kind === 'paused') log('error', 'deliver.paused', { problem: outcome.code });
      await giveBack();
      await ports.pacer.park(ports.now().getTime() + ports.parkMs);
      return 'waiting';
    case 'unknown':
      log('warn', 'deliver.unknown', { problem: outcome.problem });
      return 'waiting';
  }
}

async function coveredBy(
  { profile }: Task,
  claim: Claim,
  { shelf }: DeliverPorts,
): Promise<ShelvedEdition[]> {
  const published = await shelf.published(claim.day);
  const days = coveredEditions(
    claim.day,
    claim.after,
    profile.preferences.cadence,
    published.map((header) => header.day),
  );
  const headers = published.filter((header) => days.includes(header.day)).reverse();
  return Promise.all(headers.map((header) => shelf.edition(header)));
}

function line({ subscriberId, day }: DeliveryRequest, ports: DeliverPorts) {
  return { subscriberId, day, at: ports.now().toISOString() };
}

function skip(
  request: DeliveryRequest,
  reason: Extract<Delivery, { outcome: 'skipped' }>['reason'],
  ports: DeliverPorts,
): Promise<DeliverResult> {
  return settle({ ...line(request, ports), outcome: 'skipped', reason }, ports);
}

async function settle(delivery: Delivery, ports: DeliverPorts): Promise<DeliverResult> {
  await ports.deliveries.record(delivery);
  return 'settled';
}
