import type { Pick } from '../../shared/domain/digest.js';
import type { Edition, EditionPaper } from '../../shared/domain/edition.js';
import { openCards } from '../../templates/card.js';
import { renderCards } from '../../templates/cards.js';
import type { DigestMail } from '../../templates/digest.js';
import { anEditionPaper } from '../support/papers.js';

/** `count` papers with texts of everyday length and the given `fields`. */
export function papers(count: number, fields: Partial<EditionPaper> = {}): EditionPaper[] {
  return Array.from({ length: count }, (_, index) =>
    anEditionPaper({
      id: `arxiv:2601.${String(10_000 + index)}`,
      title: `Finding number ${index + 1} about the flight of swifts`,
      authors: ['Ada Lark', 'Ben Wren', 'Cy Finch', 'Di Crane', 'Ed Kite'],
      tldr: { text: `Swifts stay in the air for ${index + 1} months.`, method: 'extractive' },
      abstract: 'We watched swifts for years. They hardly ever land.',
      ...fields,
    }),
  );
}

/** An edition of `of`, with whatever `fields` say otherwise. */
export function anEdition(of: EditionPaper[], fields: Partial<Edition> = {}): Edition {
  return {
    day: '2026-01-22',
    publishedAt: '2026-01-22T05:00:00Z',
    sample: false,
    papers: of,
    stories: [],
    completeness: [{ source: 'arxiv', part: 'cs.LG', expected: of.length, stored: of.length }],
    failures: [],
    embeddingModel: 'made-up',
    summaryCounts: {},
    ...fields,
  };
}

/** Picks of all papers of `edition`, in their order. */
export function picksOf({ day, papers }: Edition, why = 'close to “swifts”'): Pick[] {
  return papers.map(({ id }, number) => ({ paperId: id, day, number, score: 1, why }));
}

/** A digest of all papers and stories of `edition`, in their order, to one reader. */
export function aMail(edition: Edition, fields: Partial<DigestMail> = {}): DigestMail {
  const site = 'https://digest.example.org';
  return {
    cards: [openCards(renderCards(edition))],
    digest: {
      day: edition.day,
      editions: [edition.day],
      picks: picksOf(edition),
      storyIds: edition.stories.map((story) => story.id),
      considered: 1_234,
    },
    sender: {
      name: 'Research Digest',
      address: 'digest@example.org',
      postalAddress: '1 Nest Lane, Birdham, United Kingdom',
    },
    recipient: { address: 'reader@example.com' },
    links: {
      manage: `${site}/preferences/t`,
      unsubscribe: `${site}/unsubscribe/t`,
      oneClick: `${site}/unsubscribe/t`,
      read: `${site}/digest/t`,
      vote: `${site}/vote/t`,
    },
    id: 'attempt-1',
    now: new Date('2026-01-22T06:00:00Z'),
    ...fields,
  };
}
