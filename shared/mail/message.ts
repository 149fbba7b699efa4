import { headerLines } from './headers.js';

/** Cannot occur in a quoted-printable body, where `=` comes before two hex digits or a line end only. */
const BOUNDARY = '=_research-digest';
const ENCODING = 'Content-Transfer-Encoding: quoted-printable\r\n\r\n';
const TEXT_PART = Buffer.from(`--${BOUNDARY}\r\nContent-Type: text/plain; charset=utf-8\r\n${ENCODING}`);
const HTML_PART = Buffer.from(`\r\n--${BOUNDARY}\r\nContent-Type: text/html; charset=utf-8\r\n${ENCODING}`);
const END = Buffer.from(`\r\n--${BOUNDARY}--\r\n`);
const MIME = `MIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary="${BOUNDARY}"\r\n\r\n`;

/** A message's headers but for MIME's own, and its two bodies in quoted-printable, ready to be joined. */
export interface MessageParts {
  headers: Readonly<Record<string, string>>;
  text: readonly Buffer[];
  html: readonly Buffer[];
}

/**
 * Returns the raw message: multipart/alternative, CRLF, lines of at most 76 characters in its bodies.
 * @param parts bodies as `encodeQuotedPrintable` returns them, in any number of buffers
 * @throws HeaderError for a header that cannot be written
 */
export function assembleMessage(parts: MessageParts): Buffer {
  const head = Buffer.from(headerLines(parts.headers) + MIME, 'latin1');
  return Buffer.concat([head, TEXT_PART, ...parts.text, HTML_PART, ...parts.html, END]);
}
