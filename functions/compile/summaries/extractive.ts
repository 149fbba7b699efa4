import type { Summary } from '../../../shared/domain/edition.js';
import type { Paper } from '../../../shared/domain/paper.js';
import { cut } from '../../../shared/text/plain.js';
import { isBalanced } from '../../../shared/text/sentences.js';
import { scoreSentences } from './features.js';
import { soundSentences } from './hostile.js';
import { countWords, trimSentence } from './trim.js';

/** What a summary is made from. */
export type PaperText = Pick<Paper, 'title' | 'abstract'>;

/** Fewer words than this are a heading, a link or a turn of phrase. */
const FEWEST_WORDS = 8;
/** In characters, should an author have written a page without a full stop. */
const LONGEST = 600;
/** Links, displayed equations and formulas left open do not read well in a mail. */
const UNREADABLE = /https?:|www\.|\\begin\{|\\\[|\$\$/;

/**
 * Returns the one sentence of the abstract that says best what the paper does, without its lead-in and afterthought.
 * Needs no model and no key; takes about half a millisecond. An abstract of one sentence gives the rung `abstract`:
 * there was nothing to choose from; so does one that is empty, with the title.
 */
export function extractiveSummary(paper: PaperText): Summary {
  const all = soundSentences(paper.abstract).map((original) => ({ original, shown: trimSentence(original) }));
  if (all.length < 2) return { text: cut(all[0]?.shown ?? paper.title, LONGEST), method: 'abstract' };
  const readable = all.filter(({ shown }) => readsWell(shown));
  const candidates = readable.length > 0 ? readable : all;
  const shown = candidates.map((candidate) => candidate.shown);
  const scores = scoreSentences(
    paper.title,
    candidates.map(({ original }) => original),
    shown,
  );
  const best = shown[scores.indexOf(Math.max(...scores))];
  return { text: cut(best ?? paper.title, LONGEST), method: 'extractive' };
}

function readsWell(text: string): boolean {
  return countWords(text) >= FEWEST_WORDS && !UNREADABLE.test(text) && isBalanced(text);
}
