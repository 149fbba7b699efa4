import { domainToASCII } from 'node:url';
import { DigestError } from '../errors.js';
import { remembering } from '../once.js';

/** A value that cannot stand in a mail header. The value itself is never told, it may be an address. */
export class HeaderError extends DigestError {
  readonly code = 'mail-header';
}

/** What an encoded word holds, so that `Subject:` and the first stand on one line. */
const WORD_BYTES = 39;
const LINE = 76;
/** RFC 5322's limit, without CRLF. */
const LONGEST_LINE = 998;

/** ASCII on one line, no space at its ends: most headers are, and need no more looking at. */
const PLAIN_LINE = /^[\x21-\x7e]+(?: [\x21-\x7e]+)*$/;

/** Returns `text` on one line: control characters, line ends among them, become spaces, so that it ends no header. */
export function oneLine(text: string): string {
  if (PLAIN_LINE.test(text)) return text;
  return text
    .toWellFormed()
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .trim();
}

/** Returns `text` as header text: as it is in ASCII, else as RFC 2047 encoded words parted by spaces. */
export function headerText(text: string): string {
  const line = oneLine(text);
  if (/^[\x20-\x7e]*$/.test(line) && !line.includes('=?')) return line;
  return wordsOf(line)
    .map((word) => `=?UTF-8?B?${Buffer.from(word, 'utf8').toString('base64')}?=`)
    .join(' ');
}

/** Cuts text into stretches of at most {@link WORD_BYTES} bytes, never within a character. */
function wordsOf(text: string): string[] {
  const words: string[] = [];
  let word = '';
  let bytes = 0;
  for (const character of text) {
    const size = Buffer.byteLength(character);
    if (bytes + size > WORD_BYTES) {
      words.push(word);
      word = '';
      bytes = 0;
    }
    word += character;
    bytes += size;
  }
  return [...words, word];
}

/**
 * Returns a bare address as it may stand in a header, its domain in ASCII.
 * @throws HeaderError when it is not one address of printable ASCII before the `@` (SES takes no other)
 */
export function headerAddress(address: string): string {
  const at = address.lastIndexOf('@');
  const local = address.slice(0, Math.max(at, 0));
  const domain = asciiDomain(address.slice(at + 1));
  if (!/^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}$/.test(local) || !/^[A-Za-z0-9.-]{1,253}$/.test(domain)) {
    throw new HeaderError('expected one address, name@domain');
  }
  return `${local}@${domain}`;
}

function asciiDomain(domain: string): string {
  return /^[A-Za-z0-9.-]+$/.test(domain) ? domain : domainToASCII(domain);
}

/** Returns `name <address>`, the name quoted or encoded as it needs. @throws HeaderError */
export function headerMailbox(name: string, address: string): string {
  const line = oneLine(name);
  const shown = /^[A-Za-z0-9 ]*$/.test(line) ? line : quoted(line);
  return `${shown} <${headerAddress(address)}>`.trimStart();
}

function quoted(name: string): string {
  const text = headerText(name);
  return text.startsWith('=?') ? text : `"${text.replace(/["\\]/g, '\\$&')}"`;
}

/**
 * Returns the header as a line that ends in CRLF, folded at spaces to 76 characters where it has them.
 * Line ends within the value are taken out, so that it can begin no header of its own.
 * @throws HeaderError for a name that is none, a value that is not ASCII, or a word too long for a line (998)
 */
export function headerLine(name: string, value: string): string {
  if (!/^[A-Za-z0-9-]{1,70}$/.test(name)) throw new HeaderError('expected a header name');
  return fold(`${name}: ${PLAIN_LINE.test(value) ? value : asciiLine(value)}`);
}

/** Written as bytes, other characters than ASCII would be cut to bytes, and some of them to line ends. @throws HeaderError */
function asciiLine(value: string): string {
  const text = oneLine(value);
  if (!/^[\x20-\x7e]*$/.test(text)) throw new HeaderError('expected a header in ASCII');
  return text;
}

/**
 * Never folds before the first word, nor between two spaces: some parsers take the line that would be left for an empty
 * header, or for the end of all headers.
 */
function fold(line: string): string {
  if (line.length <= LINE) return `${line}\r\n`;
  // A link, as every digest has in a header: there is nowhere to fold it.
  const isOneWord = line.indexOf(' ') === line.lastIndexOf(' ');
  if (isOneWord && line.length <= LONGEST_LINE) return `${line}\r\n`;
  const [name = '', value = '', ...words] = line.split(/ +/);
  let folded = `${name} ${value}`;
  let column = folded.length;
  for (const word of words) {
    const breaks = column + 1 + word.length > LINE;
    folded += (breaks ? '\r\n ' : ' ') + word;
    column = (breaks ? 0 : column) + 1 + word.length;
  }
  if (folded.split('\r\n').some((one) => one.length > LONGEST_LINE)) {
    throw new HeaderError('a word is too long for a header line');
  }
  return `${folded}\r\n`;
}

const SECONDS_KEPT = 10;
const written = remembering(SECONDS_KEPT, (second: number) =>
  headerLine('Date', new Date(second * 1_000).toUTCString().replace('GMT', '+0000')),
);

/** The `Date` line, RFC 5322's date-time in UTC. */
export function dateLine(date: Date): string {
  return written(Math.floor(date.getTime() / 1_000));
}
