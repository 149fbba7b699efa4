import { type Header, headerAddress, headerDate, headerMailbox, headerText } from './headers.js';
import { assembleMessage } from './message.js';
import { encodeQuotedPrintable } from './quoted-printable.js';

/** Who mails: the name and address that readers see, and the postal address that the law asks for. */
export interface Sender {
  name: string;
  address: string;
  postalAddress: string;
  replyTo?: string;
}

/** What every mail of ours has, whatever it says. */
export interface Envelope {
  sender: Sender;
  recipient: { address: string };
  subject: string;
  now: Date;
  /** Unique among all messages, of letters, digits, `.` and `-`; it becomes the Message-ID. */
  id: string;
  /** More headers, after the others. */
  headers?: readonly Header[];
}

/** The headers of an envelope, in their order. @throws HeaderError for an address or id that is none */
export function envelopeHeaders({ sender, recipient, subject, now, id, headers }: Envelope): Header[] {
  const all: Header[] = [
    ['From', headerMailbox(sender.name, sender.address)],
    ['To', headerAddress(recipient.address)],
  ];
  if (sender.replyTo !== undefined) all.push(['Reply-To', headerAddress(sender.replyTo)]);
  all.push(
    ['Subject', headerText(subject)],
    ['Date', headerDate(now)],
    ['Message-ID', `<${headerAddress(`${id}@${senderDomain(sender)}`)}>`],
    ['Auto-Submitted', 'auto-generated'],
  );
  if (headers) all.push(...headers);
  return all;
}

/** The domain that mails come from. @throws HeaderError */
export function senderDomain(sender: Sender): string {
  const address = headerAddress(sender.address);
  return address.slice(address.lastIndexOf('@') + 1);
}

/**
 * Returns a raw message of the given text and HTML, for mails that are about one person's own doing, such as
 * the one that asks to confirm a subscription.
 * @throws HeaderError for an address, id or header that cannot be written
 */
export function plainMessage(message: Envelope & { text: string; html: string }): Buffer {
  return assembleMessage({
    headers: envelopeHeaders(message),
    text: bodyOf(message.text),
    html: bodyOf(message.html),
  });
}

function bodyOf(text: string): Uint8Array[] {
  const lines = text.endsWith('\n') ? text : `${text}\n`;
  return [Buffer.from(encodeQuotedPrintable(lines), 'latin1')];
}
