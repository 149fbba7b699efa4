import type { Day } from '../shared/domain/day.js';
import type { Completeness, SourceFailure } from '../shared/domain/edition.js';
import type { PaperId } from '../shared/domain/paper.js';
import type { EncodedPiece } from './encoded.js';
import { Galley } from './galley.js';
import { endOfTexts, type LaidCards, type LaidHeader, type LaidPiece, type StoryHole } from './laid.js';
import { Lead } from './lead.js';

/** The two bodies of a mail. */
export type Medium = 'html' | 'text';

/** The same thing for both bodies. */
export type Both<Value> = Readonly<Record<Medium, Value>>;

/** One story, encoded for mail but for its cards. */
export interface StoryCard {
  /** Its headline, as subjects begin with it. */
  lead: Lead;
  paperCount: number;
  piece: Both<EncodedPiece<StoryHole>>;
}

/** Everything of an edition that its digests are made of. */
export interface EditionCards {
  day: Day;
  sample: boolean;
  completeness: Completeness[];
  failures: SourceFailure[];
  /**
   * Of each paper, by its number in the edition: in columns, as one object for all of it would be one more place to read
   * that is out of the processor's cache.
   */
  papers: {
    ids: readonly PaperId[];
    /** Their titles, as subjects begin with them. */
    leads: readonly Lead[];
    storyIds: readonly (string | undefined)[];
  };
  stories: Map<string, StoryCard>;
  /** Where the papers' texts lie, by their numbers. */
  galley: Galley;
}

/** Opens an edition's cards for its mails. @throws TemplateError when cards are of more than one template */
export function openCards({ texts, ...header }: LaidCards): EditionCards {
  const cards = openHeader(header);
  cards.galley.lay(texts);
  return cards;
}

/** The same for cards whose texts are still to be laid on their galley. @throws TemplateError */
export function openHeader(header: LaidHeader): EditionCards {
  const { papers, stories, ...edition } = header;
  const galley = new Galley(endOfTexts(header), papers);
  return {
    ...edition,
    papers: {
      ids: papers.map(({ id }) => id),
      leads: papers.map(({ title }) => new Lead(title)),
      storyIds: papers.map(({ storyId }) => storyId),
    },
    stories: new Map(
      stories.map(({ id, headline, paperCount, piece: { html, text } }) => [
        id,
        {
          lead: new Lead(headline),
          paperCount,
          piece: { html: pieceAt(galley, html), text: pieceAt(galley, text) },
        },
      ]),
    ),
    galley,
  };
}

function pieceAt<Hole extends string>(galley: Galley, { parts, bytes }: LaidPiece<Hole>): EncodedPiece<Hole> {
  const texts = parts.flatMap((part) => (typeof part === 'string' ? [] : [galley.text(...part)]));
  const holes = parts.filter((part) => typeof part === 'string');
  return { texts, holes, bytes };
}
