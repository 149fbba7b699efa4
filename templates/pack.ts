import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import { z } from 'zod';
import { Day } from '../shared/domain/day.js';
import { Completeness, SourceFailure } from '../shared/domain/edition.js';
import { PaperId } from '../shared/domain/paper.js';
import { DigestError } from '../shared/errors.js';
import { parseJsonAs } from '../shared/parse.js';
import type { Both, EditionCards } from './card.js';
import type { Body, EncodedPiece } from './encoded.js';

/** Stored bytes that are not the cards of an edition. */
export class PackedCardsError extends DigestError {
  readonly code = 'packed-cards';
}

/** The most that packed cards may unfold to: 2,000 papers take 15 MB. */
const MOST_BYTES = 256 * 1024 * 1024;
const WHERE = 'packed cards';

/** Where encoded texts lie behind the header, one after the other. */
const Place = z.object({
  at: z.int().nonnegative(),
  lengths: z.array(z.int().nonnegative()).min(1),
  /** What they decode to. */
  bytes: z.int().nonnegative(),
});
type Place = z.infer<typeof Place>;

const CardPlace = Place.extend({ holes: z.array(z.enum(['body', 'why', 'vote'])) });
const StoryPlace = Place.extend({ holes: z.array(z.enum(['count', 'card'])) });
const inBoth = <S extends z.ZodType>(place: S) => z.object({ html: place, text: place });

/** What precedes the texts, as JSON. */
const Header = z.object({
  format: z.literal(2),
  day: Day,
  sample: z.boolean(),
  completeness: z.array(Completeness),
  failures: z.array(SourceFailure),
  papers: z.array(
    z.object({
      id: PaperId,
      title: z.string().min(1),
      storyId: z.string().optional(),
      piece: inBoth(CardPlace),
      summary: inBoth(Place),
      abstract: inBoth(Place),
    }),
  ),
  stories: z.array(
    z.object({
      id: z.string(),
      headline: z.string(),
      paperCount: z.int().nonnegative(),
      piece: inBoth(StoryPlace),
    }),
  ),
});
type Header = z.infer<typeof Header>;

/** Returns an edition's cards as bytes to be stored: the header's length, the header, the texts; brotli. */
export function packCards(cards: EditionCards): Uint8Array {
  const texts: Uint8Array[] = [];
  let end = 0;
  const place = (parts: readonly Uint8Array[], bytes: number): Place => {
    const at = end;
    for (const part of parts) {
      texts.push(part);
      end += part.length;
    }
    return { at, lengths: parts.map((part) => part.length), bytes };
  };
  const placeBody = (body: Body) => place(body.parts, body.bytes);
  const placePiece = <Hole extends string>(piece: EncodedPiece<Hole>) => ({
    ...place(piece.texts, piece.bytes),
    holes: [...piece.holes],
  });
  const header: Header = {
    format: 2,
    day: cards.day,
    sample: cards.sample,
    completeness: cards.completeness,
    failures: cards.failures,
    papers: [...cards.papers].map(([id, card]) => ({
      id,
      title: card.title,
      storyId: card.storyId,
      piece: mapBoth(card.piece, placePiece),
      summary: mapBoth(card.summary, placeBody),
      abstract: mapBoth(card.abstract, placeBody),
    })),
    stories: [...cards.stories].map(([id, story]) => ({
      id,
      headline: story.headline,
      paperCount: story.paperCount,
      piece: mapBoth(story.piece, placePiece),
    })),
  };
  return compress(Buffer.from(JSON.stringify(header)), Buffer.concat(texts));
}

function compress(header: Buffer, texts: Buffer): Uint8Array {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(header.length);
  const whole = Buffer.concat([length, header, texts]);
  return brotliCompressSync(whole, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 5, [constants.BROTLI_PARAM_SIZE_HINT]: whole.length },
  });
}

/**
 * Returns the cards that {@link packCards} packed.
 * @throws PackedCardsError when the bytes are cut short or not brotli
 * @throws ShapeError when the header is of another shape
 */
export function unpackCards(packed: Uint8Array): EditionCards {
  const whole = decompress(packed);
  const start = 4 + (whole.length < 4 ? 0 : whole.readUInt32BE(0));
  if (start > whole.length) throw new PackedCardsError(`${WHERE}: expected a header of ${start - 4} bytes`);
  const header = parseJsonAs(Header, whole.toString('utf8', 4, start), WHERE);
  const texts = whole.subarray(start);
  const body = (place: Place): Body => ({ parts: take(texts, place), bytes: place.bytes });
  const piece = <Hole extends string>(place: Place & { holes: Hole[] }): EncodedPiece<Hole> => ({
    texts: take(texts, place),
    holes: place.holes,
    bytes: place.bytes,
  });
  const { papers, stories, day, sample, completeness, failures } = header;
  return {
    ...{ day, sample, completeness, failures },
    papers: new Map(
      papers.map(({ id, title, storyId, ...card }) => [
        id,
        {
          title,
          storyId,
          piece: mapBoth(card.piece, (place) => piece(place)),
          summary: mapBoth(card.summary, body),
          abstract: mapBoth(card.abstract, body),
          filled: {},
        },
      ]),
    ),
    stories: new Map(
      stories.map(({ id, headline, paperCount, ...story }) => [
        id,
        { headline, paperCount, piece: mapBoth(story.piece, (place) => piece(place)) },
      ]),
    ),
  };
}

function decompress(packed: Uint8Array): Buffer {
  try {
    return brotliDecompressSync(packed, { maxOutputLength: MOST_BYTES });
  } catch (cause) {
    throw new PackedCardsError(`${WHERE}: expected brotli`, { cause });
  }
}

/** Views of the unfolded bytes, which are copied only once, into a message. */
function take(texts: Buffer, place: Place): Uint8Array[] {
  let at = place.at;
  return place.lengths.map((length) => {
    const part = texts.subarray(at, at + length);
    if (part.length < length) throw new PackedCardsError(`${WHERE}: expected more bytes`);
    at += length;
    return part;
  });
}

function mapBoth<From, To>(both: Both<From>, map: (one: From) => To): Both<To> {
  return { html: map(both.html), text: map(both.text) };
}
