import { createHmac, timingSafeEqual } from 'node:crypto';
import { SubscriberId } from '../domain/subscriber.js';
import { DigestError } from '../errors.js';

/** What a link may do; a token made for one purpose opens nothing else. */
export type Purpose = 'manage' | 'unsubscribe' | 'vote' | 'read' | 'confirm' | 'feed';

const PURPOSE_CODES: Record<Purpose, string> = {
  manage: 'm',
  unsubscribe: 'u',
  vote: 'v',
  read: 'r',
  confirm: 'c',
  feed: 'f',
};

/** 128 bits of HMAC-SHA256. */
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
export function signToken(grant: Grant, keys: readonly string[]): string {
  const claims = [
    PURPOSE_CODES[grant.purpose],
    grant.subscriberId,
    grant.linkEpoch.toString(36),
    grant.expiresAt.toString(36),
  ].join('.');
  return `${claims}.${signature(claims, keys[0] ?? '').toString('base64url')}`;
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
  const [, code, id, epoch = '', expiry = '', signed = ''] = match;
  const claims = token.slice(0, token.lastIndexOf('.'));
  const given = Buffer.from(signed, 'base64url');
  // The last of 22 digits carries 2 bits only; any other that decodes to the same is no token of ours.
  if (given.toString('base64url') !== signed) throw new LinkError('malformed');
  if (!keys.some((key) => timingSafeEqual(signature(claims, key), given))) throw new LinkError('forged');
  if (code !== PURPOSE_CODES[purpose]) throw new LinkError('purpose');
  const expiresAt = Number.parseInt(expiry, 36);
  if (expiresAt * 1000 < now.getTime()) throw new LinkError('expired');
  return { purpose, subscriberId: SubscriberId.parse(id), linkEpoch: Number.parseInt(epoch, 36), expiresAt };
}

function signature(claims: string, key: string): Buffer {
  return createHmac('sha256', key).update(claims).digest().subarray(0, SIGNATURE_BYTES);
}
