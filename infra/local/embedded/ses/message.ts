import { addressParser } from 'postal-mime';
import { SesRefusal } from './answer.js';

/** One header field as it stood, and its parts: `name` in lower case, `value` unfolded. */
export interface Field {
  name: string;
  value: string;
  /** With its folds, without the last line end. */
  raw: string;
}

/** A raw message in two: its header fields, in order, and the bytes after the empty line. */
export interface SplitMessage {
  fields: Field[];
  body: Buffer;
}

/** @throws SesRefusal `InvalidParameterValue` when there is no header, or a line of it is no field */
export function splitMessage(raw: Buffer): SplitMessage {
  const end = /\r?\n\r?\n/.exec(raw.toString('latin1', 0, Math.min(raw.length, 65_536)));
  const head = raw.toString('latin1', 0, end?.index ?? raw.length);
  const body = end ? raw.subarray(end.index + end[0].length) : Buffer.alloc(0);
  const fields = head.split(/\r?\n(?![ \t])/).map((line) => {
    const [, name, value] = /^([!-9;-~]+):(.*)$/s.exec(line) ?? [];
    if (name === undefined || value === undefined) throw malformed('Invalid header line.');
    return { name: name.toLowerCase(), value: value.replace(/\r?\n/g, '').trim(), raw: line };
  });
  return { fields, body };
}

/** The value of the first such field. `name` in lower case. */
export function fieldValue(message: SplitMessage, name: string): string | undefined {
  return message.fields.find((field) => field.name === name)?.value;
}

/** The bare addresses in the given fields, in order. */
export function addressesIn(message: SplitMessage, names: readonly string[]): string[] {
  return message.fields
    .filter(({ name }) => names.includes(name))
    .flatMap(({ value }) => addressParser(value, { flatten: true }))
    .flatMap(({ address }) => address ?? []);
}

const ONLY_ONCE = ['from', 'sender', 'reply-to', 'to', 'cc', 'bcc', 'subject', 'message-id', 'date'];
const LONGEST_LINE = 1_000;

/**
 * What SES checks of a raw message: a From with a domain, no field twice that may stand once, no line over 1,000 bytes.
 * @throws SesRefusal `InvalidParameterValue`
 */
export function checkMessage(message: SplitMessage): void {
  const names = message.fields.map(({ name }) => name);
  const twice = ONLY_ONCE.find((name) => names.indexOf(name) !== names.lastIndexOf(name));
  if (twice) throw malformed(`Duplicate header '${twice}'.`);
  if (addressesIn(message, ['from']).length === 0) throw malformed(`Missing required header 'From'.`);
  if (longestLine(message.body) > LONGEST_LINE) throw malformed('Line too long in message body.');
}

/** In bytes, line end included. */
function longestLine(body: Buffer): number {
  let longest = 0;
  for (let start = 0; start < body.length; ) {
    const newline = body.indexOf(10, start);
    const next = newline === -1 ? body.length : newline + 1;
    longest = Math.max(longest, next - start);
    start = next;
  }
  return longest;
}

/** Fields that SES replaces, or reads and takes out. */
const NOT_KEPT = ['message-id', 'date', 'bcc', 'return-path'];

/** The message as SES sends it on: its own Message-ID and Date, no Bcc and no X-SES field; the body byte for byte. */
export function stamp(message: SplitMessage, messageId: string, at: Date): Buffer {
  const kept = message.fields.filter(({ name }) => !NOT_KEPT.includes(name) && !name.startsWith('x-ses-'));
  const lines = [
    `Date: ${at.toUTCString().replace('GMT', '+0000')}`,
    `Message-ID: <${messageId}@email.amazonses.com>`,
    ...kept.map(({ raw }) => raw.replace(/\r?\n/g, '\r\n')),
  ];
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), message.body]);
}

export function malformed(message: string): SesRefusal {
  return new SesRefusal('InvalidParameterValue', message);
}
