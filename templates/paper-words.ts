import type { Story, Summary } from '../shared/domain/edition.js';
import type { Paper, Signals } from '../shared/domain/paper.js';
import { cleanText, cut, webUrl } from '../shared/text/plain.js';
import { texToUnicode } from '../shared/text/tex.js';
import { dateWords, weekdayOf } from './date.js';

/** The most UTF-16 units of an author's name that are shown. */
const NAME_LENGTH = 60;
const NAMED_AUTHORS = 3;
/** The same of a model's. */
const MODEL_LENGTH = 60;

/** How a summary was made, in a reader's words. */
export const MARK: Record<Summary['method'], string> = {
  llm: 'Written by a model',
  extractive: 'In the authors’ words',
  abstract: 'From the abstract',
};

/** How, with what and when a summary was made: `Written by a model (gpt-x) on 22 January 2026`. */
export function madeBy({ method, model, madeAt }: Summary): string {
  const which = model === undefined ? '' : ` (${shown(model, MODEL_LENGTH)})`;
  return `${MARK[method]}${which}${madeAt === undefined ? '' : ` on ${dateWords(madeAt)}`}`;
}

/** `goes on from Wednesday`; empty for a story that is new. */
export function goesOnWords({ continues }: Pick<Story, 'continues'>): string {
  return continues === undefined ? '' : `goes on from ${weekdayOf(continues.day)}`;
}

export interface Link {
  label: string;
  url: string;
}

/** A field as readers see it: TeX as Unicode, nothing unseen, at most `length` UTF-16 units long. */
export function shown(text: string, length: number): string {
  return cut(cleanText(texToUnicode(text)), length);
}

/** As much of a title as has room beside others in a preheader. */
export function titleAhead(title: string): string {
  return cut(title, 60);
}

/** The links of a paper that may be followed: http and https only, the abstract first. */
export function linksOf(paper: Pick<Paper, 'abstractUrl' | 'pdfUrl' | 'codeUrl'>): Link[] {
  const labelled = { Abstract: paper.abstractUrl, PDF: paper.pdfUrl, Code: paper.codeUrl };
  return Object.entries(labelled).flatMap(([label, address]) => {
    const url = address === undefined ? undefined : webUrl(address);
    return url === undefined ? [] : [{ label, url }];
  });
}

/** `A, B, C and 9 more`; a fourth author is named rather than counted. @param named how many names are written out */
export function authorsLine(authors: readonly string[], named = NAMED_AUTHORS): string {
  const most = authors.length === named + 1 ? authors.length : named;
  const names = authors.slice(0, most).map((name) => shown(name, NAME_LENGTH));
  const more = authors.length - names.length;
  if (more > 0) return `${names.join(', ')} and ${more.toLocaleString('en')} more`;
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/** `48 upvotes · 1,204 stars`, of what is known and not nothing. */
export function signalsLine(signals: Signals): string {
  return [
    signals.upvotes ? counted(signals.upvotes, 'upvote') : '',
    signals.stars ? counted(signals.stars, 'star') : '',
  ]
    .filter(Boolean)
    .join(' · ');
}

/** `1 paper`, `1,204 papers`. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? noun : plural}`;
}

/** `the latest edition`, `the last 30 editions`. */
export function lastEditions(count: number): string {
  return count === 1 ? 'the latest edition' : `the last ${counted(count, 'edition')}`;
}
