import { encodeQuotedPrintable } from '../shared/mail/quoted-printable.js';
import { type Piece, TemplateError } from './piece.js';

/** A piece whose texts are quoted-printable already; `bytes` is what they decode to, holes left out. */
export interface EncodedPiece<Hole extends string = string> {
  readonly texts: readonly Uint8Array[];
  readonly holes: readonly Hole[];
  readonly bytes: number;
}

/**
 * Part of a mail's body in quoted-printable and the number of bytes that it decodes to. Its parts are what is kept
 * for all readers, in the order in which they are copied into one reader's message.
 */
export interface Body {
  readonly parts: readonly Uint8Array[];
  readonly bytes: number;
}

/** Encodes a piece's texts for mail, once. */
export function encodePiece<Hole extends string>(piece: Piece<Hole>): EncodedPiece<Hole> {
  return {
    texts: piece.texts.map(encodedBytes),
    holes: piece.holes,
    bytes: piece.texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0),
  };
}

/** Encodes a text for mail. */
export function encodeBody(text: string): Body {
  return { parts: [encodedBytes(text)], bytes: Buffer.byteLength(text) };
}

function encodedBytes(text: string): Uint8Array {
  return Buffer.from(encodeQuotedPrintable(text), 'latin1');
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

/** A body to which more is added. */
export interface GrowingBody extends Body {
  parts: Uint8Array[];
  bytes: number;
}

/** A body of nothing yet. */
export function emptyBody(): GrowingBody {
  return { parts: [], bytes: 0 };
}

/** Returns a piece with its holes filled. @throws TemplateError when a hole has nothing to fill it */
export function fillEncoded<Hole extends string>(
  piece: EncodedPiece<Hole>,
  values: Readonly<Record<Hole, Body>>,
): Body {
  const body = emptyBody();
  addFilled(body, piece, values);
  return body;
}

/** Adds a piece with its holes filled to the end of `body`. @throws TemplateError when a hole has nothing to fill it */
export function addFilled<Hole extends string>(
  body: GrowingBody,
  piece: EncodedPiece<Hole>,
  values: Readonly<Record<Hole, Body>>,
): void {
  const { texts, holes } = piece;
  const { parts } = body;
  parts.push(texts[0] as Uint8Array);
  let { bytes } = piece;
  for (let nth = 0; nth < holes.length; nth++) {
    const hole = holes[nth] as Hole;
    const filling: Body | undefined = values[hole];
    if (filling === undefined) throw new TemplateError(`nothing fills ${hole}`);
    for (const part of filling.parts) parts.push(part);
    bytes += filling.bytes;
    parts.push(texts[nth + 1] as Uint8Array);
  }
  body.bytes += bytes;
}

/** The bytes that a piece decodes to once its holes are filled. */
export function filledBytes<Hole extends string>(
  { holes, bytes }: EncodedPiece<Hole>,
  values: Readonly<Record<Hole, Body>>,
): number {
  let sum = bytes;
  for (const hole of holes) sum += values[hole].bytes;
  return sum;
}

/**
 * Returns a piece with one of its holes filled, the texts on both sides of it joined to one: a copy that is made once,
 * so that each mail has fewer texts to copy.
 */
export function fillHole<Hole extends string, Filled extends Hole>(
  { texts, holes, bytes }: EncodedPiece<Hole>,
  filled: Filled,
  body: Body,
): EncodedPiece<Exclude<Hole, Filled>> {
  const joined = texts.slice(0, 1);
  const open: Exclude<Hole, Filled>[] = [];
  let total = bytes;
  holes.forEach((hole, nth) => {
    const after = texts[nth + 1] as Uint8Array;
    if (hole === filled) {
      joined.push(Buffer.concat([...joined.splice(-1), ...body.parts, after]));
      total += body.bytes;
    } else {
      open.push(hole as Exclude<Hole, Filled>);
      joined.push(after);
    }
  });
  return { texts: joined, holes: open, bytes: total };
}
