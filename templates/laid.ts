import { z } from 'zod';
import { Day } from '../shared/domain/day.js';
import { Completeness, SourceFailure } from '../shared/domain/edition.js';
import { PaperId } from '../shared/domain/paper.js';
import type { EncodedPiece } from './encoded.js';

/** Held as 32-bit integers. */
const Count = z.int32().nonnegative();

/** Where an encoded text lies among an edition's, and its length. */
const TextPlace = z.tuple([Count, Count]);
export type TextPlace = z.infer<typeof TextPlace>;

/** What a card leaves open for the subscriber: the reason why, and the beginning of the vote links. */
const CardHole = z.enum(['why', 'vote']);
export type CardHole = z.infer<typeof CardHole>;

/** What a story leaves open: how many of its papers are shown, and their cards. */
const StoryHole = z.enum(['count', 'card']);
export type StoryHole = z.infer<typeof StoryHole>;

/** Where a piece's texts lie, and its holes, in their order, a text first and last; `bytes` is what the texts decode to. */
const pieceOf = <S extends z.ZodType>(hole: S) =>
  z
    .object({ parts: z.array(z.union([hole, TextPlace])), bytes: Count })
    .refine(({ parts }) => Array.isArray(parts[0]) && Array.isArray(parts.at(-1)), {
      error: 'expected a text first and last',
    });
const inBoth = <S extends z.ZodType>(place: S) => z.object({ html: place, text: place });

/** A piece as it is laid. */
export interface LaidPiece<Hole extends string> {
  parts: (Hole | TextPlace)[];
  bytes: number;
}

const LaidCard = z.object({
  id: PaperId,
  /** Plain text, for subjects. */
  title: z.string().min(1),
  /** As much of the title as a preheader shows, for HTML. */
  ahead: z.object({ place: TextPlace, bytes: Count }),
  storyId: z.string().optional(),
  /** As it is shown with its summary, and with its abstract. */
  summary: inBoth(pieceOf(CardHole)),
  abstract: inBoth(pieceOf(CardHole)),
});
export type LaidCard = z.infer<typeof LaidCard>;

const alternate = ({ parts }: LaidPiece<string>) =>
  parts.length % 2 === 1 && parts.every((part, nth) => (typeof part === 'string') === (nth % 2 === 1));

const LaidStory = z.object({
  id: z.string(),
  /** Plain text, for subjects. */
  headline: z.string(),
  paperCount: z.int().nonnegative(),
  piece: inBoth(pieceOf(StoryHole).refine(alternate, { error: 'expected a hole between each two texts' })),
});
export type LaidStory = z.infer<typeof LaidStory>;

/** What is known of an edition's cards beside their texts. */
export const LaidHeader = z.object({
  day: Day,
  sample: z.boolean(),
  completeness: z.array(Completeness),
  failures: z.array(SourceFailure),
  papers: z.array(LaidCard),
  stories: z.array(LaidStory),
});
export type LaidHeader = z.infer<typeof LaidHeader>;

/** An edition's papers and stories, encoded for mail but for what is personal, as they are stored. */
export interface LaidCards extends LaidHeader {
  texts: Uint8Array;
}

/** Where the last of a header's texts ends. */
export function endOfTexts({ papers, stories }: LaidHeader): number {
  let end = 0;
  const reach = ([at, length]: TextPlace) => {
    end = Math.max(end, at + length);
  };
  const reachAll = ({ parts }: LaidPiece<string>) => {
    for (const part of parts) if (typeof part !== 'string') reach(part);
  };
  for (const { ahead, summary, abstract } of papers) {
    reach(ahead.place);
    for (const both of [summary, abstract]) for (const piece of [both.html, both.text]) reachAll(piece);
  }
  for (const { piece } of stories) for (const one of [piece.html, piece.text]) reachAll(one);
  return end;
}

/**
 * Lays encoded texts one after the other, the same text once: a summary or abstract is mostly the same in both bodies, and
 * what stands around it is the same whichever of the two a card shows.
 */
export class TextLayer {
  readonly #texts: Uint8Array[] = [];
  readonly #known = new Map<string, TextPlace>();
  #end = 0;

  /** Lays all the texts of a piece. */
  piece<Hole extends string>({ texts, holes, bytes }: EncodedPiece<Hole>): LaidPiece<Hole> {
    const parts = texts.flatMap((text, nth): (Hole | TextPlace)[] => {
      const hole = holes[nth];
      return hole === undefined ? [this.text(text)] : [this.text(text), hole];
    });
    return { parts, bytes };
  }

  /** Returns where the text lies. */
  text(text: Uint8Array): TextPlace {
    const key = Buffer.from(text.buffer, text.byteOffset, text.length).toString('latin1');
    const known = this.#known.get(key);
    if (known) return known;
    const place: TextPlace = [this.#end, text.length];
    this.#known.set(key, place);
    this.#texts.push(text);
    this.#end += text.length;
    return place;
  }

  /** All that was laid. */
  texts(): Uint8Array {
    return Buffer.concat(this.#texts);
  }
}
