import { HeaderError } from '../shared/mail/headers.js';
import { assembleMessage } from '../shared/mail/message.js';
import { type Envelope, envelopeHeaders, type Sender, senderDomain } from '../shared/mail/plain-message.js';
import { decodeQuotedPrintable } from '../shared/mail/quoted-printable.js';
import { webUrl } from '../shared/text/plain.js';
import { digestBody } from './bodies.js';
import type { Medium } from './card.js';
import { type DigestView, planDigest } from './plan.js';

export type { DigestView } from './plan.js';

/** A digest on its way to one subscriber. */
export interface DigestMail extends DigestView, Omit<Envelope, 'subject'> {
  sender: Sender;
}

/**
 * Returns the whole raw message of a digest, with a text part and the headers that bulk mail needs.
 * @throws MissingCardError when a pick has no card
 * @throws HeaderError for an address, id, link or header that cannot be written
 */
export function digestMessage(mail: DigestMail): Buffer {
  const plan = planDigest(mail);
  const headers = { ...listHeaders(mail), ...mail.headers };
  return assembleMessage({
    headers: envelopeHeaders({ ...mail, subject: plan.words.subject, headers }),
    text: digestBody(plan, 'text').encoded,
    html: digestBody(plan, 'html').encoded,
  });
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
  return decodeQuotedPrintable(digestBody(planDigest(view), medium).encoded);
}

/** RFC 2369 and 8058 for leaving, RFC 2919 for the list's name, Feedback-ID for the mailbox providers' reports. */
function listHeaders({ sender, links, digest }: DigestMail): Record<string, string> {
  const domain = senderDomain(sender);
  const oneClick = webUrl(links.oneClick);
  if (oneClick === undefined) throw new HeaderError('expected the one-click link to be http or https');
  return {
    'List-Id': `<digest.${domain}>`,
    'List-Unsubscribe': `<${oneClick}>`,
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    'Feedback-ID': `${digest.day}:digest:${domain}`,
  };
}
