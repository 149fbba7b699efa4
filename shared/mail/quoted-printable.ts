const CR = 0x0d;
const LF = 0x0a;
const EQUALS = 0x3d;
const HEX = Buffer.from('0123456789ABCDEF', 'latin1');
/** RFC 2045 allows 76 characters; the last is kept for the `=` of a soft break. */
const LINE = 75;

/**
 * Returns `text` as quoted-printable (RFC 2045) that begins and ends at the start of a line, so that encoded
 * parts may be joined in any order and still decode to their texts joined. Line ends become CRLF; a last line
 * without one ends in a soft break.
 */
export function encodeQuotedPrintable(text: string): Buffer {
  const from = Buffer.from(text, 'utf8');
  const into = Buffer.allocUnsafe(from.length * 3 + Math.ceil((from.length * 3) / (LINE - 2)) * 3 + 3);
  let at = 0;
  let column = 0;
  for (let index = 0; index < from.length; index += 1) {
    const byte = from[index] as number;
    if (byte === LF || (byte === CR && from[index + 1] === LF)) {
      if (byte === CR) index += 1;
      at = lineEnd(into, at);
      column = 0;
      continue;
    }
    const plain = isPlain(byte, from[index + 1], column);
    if (column + (plain ? 1 : 3) > LINE) {
      into[at++] = EQUALS;
      at = lineEnd(into, at);
      column = 0;
    }
    if (plain) {
      into[at++] = byte;
      column += 1;
    } else {
      at = escaped(into, at, byte);
      column += 3;
    }
  }
  if (column > 0) {
    into[at++] = EQUALS;
    at = lineEnd(into, at);
  }
  return into.subarray(0, at);
}

/** Printable ASCII stands for itself, but for `=`, a space that would end its line, and a dot that would begin one. */
function isPlain(byte: number, next: number | undefined, column: number): boolean {
  if (byte === 0x20) return next !== LF && next !== CR;
  if (byte === 0x2e) return column > 0;
  return byte > 0x20 && byte < 0x7f && byte !== EQUALS;
}

function lineEnd(into: Buffer, at: number): number {
  into[at] = CR;
  into[at + 1] = LF;
  return at + 2;
}

function escaped(into: Buffer, at: number, byte: number): number {
  into[at] = EQUALS;
  into[at + 1] = HEX[byte >> 4] as number;
  into[at + 2] = HEX[byte & 15] as number;
  return at + 3;
}

/** Returns the text that {@link encodeQuotedPrintable} encoded, with LF line ends. */
export function decodeQuotedPrintable(encoded: Buffer): string {
  const from = encoded.toString('latin1').replaceAll('=\r\n', '').replaceAll('\r\n', '\n');
  const bytes = from.replace(/=([0-9A-F]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
