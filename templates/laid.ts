import { z } from 'zod';
import { Day } from '../shared/domain/day.js';
import { Completeness, SourceFailure } from '../shared/domain/edition.js';
import { PaperId } from '../shared/domain/paper.js';
import type { EncodedPiece } from './encoded.js';

/** Held as 32-bit integers. */
const Count = z.int32().nonnegative();

/** Where encoded texts lie among an edition's, one after the other. */
const Place = z.object({
  at: Count,
  lengths: z.array(Count).min(1),
  /** What they decode to. */
  bytes: Count,
});
type Place = z.infer<typeof Place>;

/** Where a piece's texts lie, and its holes between them. */
export type PiecePlace<Hole extends string> = Place & { holes: Hole[] };

/** What a card leaves open for the subscriber: the reason why, and the beginning of the vote links. */
const CardHole = z.enum(['why', 'vote']);
export type CardHole = z.infer<typeof CardHole>;

/** What a story leaves open: how many of its papers are shown, and their cards. */
const StoryHole = z.enum(['count', 'card']);
export type StoryHole = z.infer<typeof StoryHole>;

const inBoth = <S extends z.ZodType>(place: S) => z.object({ html: place, text: place });

/** Where a piece's texts lie: one more than it has holes. */
const pieceOf = <S extends z.ZodType>(hole: S) =>
  Place.extend({ holes: z.array(hole) }).refine(({ lengths, holes }) => lengths.length === holes.length + 1, {
    error: 'expected one text more than holes',
  });

const LaidCard = z.object({
  id: PaperId,
  /** Plain text, for subjects and preheaders. */
  title: z.string().min(1),
  storyId: z.string().optional(),
  /** As it is shown with its summary, and with its abstract. */
  summary: inBoth(pieceOf(CardHole)),
  abstract: inBoth(pieceOf(CardHole)),
});
export type LaidCard = z.infer<typeof LaidCard>;

const LaidStory = z.object({
  id: z.string(),
  /** Plain text, for subjects. */
  headline: z.string(),
  paperCount: z.int().nonnegative(),
  piece: inBoth(pieceOf(StoryHole)),
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
  for (const { summary, abstract } of papers) {
    for (const { html, text } of [summary, abstract]) end = Math.max(end, endOf(html), endOf(text));
  }
  for (const { piece } of stories) end = Math.max(end, endOf(piece.html), endOf(piece.text));
  return end;
}

function endOf({ at, lengths }: Place): number {
  return lengths.reduce((end, length) => end + length, at);
}

/** Lays encoded texts one after the other. */
export class TextLayer {
  readonly #texts: Uint8Array[] = [];
  #end = 0;

  piece<Hole extends string>({ texts, holes, bytes }: EncodedPiece<Hole>): PiecePlace<Hole> {
    const at = this.#end;
    for (const text of texts) {
      this.#texts.push(text);
      this.#end += text.length;
    }
    return { at, lengths: texts.map((text) => text.length), bytes, holes: [...holes] };
  }

  /** All that was laid. */
  texts(): Uint8Array {
    return Buffer.concat(this.#texts);
  }
}
