import { dayIn } from '../../shared/domain/day.js';
import type { Delivery, DeliveryRequest } from '../../shared/domain/delivery.js';
import type { Digest } from '../../shared/domain/digest.js';
import type { Claim, Subscriber } from '../../shared/domain/subscriber.js';
import { digestLinks } from '../../shared/links/digest-links.js';
import type { Sender } from '../../shared/mail/plain-message.js';
import type { Send, SendOutcome } from '../../shared/mail/send.js';
import { chooseDigest } from '../../shared/matching/choose.js';
import { unpackTaste } from '../../shared/matching/taste-bytes.js';
import type { DeliveryStore } from '../../shared/stores/deliveries.js';
import type { Profile, SubscriberStore } from '../../shared/stores/subscribers.js';
import { digestMessage } from '../../templates/digest.js';
import { coveredEditions, judge } from './claim.js';
import type { Shelf, ShelvedEdition } from './shelf.js';

/** Where delivering reads, writes and sends. */
export interface DeliverPorts {
  subscribers: SubscriberStore;
  deliveries: DeliveryStore;
  shelf: Shelf;
  send: Send;
  sender: Sender;
  site: { baseUrl: string; linkKeys: readonly string[] };
  graceMs: number;
  now: () => Date;
  /** A name for an attempt that no other attempt ever has. */
  newAttempt: () => string;
}

/**
 * How a request ended: in the ledger, or `waiting`, when somebody else is at work on it, its mail may be on its way,
 * or nothing may be sent for now. What waits is found again by dispatch.
 */
export type DeliverResult = 'settled' | 'waiting';

/** Delivers one edition to one subscriber: claim, match, render, send, record. See docs/delivery.md. */
export async function deliver(request: DeliveryRequest, ports: DeliverPorts): Promise<DeliverResult> {
  const { day, subscriberId } = request;
  const found = await ports.subscribers.readForDelivery(subscriberId, day);
  if (!found) return skip(request, 'left', ports);
  const { subscriber, profile, delivery } = found;
  if (delivery) return 'settled';

  const now = ports.now();
  const today = dayIn(profile.preferences.timeZone, now);
  const verdict = judge(subscriber, day, { today, now, graceMs: ports.graceMs, attempt: ports.newAttempt() });
  switch (verdict.kind) {
    case 'skip':
      return skip(request, verdict.reason, ports);
    case 'give-up':
      return settle({ ...line(request, ports), outcome: 'failed', reason: 'attempts-exhausted' }, ports);
    case 'wait':
      return 'waiting';
    case 'claim':
      if (!(await ports.subscribers.claim(subscriber, verdict.claim, today))) return 'waiting';
      return sendClaimed({ subscriber, profile, claim: verdict.claim }, ports);
  }
}

interface Claimed {
  /** As it was before the claim. */
  subscriber: Subscriber;
  profile: Profile;
  claim: Claim;
}

async function sendClaimed(claimed: Claimed, ports: DeliverPorts): Promise<DeliverResult> {
  const { subscriber, claim } = claimed;
  const request = { subscriberId: subscriber.id, day: claim.day };
  let message: Buffer;
  let digest: Digest;
  try {
    const editions = await coveredBy(claimed, ports);
    digest = await digestFor(claimed, editions, ports);
    if (digest.picks.length === 0) return skip(request, 'nothing-above-threshold', ports);
    message = messageOf(claimed, digest, editions, ports);
  } catch (error) {
    await giveBack(claimed, ports);
    throw error;
  }
  const outcome = await ports.send(message, {
    subscriber: subscriber.id,
    edition: claim.day,
    attempt: claim.attempt,
  });
  return recordOutcome(outcome, claimed, digest, ports);
}

async function recordOutcome(
  outcome: SendOutcome,
  claimed: Claimed,
  digest: Digest,
  ports: DeliverPorts,
): Promise<DeliverResult> {
  const { subscriber, claim } = claimed;
  const common = line({ subscriberId: subscriber.id, day: claim.day }, ports);
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
    case 'quota-spent':
      await giveBack(claimed, ports);
      return 'waiting';
    case 'unknown':
      return 'waiting';
  }
}

async function coveredBy({ profile, claim }: Claimed, { shelf }: DeliverPorts): Promise<ShelvedEdition[]> {
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

async function digestFor(
  { subscriber, profile, claim }: Claimed,
  editions: readonly ShelvedEdition[],
  { shelf }: DeliverPorts,
): Promise<Digest> {
  const { preferences, taste } = profile;
  const model = editions.at(-1)?.header.embeddingModel ?? '';
  const reader = {
    topics: await shelf.topics(preferences.topics, model),
    taste: taste?.model === model ? unpackTaste(taste.bytes) : { likes: [], dislikes: [] },
    followedAuthors: preferences.followedAuthors,
    mutedWords: preferences.mutedWords,
  };
  return chooseDigest(
    editions.filter(({ header }) => header.embeddingModel === model).map(({ prepared }) => prepared),
    reader,
    { length: preferences.length, threshold: preferences.threshold, seed: `${subscriber.id}#${claim.day}` },
  );
}

function messageOf(
  { subscriber, profile, claim }: Claimed,
  digest: Digest,
  editions: readonly ShelvedEdition[],
  { sender, site, now }: DeliverPorts,
): Buffer {
  return digestMessage({
    digest,
    cards: editions.map(({ cards }) => cards),
    show: profile.preferences.show,
    sender,
    recipient: { address: subscriber.address },
    links: digestLinks(subscriber, claim.day, site),
    now: now(),
    id: `${claim.day}.${claim.attempt}`,
  });
}

/** Gives the claim back after what surely sent nothing. */
function giveBack({ subscriber, claim }: Claimed, ports: DeliverPorts): Promise<void> {
  return ports.subscribers.release(subscriber.id, claim.attempt, subscriber.claim);
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
