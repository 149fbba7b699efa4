import { encodeQuotedPrintable } from '../shared/mail/quoted-printable.js';
import { type Piece, TemplateError } from './piece.js';

/** A piece whose texts are quoted-printable already; `bytes` is what they decode to, holes left out. */
export interface EncodedPiece<Hole extends string = string> extends Piece<Hole> {
  readonly bytes: number;
}

/** Part of a mail's body in quoted-printable, ready to be joined to others, and the bytes that it decodes to. */
export interface Body {
  readonly encoded: string;
  readonly bytes: number;
}

/** Encodes a piece's texts for mail, once. */
export function encodePiece<Hole extends string>(piece: Piece<Hole>): EncodedPiece<Hole> {
  return {
    texts: piece.texts.map(encodeQuotedPrintable),
    holes: piece.holes,
    bytes: piece.texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0),
  };
}

/** Encodes a text for mail. */
export function encodeBody(text: string): Body {
  return { encoded: encodeQuotedPrintable(text), bytes: Buffer.byteLength(text) };
}

/** Enough for the words of a warm worker's readers; then it starts anew. */
const REMEMBERED = 2_000;

/**
 * Returns `encode`, remembering what it made: dates, counts and reasons why repeat within a mail and from reader to
 * reader, and encoding them again would be a third of a mail's cost.
 */
export function remembering(encode: (text: string) => Body): (text: string) => Body {
  const known = new Map<string, Body>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    if (known.size >= REMEMBERED) known.clear();
    const body = encode(text);
    known.set(text, body);
    return body;
  };
}

/** What fills a hole: a text, to be encoded on the spot, or a body. */
export type Filling = string | Body;

/** Returns a piece with its holes filled. @throws TemplateError when a hole has nothing to fill it */
export function fillEncoded<Hole extends string>(
  piece: EncodedPiece<Hole>,
  values: Readonly<Record<Hole, Filling>>,
): Body {
  let encoded = piece.texts[0] ?? '';
  let bytes = piece.bytes;
  let next = 0;
  for (const hole of piece.holes) {
    const filling: Filling | undefined = values[hole];
    if (filling === undefined) throw new TemplateError(`nothing fills ${hole}`);
    const body = typeof filling === 'string' ? encodeBody(filling) : filling;
    next += 1;
    encoded += body.encoded + (piece.texts[next] ?? '');
    bytes += body.bytes;
  }
  return { encoded, bytes };
}

/** Bodies joined. */
export function joinBodies(bodies: readonly Body[]): Body {
  let encoded = '';
  let bytes = 0;
  for (const body of bodies) {
    encoded += body.encoded;
    bytes += body.bytes;
  }
  return { encoded, bytes };
}
