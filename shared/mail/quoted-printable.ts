/** RFC 2045 allows 76 characters; the last is kept for the `=` of a soft break. */
const LINE = 75;
const SOFT_BREAK = '=\r\n';
const HEX = '0123456789ABCDEF';

/**
 * Returns `text` as quoted-printable (RFC 2045), in ASCII, beginning and ending at the start of a line, so that
 * encoded parts may be joined in any order and still decode to their texts joined. Line ends become CRLF; a
 * last line without one ends in a soft break. The result takes one byte a character, which is what makes joining
 * and writing it cheap: texts are taken as bytes first, since what V8 cuts from a two-byte string stays one.
 */
export function encodeQuotedPrintable(text: string): string {
  if (/^[\x20-\x3c\x3e-\x7e]*$/.test(text)) return cutToLines(text);
  const escaped = escapeBytes(Buffer.from(text.includes('\r') ? text.replaceAll('\r\n', '\n') : text));
  const lines = escaped.split('\n');
  const last = lines.pop() ?? '';
  return lines.map(hardLine).join('') + cutToLines(last);
}

/** Bytes that stand for themselves, and LF, are left; the others become `=XX`. */
function escapeBytes(bytes: Buffer): string {
  const escaped = Buffer.allocUnsafe(bytes.length * 3);
  let at = 0;
  for (const byte of bytes) {
    if ((byte >= 0x20 && byte < 0x7f && byte !== 0x3d) || byte === 0x0a) escaped[at++] = byte;
    else {
      escaped[at++] = 0x3d;
      escaped[at++] = HEX.charCodeAt(byte >> 4);
      escaped[at++] = HEX.charCodeAt(byte & 15);
    }
  }
  return escaped.toString('latin1', 0, at);
}

/** A line that the text itself ends: no soft break before its CRLF, and no bare space, which relays may drop. */
function hardLine(line: string): string {
  const wrapped = cutToLines(line.replace(/ $/, '=20'));
  return `${wrapped.slice(0, -SOFT_BREAK.length)}\r\n`;
}

/**
 * Returns one line of encoded text, or of text that needs no encoding, cut to lines with a soft break after each; never
 * within `=XX`, and with no dot first, which SMTP would double.
 */
export function cutToLines(line: string): string {
  const lines: string[] = [];
  let at = 0;
  while (at < line.length) {
    const dot = line.charCodeAt(at) === 0x2e;
    let end = at + LINE - (dot ? 2 : 0);
    if (end < line.length) {
      if (line.charCodeAt(end - 1) === 0x3d) end -= 1;
      else if (line.charCodeAt(end - 2) === 0x3d) end -= 2;
    }
    lines.push(dot ? `=2E${line.slice(at + 1, end)}` : line.slice(at, end), SOFT_BREAK);
    at = end;
  }
  return lines.join('');
}

/** Returns the text that {@link encodeQuotedPrintable} encoded, with LF line ends. */
export function decodeQuotedPrintable(encoded: string): string {
  const bytes = encoded
    .replaceAll(SOFT_BREAK, '')
    .replaceAll('\r\n', '\n')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
