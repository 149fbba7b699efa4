import type { Summary } from '../../../shared/domain/edition.js';
import type { Paper } from '../../../shared/domain/paper.js';
import { cut } from '../../../shared/text/plain.js';
import { scoreSentences } from './features.js';
import { soundSentences } from './hostile.js';
import { countWords, trimSentence } from './trim.js';

/** What a summary is made from. */
export type PaperText = Pick<Paper, 'title' | 'abstract'>;

/** Fewer words than this are a heading or a link, not a sentence about the paper. */
const FEWEST_WORDS = 5;
/** In characters, should an author have written a page without a full stop. */
const LONGEST = 600;

/**
 * Returns the one sentence of the abstract that says best what the paper does, without its lead-in and afterthought.
 * Needs no model and no key; takes well under a millisecond. An abstract of one sentence or none gives the rung
 * `abstract`: there was nothing to choose from (the title, where there is no abstract at all).
 */
export function extractiveSummary(paper: PaperText): Summary {
  const sentences = soundSentences(paper.abstract).filter((text) => countWords(text) >= FEWEST_WORDS);
  const shown = sentences.map(trimSentence);
  if (shown.length < 2) return { text: cut(shown[0] ?? paper.title, LONGEST), method: 'abstract' };
  const scores = scoreSentences(paper.title, sentences, shown);
  const best = scores.indexOf(Math.max(...scores));
  return { text: cut(shown[best] ?? paper.title, LONGEST), method: 'extractive' };
}
