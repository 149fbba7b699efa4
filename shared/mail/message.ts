/** Cannot occur in a quoted-printable body, where `=` comes before two hex digits or a line end only. */
const BOUNDARY = '=_research-digest';
const MIME = `MIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary="${BOUNDARY}"\r\n\r\n`;
export const BEFORE_TEXT = Buffer.from(MIME + partHead('text/plain'), 'latin1');
export const BEFORE_HTML = Buffer.from(`\r\n${partHead('text/html')}`, 'latin1');
export const END = Buffer.from(`\r\n--${BOUNDARY}--\r\n`, 'latin1');

function partHead(type: string): string {
  return `--${BOUNDARY}\r\nContent-Type: ${type}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n`;
}

/** A message's header lines but for MIME's own, and its two bodies in quoted-printable, in pieces as they lie. */
export interface MessageParts {
  head: string;
  text: readonly Uint8Array[];
  html: readonly Uint8Array[];
}

/**
 * Returns the raw message: multipart/alternative, CRLF, lines of at most 76 characters in its bodies.
 * @param parts bodies as bytes of what `encodeQuotedPrintable` returns, of texts that end in a line end
 */
export function assembleMessage({ head, text, html }: MessageParts): Buffer {
  let length = head.length + BEFORE_TEXT.length + BEFORE_HTML.length + END.length;
  for (const part of text) length += part.length;
  for (const part of html) length += part.length;
  const message = Buffer.allocUnsafeSlow(length);
  let at = message.write(head, 0, 'latin1');
  for (const parts of [[BEFORE_TEXT], text, [BEFORE_HTML], html, [END]]) {
    for (const part of parts) {
      message.set(part, at);
      at += part.length;
    }
  }
  return message;
}
