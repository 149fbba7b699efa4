import type { Summary } from '../../../shared/domain/edition.js';
import type { Paper } from '../../../shared/domain/paper.js';
import { splitSentences } from '../../../shared/text/sentences.js';
import { scoreSentences } from './features.js';
import { countWords, trimSentence } from './trim.js';

/** What a summary is made from. */
export type PaperText = Pick<Paper, 'title' | 'abstract'>;

/** Fewer words than this are a heading or a link, not a sentence about the paper. */
const FEWEST_WORDS = 5;

/**
 * Returns the one sentence of the abstract that says best what the paper does, without its lead-in and afterthought.
 * Needs no model and no key; takes well under a millisecond. An abstract of one sentence or none gives the rung
 * `abstract`: there was nothing to choose from (the title, where there is no abstract at all).
 */
export function extractiveSummary(paper: PaperText): Summary {
  const sentences = splitSentences(paper.abstract).filter((text) => countWords(text) >= FEWEST_WORDS);
  const shown = sentences.map(trimSentence);
  if (shown.length < 2) return { text: clip(shown[0] ?? paper.title), method: 'abstract' };
  const scores = scoreSentences(paper.title, sentences, shown);
  const best = scores.indexOf(Math.max(...scores));
  return { text: clip(shown[best] ?? paper.title), method: 'extractive' };
}

/** Cut at a word, with an ellipsis, should an author have written a page without a full stop. */
function clip(text: string, longest = 600): string {
  return text.length <= longest ? text : `${text.slice(0, text.lastIndexOf(' ', longest - 2))} …`;
}
