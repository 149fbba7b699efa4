import { setTimeout as sleep } from 'node:timers/promises';
import { subscriberIdOf } from '../../../shared/address.js';
import type { Topic } from '../../../shared/domain/preferences.js';
import type { Subscriber, SubscriberId } from '../../../shared/domain/subscriber.js';
import { type Purpose, signToken } from '../../../shared/links/token.js';
import { CONFIRMATION_DAYS } from '../../../shared/stores/confirmations.js';
import type { Limit } from '../../../shared/stores/limits.js';
import { confirmLetter, type Letter, linkLetter } from '../../../templates/letters.js';
import type { ReaderPorts } from '../ports.js';
import { sendLetter } from './letters.js';
import type { Origin } from './origin.js';

/** Which wording of the subscribe page people agree to; it changes whenever the page promises something else. */
export const CONSENT_TEXT = '2026-11';

/**
 * What strangers can cause at most: from one source, behind which a whole university may be, from the network around
 * it, and all together. No network can use up what there is for all.
 */
export const FROM_ONE_SOURCE: Limit = { most: 200, seconds: 3_600 };
export const FROM_ONE_NETWORK: Limit = { most: 600, seconds: 3_600 };
const FROM_ALL: Limit = { most: 3_000, seconds: 3_600 };
/** Days that a link of a letter opens the preferences. */
const LINK_DAYS = 30;

/** What somebody asks for with an address. */
export type Wish = { kind: 'subscription'; topics: Topic[] } | { kind: 'link' };

/**
 * Takes a wish for an address and mails whoever reads it, at most once in 15 minutes. Returns false when too much was
 * asked from this source or its network, or by all, whoever was asked about. Whether the address is known changes
 * neither the answer nor, being kept back, its time.
 */
export async function ask(address: string, wish: Wish, origin: Origin, ports: ReaderPorts): Promise<boolean> {
  const [taken] = await Promise.all([answer(address, wish, origin, ports), sleep(ports.answerAfterMs)]);
  return taken;
}

async function answer(address: string, wish: Wish, origin: Origin, ports: ReaderPorts): Promise<boolean> {
  const at = ports.now();
  if (!(await ports.limits.take(`source#${origin.source}`, FROM_ONE_SOURCE, at))) return false;
  if (!(await ports.limits.take(`network#${origin.network}`, FROM_ONE_NETWORK, at))) return false;
  if (!(await ports.limits.take('letters', FROM_ALL, at))) return false;
  const { addressKey } = await ports.secrets();
  const id = subscriberIdOf(address, addressKey);
  const standing = await ports.subscribers.standing(id);
  const open = standing.kind !== 'suppressed';
  const active = standing.kind === 'known' && standing.subscriber.state === 'active';
  const asked =
    open && !active && wish.kind === 'subscription'
      ? { address, topics: wish.topics, consent: consentAt(at) }
      : undefined;
  if (!(await ports.confirmations.ask(id, at, asked)) || !open) return true;
  const subscriber = standing.kind === 'known' ? standing.subscriber : undefined;
  const letter = await letterFor(id, subscriber, wish, ports);
  const to = { id, address: subscriber?.address ?? address };
  // An address that nothing was mailed to does not rest: who asks for a link in vain may subscribe at once.
  if (!letter || !(await sendLetter(letter, to, ports))) await ports.confirmations.giveBack(id, at);
  return true;
}

/** Mails a known reader a fresh link, unless their address rests. */
export async function mailFreshLink(id: SubscriberId, ports: ReaderPorts): Promise<void> {
  const subscriber = await ports.subscribers.state(id);
  const at = ports.now();
  if (!subscriber || subscriber.suppressed || !(await ports.confirmations.ask(id, at))) return;
  const letter = await letterFor(id, subscriber, { kind: 'link' }, ports);
  if (letter && !(await sendLetter(letter, subscriber, ports))) await ports.confirmations.giveBack(id, at);
}

const consentAt = (at: Date) => ({
  askedAt: at.toISOString(),
  form: '/subscribe',
  textVersion: CONSENT_TEXT,
});

/** Nothing is mailed to somebody unknown who did not ask to subscribe. */
async function letterFor(
  id: SubscriberId,
  subscriber: Subscriber | undefined,
  wish: Wish,
  { site, secrets, confirmations, now }: ReaderPorts,
): Promise<Letter | undefined> {
  const { linkKeys } = await secrets();
  const linkEpoch = (subscriber ?? (await confirmations.read(id)))?.linkEpoch;
  if (linkEpoch === undefined) return undefined;
  const link = (path: string, purpose: Purpose, days: number) => {
    const expiresAt = Math.floor(now().getTime() / 1000) + days * 86_400;
    return `${site.baseUrl}/${path}/${signToken({ purpose, subscriberId: id, linkEpoch, expiresAt }, linkKeys)}`;
  };
  if (subscriber?.state === 'active' || (subscriber && wish.kind === 'link')) {
    return linkLetter(site, link('preferences', 'manage', LINK_DAYS));
  }
  if (wish.kind === 'link') return undefined;
  return confirmLetter(site, link('confirm', 'confirm', CONFIRMATION_DAYS), CONFIRMATION_DAYS);
}
