import type { Figures } from '../../shared/metrics.js';
import type { EditionHeader } from '../../shared/stores/editions.js';

/** What there is to tell of an edition that has just been published. @param model the embedder that should have served it */
export function figuresOf(
  { completeness, failures, paperCount, embeddingModel, summaryCounts }: EditionHeader,
  model: string,
): Figures<'compile'> {
  const total = (side: 'expected' | 'stored') => completeness.reduce((sum, part) => sum + part[side], 0);
  const incomplete = completeness.filter(({ expected, stored }) => stored < expected);
  const wordsOnly = embeddingModel === model ? 0 : paperCount;
  return {
    PapersExpected: total('expected'),
    PapersStored: total('stored'),
    ListingsIncomplete: incomplete.length + failures.length,
    ModelFailures: (summaryCounts.failed ?? 0) + wordsOnly,
  };
}
