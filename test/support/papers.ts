import type { EditionPaper } from '../../shared/domain/edition.js';
import type { Paper } from '../../shared/domain/paper.js';

/** A paper that says little, with whatever `fields` say otherwise. */
export function aPaper(fields: Partial<Paper> = {}): Paper {
  const id = fields.id ?? 'arxiv:2601.00001';
  return {
    id,
    version: 1,
    title: `On the matter of ${id}`,
    abstract: 'We look at a small matter. It turns out to be of some use.',
    authors: ['A. Author', 'B. Author'],
    categories: ['cs.LG'],
    withdrawn: false,
    abstractUrl: `https://arxiv.org/abs/${id.slice(id.indexOf(':') + 1)}`,
    signals: {},
    ...fields,
  };
}

/** {@link aPaper} with an extractive summary. */
export function anEditionPaper(fields: Partial<EditionPaper> = {}): EditionPaper {
  return {
    tldr: { text: 'A small matter is of some use.', method: 'extractive' },
    ...aPaper(fields),
    ...fields,
  };
}
