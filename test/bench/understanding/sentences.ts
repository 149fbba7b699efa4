import { extractiveSummary } from '../../../functions/compile/summaries/extractive.js';
import { splitSentences } from '../../../shared/text/sentences.js';
import { type Figure, figureOf, rouge1 } from '../../support/scores.js';
import type { SharedData } from './papers.js';

/** ROUGE-1 F1 in points of 100, against the best of the references. */
export function summaries({ gold }: SharedData): { ours: Figure; firstSentence: Figure } {
  type Gold = SharedData['gold'][number];
  const over = (sum: (paper: Gold) => string) =>
    figureOf(gold.map((paper) => 100 * rouge1(sum(paper), paper.target)));
  return {
    ours: over((paper) => extractiveSummary(paper).text),
    firstSentence: over(({ abstract }) => splitSentences(abstract)[0] ?? ''),
  };
}
