import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { coveredEditions } from '../../functions/deliver/claim.js';
import { digestFor, type Letterhead, messageOf } from '../../functions/deliver/make.js';
import { Shelf } from '../../functions/deliver/shelf.js';
import { subscriberIdOf } from '../../shared/address.js';
import type { Digest } from '../../shared/domain/digest.js';
import { digestLinks } from '../../shared/links/digest-links.js';
import { plainMessage, type Sender } from '../../shared/mail/plain-message.js';
import { type SendOutcome, sendThrough } from '../../shared/mail/send.js';
import { parseJsonAs } from '../../shared/parse.js';
import { Secrets } from '../../shared/secrets.js';
import { EditionStore } from '../../shared/stores/editions.js';
import { PhraseStore } from '../../shared/stores/phrases.js';
import { SubscriberStore } from '../../shared/stores/subscribers.js';
import { escapeHtml } from '../../shared/text/plain.js';
import { digestHtml } from '../../templates/digest.js';
import { OpsError, type OpsHouse } from './house.js';
import { addressKeyOf, subscriberAt } from './subscribers.js';

function senderOf({ environment }: OpsHouse): Sender {
  const {
    SENDER_NAME: name = '',
    SENDER_ADDRESS: address = '',
    POSTAL_ADDRESS: postalAddress = '',
  } = environment;
  return { name, address, postalAddress };
}

/**
 * Sends one mail that says only that mail is sent. Returns what SES said of it.
 * @throws OpsError for an address that must not be mailed
 */
export async function sendTest(
  house: OpsHouse,
  address: string,
  now: Date,
  id: string,
): Promise<SendOutcome> {
  const store = new SubscriberStore(house.subscribers);
  const standing = await store.standing(subscriberIdOf(address, await addressKeyOf(house)));
  if (standing.kind === 'suppressed') {
    throw new OpsError(`this address is suppressed: ${standing.suppression.reason}`);
  }
  const sender = senderOf(house);
  const words = `This is a test by the operator of ${sender.name}. Mail from there reaches you.`;
  const raw = plainMessage({
    ...{ sender, recipient: { address }, now, id },
    subject: `A test of ${sender.name}`,
    text: words,
    html: `<!doctype html><html lang="en"><title>A test</title><p>${escapeHtml(words)}</p></html>`,
  });
  return sendThrough(house.ses, house.environment.CONFIGURATION_SET)(raw, { purpose: 'test' });
}

/** A digest that was made to be looked at, and where it was written. */
export interface Preview {
  digest: Digest;
  files: string[];
}

/**
 * Makes the digest that a reader would get of the latest edition now, without sending or writing anything down, and
 * writes it as `preview.eml` and `preview.html` to `folder`. Its links work: keep it to yourself.
 * @throws OpsError when nobody is known by the address, there is no edition, or nothing in it is for them
 */
export async function preview(house: OpsHouse, address: string, folder: string, now: Date): Promise<Preview> {
  const { subscriber, profile } = await subscriberAt(house, address);
  const phrases = new PhraseStore(house.content, () => now);
  const shelf = new Shelf(new EditionStore(house.content), {
    read: (...asked) => phrases.read(...asked),
    renew: async () => {},
  });
  const [latest] = await new EditionStore(house.content).latest(1);
  if (!latest) throw new OpsError('there is no edition yet: edition rebuild DATE makes one');
  const published = await shelf.published(latest.day);
  const days = coveredEditions(
    latest.day,
    subscriber.claim?.day === latest.day ? subscriber.claim.after : subscriber.claim?.day,
    profile.preferences.cadence,
    published.map(({ day }) => day),
  );
  const headers = published.filter(({ day }) => days.includes(day)).reverse();
  const editions = await Promise.all(headers.map((header) => shelf.edition(header)));
  const task = { request: { day: latest.day, subscriberId: subscriber.id }, subscriber, profile };
  const digest = await digestFor(task, editions, shelf);
  if (digest.picks.length === 0)
    throw new OpsError(`the edition of ${latest.day} has nothing for this reader`);
  const letterhead: Letterhead = {
    sender: senderOf(house),
    site: {
      baseUrl: house.environment.WEB_URL ?? '',
      linkKeys: parseJsonAs(Secrets, await house.secrets.read(), 'secrets').linkKeys,
    },
  };
  const claim = { day: latest.day, attempt: 'preview' };
  const message = messageOf(task, claim, digest, editions, letterhead, now);
  const html = digestHtml({
    cards: editions.map(({ cards }) => cards),
    digest,
    show: profile.preferences.show,
    sender: letterhead.sender,
    links: digestLinks(subscriber, latest.day, letterhead.site),
  });
  const files = [join(folder, 'preview.eml'), join(folder, 'preview.html')];
  await writeFile(files[0] ?? '', message.raw, { mode: 0o600 });
  message.release();
  await writeFile(files[1] ?? '', html, { mode: 0o600 });
  return { digest, files };
}
