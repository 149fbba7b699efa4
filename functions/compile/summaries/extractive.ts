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
 * Needs no model and no key; takes about half a millisecond. An abstract with a single sentence to choose gives
 * the rung `abstract`; so does an empty one, with the title.
 */
export function extractiveSummary(paper: PaperText): Summary {
  const candidates = candidatesOf(paper.abstract);
  const shown = candidates.map((candidate) => candidate.shown);
  const [only] = shown;
  if (shown.length < 2) return { text: cut(only ?? paper.title, LONGEST), method: 'abstract' };
  const originals = candidates.map(({ original }) => original);
  const scores = scoreSentences(paper.title, originals, shown);
  const best = shown[scores.indexOf(Math.max(...scores))];
  return { text: cut(best ?? paper.title, LONGEST), method: 'extractive' };
}

/** A sentence as the authors wrote it, and what would be shown of it. */
export interface Candidate {
  original: string;
  shown: string;
}

/** Returns the sentences of an abstract that are worth choosing from: those that read well, or all if none does. */
export function candidatesOf(abstract: string): Candidate[] {
  const all = soundSentences(abstract).map((original) => ({ original, shown: trimSentence(original) }));
  const readable = all.filter(({ shown }) => readsWell(shown));
  return readable.length > 0 ? readable : all;
}

function readsWell(text: string): boolean {
  return countWords(text) >= FEWEST_WORDS && !UNREADABLE.test(text) && isBalanced(text);
}
