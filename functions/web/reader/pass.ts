import type { Subscriber, SubscriberId } from '../../../shared/domain/subscriber.js';
import { type Grant, LinkError, type Purpose, readToken, signToken } from '../../../shared/links/token.js';
import type { Profile } from '../../../shared/stores/subscribers.js';
import type { ReaderPorts } from '../ports.js';

/** What a good link opens: whom it is for, as last read. */
export interface Pass {
  token: string;
  grant: Grant;
  subscriber: Subscriber;
  profile: Profile;
  links: ReaderLinks;
}

/** The paths that lead on from a pass, each with a token for its own purpose. */
export interface ReaderLinks {
  preferences: string;
  digests: string;
  data: string;
  export: string;
  taste: string;
  leave: string;
  feed: string;
  digest(day: string): string;
}

/** A feed reader asks for years. */
const FEED_DAYS = 5 * 366;

/**
 * Opens a link for one purpose.
 * @throws LinkError when it is not one of ours, for something else, too old, or revoked
 */
export async function openPass(ports: ReaderPorts, token: string, purpose: Purpose): Promise<Pass> {
  const { linkKeys } = await ports.secrets();
  const grant = readToken(token, purpose, linkKeys, ports.now());
  const known = await ports.subscribers.read(grant.subscriberId);
  if (!known) throw new LinkError('revoked');
  const { subscriber, profile } = known;
  const epoch = purpose === 'feed' ? (profile.feedEpoch ?? 0) : subscriber.linkEpoch;
  if (grant.linkEpoch !== epoch) throw new LinkError('revoked');
  return { token, grant, subscriber, profile, links: linksOf(known, grant.expiresAt, linkKeys, ports.now()) };
}

/**
 * Whom a managing link may erase: its reader, or who was erased by it already, so that an erasure that was cut short
 * can be asked for once more.
 * @throws LinkError as {@link openPass}
 */
export async function openToErase(ports: ReaderPorts, token: string): Promise<SubscriberId> {
  const { linkKeys } = await ports.secrets();
  const { subscriberId, linkEpoch } = readToken(token, 'manage', linkKeys, ports.now());
  const [subscriber, standing] = await Promise.all([
    ports.subscribers.state(subscriberId),
    ports.subscribers.standing(subscriberId),
  ]);
  const open = subscriber ? linkEpoch === subscriber.linkEpoch : standing.kind === 'suppressed';
  if (!open) throw new LinkError('revoked');
  return subscriberId;
}

/**
 * The paths for one reader, valid until `expiresAt` (seconds since 1970); the feed's far longer.
 * Only a page that a managing link opened may show them all.
 */
export function linksOf(
  { subscriber, profile }: { subscriber: Subscriber; profile: Profile },
  expiresAt: number,
  linkKeys: readonly string[],
  now: Date,
): ReaderLinks {
  const { id: subscriberId, linkEpoch } = subscriber;
  const token = (purpose: Purpose) => signToken({ purpose, subscriberId, linkEpoch, expiresAt }, linkKeys);
  const manage = token('manage');
  const read = token('read');
  const feed = signToken(
    {
      purpose: 'feed',
      subscriberId,
      linkEpoch: profile.feedEpoch ?? 0,
      // Whole days, so that the address does not change with every look at it.
      expiresAt: (Math.floor(now.getTime() / 86_400_000) + FEED_DAYS) * 86_400,
    },
    linkKeys,
  );
  return {
    preferences: `/preferences/${manage}`,
    digests: `/digests/${manage}`,
    data: `/privacy/${manage}`,
    export: `/data/${manage}`,
    taste: `/shaping/${manage}`,
    leave: `/leave/${manage}`,
    feed: `/feed/${feed}`,
    digest: (day) => `/digest/${read}/${day}`,
  };
}
