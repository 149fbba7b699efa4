import { headerLines } from './headers.js';

/** Cannot occur in a quoted-printable body, where `=` comes before two hex digits or a line end only. */
const BOUNDARY = '=_research-digest';
const MIME = `MIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary="${BOUNDARY}"\r\n\r\n`;
const TEXT_PART = partHead('text/plain');
const HTML_PART = partHead('text/html');

function partHead(type: string): string {
  return `--${BOUNDARY}\r\nContent-Type: ${type}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n`;
}

/** A message's headers but for MIME's own, and its two bodies in quoted-printable. */
export interface MessageParts {
  headers: Readonly<Record<string, string>>;
  text: string;
  html: string;
}

/**
 * Returns the raw message: multipart/alternative, CRLF, lines of at most 76 characters in its bodies.
 * @param parts bodies as `encodeQuotedPrintable` returns them, of texts that end in a line end
 * @throws HeaderError for a header that cannot be written
 */
export function assembleMessage({ headers, text, html }: MessageParts): Buffer {
  const head = headerLines(headers) + MIME;
  return Buffer.from(`${head}${TEXT_PART}${text}\r\n${HTML_PART}${html}\r\n--${BOUNDARY}--\r\n`, 'latin1');
}
