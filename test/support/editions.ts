import type { Day } from '../../shared/domain/day.js';
import type { Edition } from '../../shared/domain/edition.js';

/** An edition of `day` without papers, with whatever `fields` say otherwise. */
export function anEdition(day: Day, fields: Partial<Edition> = {}): Edition {
  return {
    day,
    publishedAt: `${day}T04:00:00Z`,
    sample: false,
    papers: [],
    stories: [],
    completeness: [],
    failures: [],
    embeddingModel: 'none',
    summaryCounts: {},
    ...fields,
  };
}
