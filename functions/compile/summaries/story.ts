import type { EditionPaper, Summary } from '../../../shared/domain/edition.js';
import { cut } from '../../../shared/text/plain.js';
import { isBalanced } from '../../../shared/text/sentences.js';

/** What a story's paragraph is made from. */
export type StoryPaper = Pick<EditionPaper, 'title' | 'abstract' | 'tldr'>;

/** The longest paragraph, in characters. */
const LONGEST = 420;
/** A third sentence is added only to a paragraph shorter than this. */
const ROOM_LEFT = 280;

/**
 * Returns a short paragraph about a story: how many papers it has and on what, then what the most central of them do,
 * each in the words of its own tldr and under its own name. At most 420 characters.
 * @param papers nearest to the story's centre first
 * @param headline of the story, a noun phrase
 */
export function extractiveStorySummary(papers: StoryPaper[], headline: string): Summary {
  const opening = `${countOf(papers.length)} on ${inSentence(headline, papers)}.`;
  let text = opening;
  for (const paper of papers) {
    const longer = `${text} ${contribution(paper)}`;
    if (longer.length <= LONGEST) text = longer;
    if (text.length > ROOM_LEFT) break;
  }
  return {
    text: text === opening ? cut(`${opening} ${titlesOf(papers)}`, LONGEST) : text,
    method: 'extractive',
  };
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

function countOf(count: number): string {
  return `${NUMBERS[count] ?? count} ${count === 1 ? 'paper' : 'papers'}`;
}

/** A headline as it stands inside a sentence: its first word loses its capital where the papers write it without. */
function inSentence(headline: string, papers: StoryPaper[]): string {
  const phrase = headline.trim().replace(/[.:]+$/, '');
  const first = /^[A-Z][a-z]+(?=[\s-]|$)/.exec(phrase)?.[0];
  const plain = first?.toLowerCase();
  const isCommon = papers.some(
    ({ abstract }) => plain !== undefined && abstract.split(/[\s-]+/).includes(plain),
  );
  return plain !== undefined && isCommon ? plain + phrase.slice(plain.length) : phrase;
}

const NAMES_ITSELF =
  /^(?:We|This (?:paper|work|article|study)|In this \w+, we) (?:propose|introduce|present|develop|describe|release|design|build)s? (?<name>[A-Z][^\s,]*(?: [A-Z\d][^\s,]*){0,3}), (?<what>an? .+)$/;
const OURS = /^(?:we|our|us)\b/i;
const FIRST_PERSON = /\b(?:we|ours?|us|ourselves)\b/gi;
const THE_PAPER = /^This (?:paper|work|article|study|letter|report|survey|review|thesis)\b/;

/** A paper's tldr, told of the paper by name in place of "we". */
function contribution({ title, tldr: { text } }: StoryPaper): string {
  const { name, what } = NAMES_ITSELF.exec(text)?.groups ?? {};
  if (name && what && title.includes(name) && what.search(FIRST_PERSON) < 0) return `${name} is ${what}`;
  const quoted = `“${shortTitle(title)}”`;
  const told = toldOfThem(text);
  if (OURS.test(text)) return `In ${quoted}, ${told}`;
  if (THE_PAPER.test(text)) return told.replace(THE_PAPER, () => quoted);
  return `${quoted}: ${told}`;
}

const THIRD_PERSON: Readonly<Record<string, string>> = {
  we: 'the authors',
  our: 'their',
  ours: 'theirs',
  us: 'them',
  ourselves: 'themselves',
};

/** First person to third; the plural stays, so that every verb still agrees. */
function toldOfThem(text: string): string {
  let seen = false;
  return text.replace(FIRST_PERSON, (word) => {
    const told = /^we$/i.test(word) && seen ? 'they' : (THIRD_PERSON[word.toLowerCase()] ?? word);
    seen = true;
    return word === 'US' ? word : told;
  });
}

function titlesOf(papers: StoryPaper[]): string {
  const [first, ...others] = papers.slice(0, 3).map(({ title }) => `“${shortTitle(title)}”`);
  return `Nearest to its centre: ${[first, ...others].join(', ')}.`;
}

/** The part of a title before its colon, or the whole of it where that part cannot stand alone. */
export function shortTitle(title: string): string {
  const head = /^(.{3,}?):\s/.exec(title)?.[1];
  return head !== undefined && isBalanced(head) ? head : title;
}
