import { HeaderError } from '../shared/mail/headers.js';
import { assembleMessage } from '../shared/mail/message.js';
import { type Envelope, envelopeHeaders, type Sender, senderDomain } from '../shared/mail/plain-message.js';
import { webUrl } from '../shared/text/plain.js';
import { planBlocks, subjectOf } from './blocks.js';
import { type DigestView, digestBody } from './bodies.js';
import { decodeBody } from './encoded.js';

export type { DigestLinks, DigestView } from './bodies.js';

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
  const blocks = planBlocks(mail.cards, mail.digest);
  const headers = { ...listHeaders(mail), ...mail.headers };
  return assembleMessage({
    headers: envelopeHeaders({ ...mail, subject: subjectOf(blocks), headers }),
    text: digestBody(mail, blocks, 'text').parts,
    html: digestBody(mail, blocks, 'html').parts,
  });
}

/** Returns the digest's HTML as its mail holds it. @throws MissingCardError */
export function digestHtml(view: DigestView): string {
  return decodeBody(digestBody(view, planBlocks(view.cards, view.digest), 'html'));
}

/** Returns the digest's text as its mail holds it. @throws MissingCardError */
export function digestText(view: DigestView): string {
  return decodeBody(digestBody(view, planBlocks(view.cards, view.digest), 'text'));
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
