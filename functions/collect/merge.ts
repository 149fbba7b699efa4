import type { Day } from '../../shared/domain/day.js';
import type { Paper } from '../../shared/domain/paper.js';
import type { StoredPaper } from '../../shared/stores/papers.js';

/**
 * One paper from what is known of it and what a source says now. A later version replaces the text; the same
 * version from a source that classifies replaces one that does not; signals and code links add up.
 * A paper that is new belongs to the edition of `day`; one that is known keeps its own.
 */
export function mergePaper(known: StoredPaper | undefined, incoming: Paper, day: Day): StoredPaper {
  if (!known) return { ...incoming, firstEdition: day };
  const replaces = authority(incoming) >= authority(known);
  const [first, second] = replaces ? [incoming, known] : [known, incoming];
  return {
    ...second,
    ...first,
    categories: first.categories.length > 0 ? first.categories : second.categories,
    withdrawn: first.withdrawn,
    pdfUrl: first.withdrawn ? undefined : (first.pdfUrl ?? second.pdfUrl),
    signals: { ...known.signals, ...incoming.signals },
    firstEdition: known.firstEdition,
  };
}

/** Later versions first; within one version, those from a source that classifies. */
function authority(paper: Paper): number {
  return paper.version * 2 + (paper.categories.length > 0 ? 1 : 0);
}
