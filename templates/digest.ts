import type { Day } from '../shared/domain/day.js';
import { HeaderError, headerLine } from '../shared/mail/headers.js';
import { BEFORE_HTML, BEFORE_TEXT, END } from '../shared/mail/message.js';
import { type Envelope, envelopeLines, type Sender, senderDomain } from '../shared/mail/plain-message.js';
import { decodeQuotedPrintable } from '../shared/mail/quoted-printable.js';
import { remembering, rememberingOfTwo } from '../shared/once.js';
import { encodeDigest, setBody } from './bodies.js';
import type { Medium } from './card.js';
import type { Galley } from './galley.js';
import { type DigestView, planDigest } from './plan.js';
import type { LentMessage } from './trays.js';

export type { DigestView } from './plan.js';

/** A digest on its way to one subscriber. */
export interface DigestMail extends DigestView, Omit<Envelope, 'subject' | 'more'> {
  sender: Sender;
}

/**
 * Returns the whole raw message of a digest, with a text part and the headers that bulk mail needs, lent from where it was set.
 * @throws MissingCardError when a pick has no card
 * @throws HeaderError for an address, id, link or header that cannot be written
 * @throws RangeError without an edition, and for a message larger than two full bodies make
 */
export function lendDigest(mail: DigestMail): LentMessage {
  return setMessage(mail).lend();
}

/** The same, for who needs but one: a copy. */
export function digestMessage(mail: DigestMail): Buffer {
  return Buffer.from(setMessage(mail).mail);
}

function setMessage(mail: DigestMail): Galley {
  const plan = planDigest(mail);
  const { sender, recipient, now, id } = mail;
  const digest = encodeDigest(plan);
  const galley = beginOn(mail);
  galley.setAscii(
    envelopeLines({ sender, recipient, subjectLine: plan.subject.line, now, id, more: listLines(mail) }),
  );
  galley.setBytes(BEFORE_TEXT);
  setBody(galley, digest, 'text');
  galley.setBytes(BEFORE_HTML);
  setBody(galley, digest, 'html');
  galley.setBytes(END);
  return galley;
}

/** Any of the editions' galleys will do: most digests are of one edition. */
function beginOn({ cards: [edition] }: DigestView): Galley {
  if (edition === undefined) throw new RangeError('expected the cards of at least one edition');
  edition.galley.begin();
  return edition.galley;
}

/** Returns the digest's HTML as its mail holds it. @throws MissingCardError */
export function digestHtml(view: DigestView): string {
  return bodyText(view, 'html');
}

/** Returns the digest's text as its mail holds it. @throws MissingCardError */
export function digestText(view: DigestView): string {
  return bodyText(view, 'text');
}

function bodyText(view: DigestView, medium: Medium): string {
  const digest = encodeDigest(planDigest(view));
  const galley = beginOn(view);
  setBody(galley, digest, medium);
  return decodeQuotedPrintable(galley.mail.toString('latin1'));
}

/** A web address that can stand between `<` and `>`. */
const HEADER_URL = /^https?:\/\/[!-;=?-~]+$/;

/** RFC 2369 and 8058 for leaving, RFC 2919 for the list's name, Feedback-ID for the mailbox providers' reports. */
function listLines({ sender, links, digest }: DigestMail): string {
  const domain = senderDomain(sender);
  if (!HEADER_URL.test(links.oneClick)) {
    throw new HeaderError('expected the one-click link to be http or https');
  }
  const unsubscribe = headerLine('List-Unsubscribe', `<${links.oneClick}>`);
  return listIdLine(domain) + unsubscribe + ONE_CLICK + feedbackLine(digest.day, domain);
}

const ONE_CLICK = headerLine('List-Unsubscribe-Post', 'List-Unsubscribe=One-Click');
const KEPT = 20;
const listIdLine = remembering(KEPT, (domain: string) => headerLine('List-Id', `<digest.${domain}>`));
const feedbackLine = rememberingOfTwo(KEPT, (day: Day, domain: string) =>
  headerLine('Feedback-ID', `${day}:digest:${domain}`),
);
