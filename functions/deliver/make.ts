import type { DeliveryRequest } from '../../shared/domain/delivery.js';
import type { Digest } from '../../shared/domain/digest.js';
import type { Claim, Subscriber } from '../../shared/domain/subscriber.js';
import { digestLinks } from '../../shared/links/digest-links.js';
import type { Sender } from '../../shared/mail/plain-message.js';
import { chooseDigest } from '../../shared/matching/choose.js';
import { readyFor } from '../../shared/matching/plain-texts.js';
import { unpackTaste } from '../../shared/matching/taste-bytes.js';
import type { Profile } from '../../shared/stores/subscribers.js';
import { lendDigest } from '../../templates/digest.js';
import type { LentMessage } from '../../templates/trays.js';
import type { Shelf, ShelvedEdition } from './shelf.js';

/** One edition for one subscriber, as last read. */
export interface Task {
  request: DeliveryRequest;
  subscriber: Subscriber;
  profile: Profile;
}

/** What a message says of the service that sends it. */
export interface Letterhead {
  sender: Sender;
  site: { baseUrl: string; linkKeys: readonly string[] };
}

/** Matches: returns the digest of the editions (oldest first) for one subscriber; with no picks there is nothing to send. */
export async function digestFor(
  { request, profile }: Task,
  editions: readonly ShelvedEdition[],
  shelf: Shelf,
): Promise<Digest> {
  const { preferences, taste } = profile;
  const model = editions.at(-1)?.header.embeddingModel ?? '';
  const reader = {
    topics: await shelf.topics(preferences.topics, model),
    taste: taste?.model === model ? unpackTaste(taste.bytes) : { likes: [], dislikes: [] },
    followedAuthors: preferences.followedAuthors,
    mutedWords: preferences.mutedWords,
  };
  const comparable = editions.filter(({ header }) => header.embeddingModel === model);
  const prepared = comparable.map((edition) => edition.prepared);
  await readyFor(reader, prepared);
  return chooseDigest(prepared, reader, {
    length: preferences.length,
    threshold: preferences.threshold,
    seed: `${request.subscriberId}#${request.day}`,
  });
}

/**
 * Renders: returns the raw message of a digest for its subscriber, to be released when it is done with.
 * @throws HeaderError for an address that SES cannot take
 */
export function messageOf(
  { subscriber, profile }: Task,
  claim: Pick<Claim, 'day' | 'attempt'>,
  digest: Digest,
  editions: readonly ShelvedEdition[],
  { sender, site }: Letterhead,
  now: Date,
): LentMessage {
  return lendDigest({
    digest,
    cards: editions.map(({ cards }) => cards),
    show: profile.preferences.show,
    sender,
    recipient: { address: subscriber.address },
    links: digestLinks(subscriber, claim.day, site),
    now,
    id: `${claim.day}.${claim.attempt}`,
  });
}
