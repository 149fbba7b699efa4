import { decodeQuotedPrintable, encodeQuotedPrintable } from '../shared/mail/quoted-printable.js';
import { type Piece, TemplateError } from './piece.js';

/** A piece whose texts are quoted-printable already; `bytes` is what they decode to, holes left out. */
export interface EncodedPiece<Hole extends string = string> {
  readonly texts: readonly Buffer[];
  readonly holes: readonly Hole[];
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
  return { parts: [encodeQuotedPrintable(text)], bytes: Buffer.byteLength(text) };
}

/** Part of a body, ready to be joined to others: its buffers, and the bytes that they decode to. */
export interface Body {
  readonly parts: readonly Buffer[];
  readonly bytes: number;
}

/** What fills a hole: a text that is encoded on the spot, or a body made before. */
export type Filling = string | Body;

/** Returns a piece with its holes filled. @throws TemplateError when a hole has nothing to fill it */
export function fillEncoded<Hole extends string>(
  piece: EncodedPiece<Hole>,
  values: Readonly<Record<Hole, Filling>>,
): Body {
  const parts: Buffer[] = [];
  let bytes = piece.bytes;
  piece.texts.forEach((text, index) => {
    const hole = piece.holes[index - 1];
    if (hole !== undefined) {
      const filling = bodyOf(values[hole], hole);
      for (const part of filling.parts) parts.push(part);
      bytes += filling.bytes;
    }
    parts.push(text);
  });
  return { parts, bytes };
}

function bodyOf(filling: Filling | undefined, hole: string): Body {
  if (filling === undefined) throw new TemplateError(`nothing fills ${hole}`);
  return typeof filling === 'string' ? encodeBody(filling) : filling;
}

/** Bodies joined. */
export function joinBodies(bodies: readonly Body[]): Body {
  return {
    parts: bodies.flatMap((body) => body.parts),
    bytes: bodies.reduce((sum, body) => sum + body.bytes, 0),
  };
}

/** Returns the text that a body decodes to. */
export function decodeBody(body: Body): string {
  return decodeQuotedPrintable(Buffer.concat(body.parts));
}
