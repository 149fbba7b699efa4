import { createHmac, timingSafeEqual } from 'node:crypto';
import { SubscriberId } from '../domain/subscriber.js';
import { DigestError } from '../errors.js';

/** What a link may do; a token made for one purpose opens nothing else. */
export type Purpose = 'manage' | 'unsubscribe' | 'vote' | 'read' | 'confirm' | 'feed';

/**
 * A purpose's letter, and which 128 bits of which HMAC-SHA512 sign for it. The four links of a mail share one, as
 * signing was a tenth of a mail's cost: no part of an HMAC tells anything of another.
 */
const PLACES: Record<Purpose, { letter: string; family: string; part: number }> = {
  manage: { letter: 'm', family: 'mail', part: 0 },
  unsubscribe: { letter: 'u', family: 'mail', part: 1 },
  vote: { letter: 'v', family: 'mail', part: 2 },
  read: { letter: 'r', family: 'mail', part: 3 },
  confirm: { letter: 'c', family: 'page', part: 0 },
  feed: { letter: 'f', family: 'page', part: 1 },
};
const SIGNATURE_BYTES = 16;

/** What a token says, once its signature held. */
export interface Grant {
  purpose: Purpose;
  subscriberId: SubscriberId;
  /** Must equal the subscriber's own, else the link was revoked. */
  linkEpoch: number;
  /** In whole seconds since 1970. */
  expiresAt: number;
}

/** A link that is not one of ours, was changed, is for something else, is too old, or was revoked. */
export class LinkError extends DigestError {
  readonly code = 'link';

  constructor(readonly problem: 'malformed' | 'forged' | 'expired' | 'purpose' | 'revoked') {
    super(`link: ${problem}`);
  }
}

/** The token of `grant`: its claims in clear and their signature, safe in a URL. Signed with the first of `keys`. */
export function signToken({ purpose, ...claims }: Grant, keys: readonly string[]): string {
  const text = claimsText(claims);
  return written(purpose, text, hmac(PLACES[purpose].family, text, keys[0] ?? ''));
}

/** The tokens of a mail's links, each as of {@link signToken}. */
export function signMailTokens(claims: Omit<Grant, 'purpose'>, keys: readonly string[]) {
  const text = claimsText(claims);
  const signatures = hmac('mail', text, keys[0] ?? '');
  return {
    manage: written('manage', text, signatures),
    unsubscribe: written('unsubscribe', text, signatures),
    vote: written('vote', text, signatures),
    read: written('read', text, signatures),
  };
}

function claimsText({ subscriberId, linkEpoch, expiresAt }: Omit<Grant, 'purpose'>): string {
  return `${subscriberId}.${linkEpoch.toString(36)}.${expiresAt.toString(36)}`;
}

function written(purpose: Purpose, claims: string, signatures: Buffer): string {
  const { letter, part } = PLACES[purpose];
  const from = part * SIGNATURE_BYTES;
  return `${letter}.${claims}.${signatures.toString('base64url', from, from + SIGNATURE_BYTES)}`;
}

/**
 * What `token` grants. Whether its `linkEpoch` still holds is for the caller, who has the subscriber's row.
 * @throws LinkError
 */
export function readToken(token: string, purpose: Purpose, keys: readonly string[], now: Date): Grant {
  const match = /^([a-z])\.([a-z2-7]{26})\.([0-9a-z]{1,8})\.([0-9a-z]{1,8})\.([A-Za-z0-9_-]{22})$/.exec(
    token,
  );
  if (!match) throw new LinkError('malformed');
  const [, letter, id, epoch = '', expiry = '', signed = ''] = match;
  const given = Buffer.from(signed, 'base64url');
  // The last of 22 digits carries 2 bits only; any other that decodes to the same is no token of ours.
  if (given.toString('base64url') !== signed) throw new LinkError('malformed');
  const place = Object.values(PLACES).find((one) => one.letter === letter);
  if (!place) throw new LinkError('forged');
  const from = place.part * SIGNATURE_BYTES;
  const claims = `${id}.${epoch}.${expiry}`;
  const isSigned = (key: string) =>
    timingSafeEqual(hmac(place.family, claims, key).subarray(from, from + SIGNATURE_BYTES), given);
  if (!keys.some(isSigned)) throw new LinkError('forged');
  if (place !== PLACES[purpose]) throw new LinkError('purpose');
  const expiresAt = Number.parseInt(expiry, 36);
  if (expiresAt * 1000 < now.getTime()) throw new LinkError('expired');
  return { purpose, subscriberId: SubscriberId.parse(id), linkEpoch: Number.parseInt(epoch, 36), expiresAt };
}

function hmac(family: string, claims: string, key: string): Buffer {
  return createHmac('sha512', key).update(`${family}.${claims}`).digest();
}
