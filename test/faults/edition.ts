import type { Day } from '../../shared/domain/day.js';
import type { Edition } from '../../shared/domain/edition.js';
import { EditionStore } from '../../shared/stores/editions.js';
import type { Table } from '../../shared/stores/table.js';
import { renderCards } from '../../templates/cards.js';
import { packCards } from '../../templates/pack.js';
import { anEditionPaper } from '../support/papers.js';

const PAPERS = 12;
const DIMENSIONS = 16;

/** Publishes a small edition, half of it of the kind that everybody here reads. */
export async function publishEdition(table: Table, day: Day): Promise<void> {
  const papers = Array.from({ length: PAPERS }, (_, n) =>
    anEditionPaper({
      id: `arxiv:2601.${String(n).padStart(5, '0')}`,
      title: `A paper on the matter of ${n}`,
      categories: [n % 2 === 0 ? 'cs.CL' : 'hep-lat'],
    }),
  );
  const edition: Edition = {
    day,
    publishedAt: `${day}T03:00:00.000Z`,
    sample: true,
    papers,
    stories: [],
    completeness: [{ source: 'file', part: 'all', expected: PAPERS, stored: PAPERS }],
    failures: [],
    embeddingModel: 'faults',
    summaryCounts: { extractive: PAPERS },
  };
  const vectors = papers.map((_, n) => Float32Array.from({ length: DIMENSIONS }, (_, d) => Number(d === n)));
  await new EditionStore(table).publish(edition, {
    vectors,
    cards: packCards(renderCards(edition)),
    build: 'a',
  });
}
