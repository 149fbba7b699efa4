import { dateLine, headerAddress, headerLine, headerMailbox, headerText } from './headers.js';
import { BEFORE_HTML, BEFORE_TEXT, END } from './message.js';
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
  /** More header lines, after the others. */
  more?: string;
}

/**
 * The header lines of an envelope.
 * @param envelope its `subjectLine` as {@link subjectLineOf} returns it
 * @throws HeaderError for an address or id that is none
 */
export function envelopeLines(envelope: Omit<Envelope, 'subject'> & { subjectLine: string }): string {
  const { sender, recipient, subjectLine, now, id, more = '' } = envelope;
  const { from, replyTo, domain } = linesOf(sender);
  const to = headerLine('To', headerAddress(recipient.address));
  const messageId = headerLine('Message-ID', `<${headerAddress(`${id}@${domain}`)}>`);
  return `${from}${to}${replyTo}${subjectLine}${dateLine(now)}${messageId}${AUTO_SUBMITTED}${more}`;
}

const AUTO_SUBMITTED = headerLine('Auto-Submitted', 'auto-generated');

/** The header line of a subject. */
export function subjectLineOf(subject: string): string {
  return headerLine('Subject', headerText(subject));
}

interface SenderLines {
  from: string;
  replyTo: string;
  domain: string;
}

/** What senders are written as: a worker has but one. */
const senders = new WeakMap<Sender, SenderLines>();

function linesOf(sender: Sender): SenderLines {
  const known = senders.get(sender);
  if (known) return known;
  const { name, address, replyTo } = sender;
  const bare = headerAddress(address);
  const lines = {
    from: headerLine('From', headerMailbox(name, address)),
    replyTo: replyTo === undefined ? '' : headerLine('Reply-To', headerAddress(replyTo)),
    domain: bare.slice(bare.lastIndexOf('@') + 1),
  };
  senders.set(sender, lines);
  return lines;
}

/** The domain that mails come from. @throws HeaderError */
export function senderDomain(sender: Sender): string {
  return linesOf(sender).domain;
}

/**
 * Returns a raw message of the given text and HTML, for mails that are about one person's own doing, such as
 * the one that asks to confirm a subscription.
 * @throws HeaderError for an address or id that cannot be written
 */
export function plainMessage({ subject, ...message }: Envelope & { text: string; html: string }): Buffer {
  const lines = envelopeLines({ ...message, subjectLine: subjectLineOf(subject) });
  return Buffer.concat([
    Buffer.from(lines, 'latin1'),
    BEFORE_TEXT,
    bodyOf(message.text),
    BEFORE_HTML,
    bodyOf(message.html),
    END,
  ]);
}

function bodyOf(text: string): Buffer {
  const lines = text.endsWith('\n') ? text : `${text}\n`;
  return Buffer.from(encodeQuotedPrintable(lines), 'latin1');
}
