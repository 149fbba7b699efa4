import type { EditionPaper, Summary } from '../../../shared/domain/edition.js';

/** What a story's paragraph is made from. */
export type StoryPaper = Pick<EditionPaper, 'title' | 'abstract' | 'tldr'>;

/** A paragraph longer than this is a list. */
const LONGEST = 420;
/** The longest a member's contribution may be inside the paragraph. */
const LONGEST_CLAIM = 190;

/**
 * Returns a short paragraph about a story: how many papers it has, then what its most central papers do, each named
 * by its short title. Every claim is a member's own tldr; nothing is added.
 * @param papers nearest to the story's centre first, at least one
 */
export function extractiveStorySummary(papers: StoryPaper[], headline: string): Summary {
  const count = numberWord(papers.length);
  let text = `${count} papers on ${lowerFirst(headline.replace(/[.\s]+$/, ''))}.`;
  for (const paper of papers) {
    const claim = contribution(paper);
    if (claim === undefined || text.length + 1 + claim.length > LONGEST) continue;
    text = `${text} ${claim}`;
    if (text.length > LONGEST * 0.7) break;
  }
  return { text, method: 'extractive' };
}

const NUMBERS = [
  'No',
  'One',
  'Two',
  'Three',
  'Four',
  'Five',
  'Six',
  'Seven',
  'Eight',
  'Nine',
  'Ten',
  'Eleven',
  'Twelve',
];

function numberWord(count: number): string {
  return NUMBERS[count] ?? String(count);
}

/** "We propose X, …" of a paper becomes "*Short title* proposes X, …"; undefined where it is too long to quote. */
function contribution(paper: StoryPaper): string | undefined {
  const claim = `${shortTitle(paper.title)}: ${paper.tldr.text}`;
  return claim.length <= LONGEST_CLAIM ? claim : undefined;
}

/** The part of a title before its colon, or the whole of it. */
export function shortTitle(title: string): string {
  return title.split(/:\s/, 1)[0] ?? title;
}

function lowerFirst(text: string): string {
  return /^[A-Z][a-z]+(?:\s|$)/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}
