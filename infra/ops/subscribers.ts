import { createReadStream, createWriteStream } from 'node:fs';
import { rename } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { stringify } from 'csv-stringify';
import { forgetVotes } from '../../functions/web/reader/learning.js';
import { subscriberIdOf } from '../../shared/address.js';
import { addDays, dayOf } from '../../shared/domain/day.js';
import type { SubscriberId } from '../../shared/domain/subscriber.js';
import { parseJsonAs } from '../../shared/parse.js';
import { Secrets } from '../../shared/secrets.js';
import { AcclaimStore } from '../../shared/stores/acclaim.js';
import { DeliveryStore } from '../../shared/stores/deliveries.js';
import { PaperStore } from '../../shared/stores/papers.js';
import { ProfileStore } from '../../shared/stores/profiles.js';
import { type KnownSubscriber, SubscriberStore } from '../../shared/stores/subscribers.js';
import { SuppressionStore } from '../../shared/stores/suppressions.js';
import { VoteStore } from '../../shared/stores/votes.js';
import { OpsError, type OpsHouse } from './house.js';
import { type Imported, importSubscribers } from './import.js';
import { everybody, HEADER, lineOf } from './people.js';

/** The key that names every address. @throws ShapeError when the secrets are none */
export async function addressKeyOf(house: OpsHouse): Promise<string> {
  return parseJsonAs(Secrets, await house.secrets.read(), 'secrets').addressKey;
}

/** A subscriber by address. @throws OpsError when nobody is known by it */
export async function subscriberAt(house: OpsHouse, address: string): Promise<KnownSubscriber> {
  const id = subscriberIdOf(address, await addressKeyOf(house));
  const known = await new SubscriberStore(house.subscribers).read(id);
  if (!known) throw new OpsError('nobody is known by this address');
  return known;
}

/** Up to `limit` subscribers, those in `state` only where it is given. */
export async function listSubscribers(
  house: OpsHouse,
  { limit, state }: { limit: number; state?: string | undefined },
): Promise<KnownSubscriber[]> {
  const found: KnownSubscriber[] = [];
  for await (const known of everybody(house.subscribers)) {
    if (state !== undefined && known.subscriber.state !== state) continue;
    found.push(known);
    if (found.length >= limit) break;
  }
  return found;
}

const LEDGER_DAYS = 14;

/** All that is kept of one subscriber, with the ledger of the last two weeks. */
export async function showSubscriber(house: OpsHouse, address: string, now: Date) {
  const { subscriber, profile } = await subscriberAt(house, address);
  const { taste, ...rest } = profile;
  const first = addDays(dayOf(now), -LEDGER_DAYS);
  const deliveries = await new DeliveryStore(house.subscribers).since(subscriber.id, first);
  return { subscriber, ...rest, tasteBytes: taste?.bytes.length ?? 0, deliveries };
}

/** Writes everybody to a CSV file; the file is there when it is whole. Returns how many. */
export async function exportSubscribers(house: OpsHouse, file: string): Promise<number> {
  let count = 0;
  async function* lines() {
    for await (const known of everybody(house.subscribers)) {
      count += 1;
      yield lineOf(known);
    }
  }
  await pipeline(
    Readable.from(lines()),
    stringify({ header: true, columns: HEADER, escape_formulas: true }),
    createWriteStream(`${file}.part`, { mode: 0o600 }),
  );
  await rename(`${file}.part`, file);
  return count;
}

/** Imports a CSV file. See {@link importSubscribers}. @throws OpsError when it cannot be read */
export async function importFile(
  house: OpsHouse,
  file: string,
  { dryRun, now, onProgress }: { dryRun: boolean; now: () => Date; onProgress: (lines: number) => void },
): Promise<Imported> {
  const addressKey = await addressKeyOf(house);
  const { content, subscribers } = house;
  try {
    return await importSubscribers(createReadStream(file), {
      ...{ content, subscribers, addressKey, now, onProgress, dryRun },
    });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      throw new OpsError('there is no such file', { cause: error });
    }
    throw error;
  }
}

/** Forgets a person, as the page for it does: nothing is left but the keyed hash, suppressed. @throws OpsError for nobody */
export async function eraseSubscriber(house: OpsHouse, address: string, now: () => Date): Promise<void> {
  const { subscriber } = await subscriberAt(house, address);
  await forgetVotes(subscriber.id, {
    votes: new VoteStore(house.subscribers),
    papers: new PaperStore(house.content),
    acclaim: new AcclaimStore(house.content),
    profiles: profilesOf(house),
  });
  await new SuppressionStore(house.subscribers).erase(subscriber.id, now());
}

/**
 * Lets an address be mailed again that bounced, complained, or was erased; who is still known is due again at their
 * hour. What was cut short is done by doing it again.
 * @throws OpsError when it is not suppressed, and nobody is known by it
 */
export async function liftSuppression(house: OpsHouse, address: string): Promise<void> {
  const id: SubscriberId = subscriberIdOf(address, await addressKeyOf(house));
  const lifted = await new SuppressionStore(house.subscribers).lift(id);
  const known = await new SubscriberStore(house.subscribers).read(id);
  if (!lifted && !known) throw new OpsError('this address is not suppressed');
  if (known) await profilesOf(house).choose(id, known.profile.preferences, known.subscriber.pausedUntil);
}

function profilesOf({ subscribers }: OpsHouse): ProfileStore {
  return new ProfileStore(subscribers, new SubscriberStore(subscribers));
}
