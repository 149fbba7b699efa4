import { headerAddress, headerDate, headerMailbox, headerText } from './headers.js';
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
  /** More headers, by name. */
  headers?: Readonly<Record<string, string>>;
}

/** The headers of an envelope, in their order. @throws HeaderError for an address or id that is none */
export function envelopeHeaders(envelope: Envelope): Record<string, string> {
  const { sender } = envelope;
  return {
    From: headerMailbox(sender.name, sender.address),
    To: headerAddress(envelope.recipient.address),
    ...(sender.replyTo === undefined ? {} : { 'Reply-To': headerAddress(sender.replyTo) }),
    Subject: headerText(envelope.subject),
    Date: headerDate(envelope.now),
    'Message-ID': `<${headerAddress(`${envelope.id}@${senderDomain(sender)}`)}>`,
    'Auto-Submitted': 'auto-generated',
    ...envelope.headers,
  };
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
    text: encodeQuotedPrintable(withLineEnd(message.text)),
    html: encodeQuotedPrintable(withLineEnd(message.html)),
  });
}

function withLineEnd(text: string): string {
  return text.endsWith('\n') ? text : `${text}\n`;
}
