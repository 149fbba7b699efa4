import { cutToLines, encodeQuotedPrintable } from '../shared/mail/quoted-printable.js';
import type { Piece } from './piece.js';

/** A piece whose texts are quoted-printable already; `bytes` is what they decode to, holes left out. */
export interface EncodedPiece<Hole extends string = string> {
  readonly texts: readonly Uint8Array[];
  readonly holes: readonly Hole[];
  readonly bytes: number;
}

/**
 * Part of a mail's body in quoted-printable and the number of bytes that it decodes to, in the order in which its parts
 * are copied into one reader's message: bytes that are kept for all readers, and text that is one reader's own, which is
 * written once or twice and would take longer to be made into bytes.
 */
export interface Body {
  readonly parts: readonly (Uint8Array | string)[];
  readonly bytes: number;
}

/** A body that is kept for all readers. */
export interface KeptBody extends Body {
  readonly parts: readonly Uint8Array[];
}

/** A text in quoted-printable; `bytes` is what it decodes to. */
export interface EncodedText {
  readonly encoded: Uint8Array;
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
export function encodeText(text: string): EncodedText {
  return { encoded: encodedBytes(text), bytes: Buffer.byteLength(text) };
}

/** Encodes a text as a body. */
export function encodeBody(text: string): KeptBody {
  const { encoded, bytes } = encodeText(text);
  return { parts: [encoded], bytes };
}

function encodedBytes(text: string): Uint8Array {
  return Buffer.from(encodeQuotedPrintable(text), 'latin1');
}

/** Printable ASCII that neither HTML nor quoted-printable writes otherwise. */
const PLAIN = /^[!#-%(-;?-~]*$/;

/** Whether a text stands in both bodies as it is, but for being cut to lines. */
export function isPlain(text: string): boolean {
  return PLAIN.test(text);
}

/** Encodes a text that {@link isPlain} and is one reader's own. */
export function encodePlain(text: string): Body {
  return { parts: [cutToLines(text)], bytes: text.length };
}

/** The most that a body is to decode to: Gmail clips a message at 102 KB, and our own promise is 90. */
export const BODY_BYTES = 88_000;

/** A body of nothing. */
export const NOTHING: KeptBody = { parts: [], bytes: 0 };

/** Returns bodies one after the other. */
export function joinBodies(...bodies: readonly Body[]): Body {
  const parts: (Uint8Array | string)[] = [];
  let bytes = 0;
  for (const body of bodies) {
    for (const part of body.parts) parts.push(part);
    bytes += body.bytes;
  }
  return { parts, bytes };
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
 * Returns a piece with some of its holes filled, the texts on both sides of them joined to one: a copy that is made
 * once, so that each mail has fewer texts to copy.
 */
export function fillSomeEncoded<Hole extends string, Known extends Hole>(
  { texts, holes, bytes }: EncodedPiece<Hole>,
  values: Readonly<Record<Known, KeptBody>>,
): EncodedPiece<Exclude<Hole, Known>> {
  const known = values as Partial<Record<Hole, KeptBody>>;
  const joined = texts.slice(0, 1);
  const open: Exclude<Hole, Known>[] = [];
  let total = bytes;
  holes.forEach((hole, nth) => {
    const after = texts[nth + 1] as Uint8Array;
    const body = known[hole];
    if (body === undefined) {
      open.push(hole as Exclude<Hole, Known>);
      joined.push(after);
    } else {
      joined.push(Buffer.concat([...joined.splice(-1), ...body.parts, after]));
      total += body.bytes;
    }
  });
  return { texts: joined, holes: open, bytes: total };
}
