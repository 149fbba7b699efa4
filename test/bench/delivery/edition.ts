import { readSample } from '../../../infra/local/sample/papers.js';
import { categoryGroups } from '../../../shared/domain/category.js';
import type { Day } from '../../../shared/domain/day.js';
import type { Edition, EditionPaper } from '../../../shared/domain/edition.js';
import { seededRandom } from '../../../shared/terms/random.js';
import { type Field, fieldsOf, vectorIn } from './fields.js';

/** The name of the made-up vectors' model. */
export const MODEL = 'bench';
const ABSTRACT_LENGTH = 1_300;
const PHRASES = 200;
/** For so many papers there is one story, of a few of them. */
const PAPERS_A_STORY = 60;
const STORY_PAPERS = 5;
const NAMES = ['Ada', 'Jun', 'Mónica', 'Søren', 'Priya', 'Wei', 'Łukasz', 'Amara', 'Kenji', 'Zoë'];

/** An edition of made-up papers, and what belongs to it. */
export interface BenchEdition {
  edition: Edition;
  vectors: Float32Array[];
  fields: Field[];
  /** Makes one more paper of a field, with its vector. */
  another(field: Field, random: () => number): { paper: EditionPaper; vector: Float32Array };
}

/** The edition of the contest and of the growth in subscribers. */
export function usualEdition(): Promise<BenchEdition> {
  return makeEdition(1_000, '2026-01-22');
}

/**
 * Makes an edition of `count` papers with abstracts of about 1,300 characters, as arXiv's are (1,287 on average in
 * 3,500 of January 2026). Sentences come from the sample, mixed, with made-up terms between them, so that there are
 * as many different words as in real papers; vectors lie about 200 fields, each with a phrase that readers choose.
 */
export async function makeEdition(count: number, day: Day): Promise<BenchEdition> {
  const random = seededRandom(count);
  const sample = await readSample();
  const sentences = sample.flatMap(({ abstract }) => abstract.split(/(?<=[.?!]) (?=[A-Z])/));
  const codes = categoryGroups.flatMap(({ categories }) => categories.map(({ code }) => code)).slice(0, 40);
  const fields = fieldsOf(
    PHRASES,
    sample.map(({ title }) => title),
    codes,
  );
  const drawn = Array.from({ length: count }, () => drawFrom(fields, random));
  const papers = drawn.map((field, at) => makePaper(at, field, sentences, random));
  return {
    edition: editionOf(papers, drawn, day),
    vectors: drawn.map((field) => vectorIn(field, random)),
    fields,
    another: (field, draw) => ({
      paper: makePaper(Math.floor(draw() * 90_000), field, sentences, draw),
      vector: vectorIn(field, draw),
    }),
  };
}

function makePaper(
  at: number,
  field: Field,
  sentences: readonly string[],
  random: () => number,
): EditionPaper {
  const number = `2601.${String(at).padStart(5, '0')}`;
  const terms = Array.from({ length: 6 }, () => madeUpTerm(random));
  let abstract = `We study ${field.phrase} with ${terms[0]} and ${terms[1]}.`;
  while (abstract.length < ABSTRACT_LENGTH - 80) abstract += ` ${drawFrom(sentences, random)}`;
  abstract += ` This is made of ${terms.slice(2).join(', ')}.`;
  const authors = Array.from({ length: 5 }, () => `${drawFrom(NAMES, random)} ${madeUpTerm(random)}`);
  return {
    id: `arxiv:${number}`,
    version: 1,
    title: `${madeUpTerm(random)}: ${field.phrase} at the scale of ${terms[0]}, without the usual ${terms[1]}`,
    abstract,
    authors,
    categories: [field.category, drawFrom(['cs.LG', 'cs.AI', 'stat.ML'], random)],
    withdrawn: false,
    abstractUrl: `https://arxiv.org/abs/${number}`,
    pdfUrl: `https://arxiv.org/pdf/${number}`,
    signals: at % 10 === 0 ? { upvotes: 2 + Math.floor(random() * 90) } : {},
    tldr: { text: `We study ${field.phrase}. ${drawFrom(sentences, random)}`, method: 'extractive' },
  };
}

/** A word such as names of methods are; the common ones come again and again. */
function madeUpTerm(random: () => number): string {
  const rank = Math.floor(20_000 ** random());
  const syllables = seededRandom(rank);
  const syllable = () => drawFrom([...'bdfglmnprstvz'], syllables) + drawFrom([...'aeiou'], syllables);
  const word = syllable() + syllable() + syllable();
  return word.charAt(0).toUpperCase() + word.slice(1);
}

function editionOf(papers: EditionPaper[], fields: readonly Field[], day: Day): Edition {
  const members = new Map<Field, EditionPaper[]>();
  fields.forEach((field, at) => {
    const paper = papers[at];
    if (paper) members.set(field, [...(members.get(field) ?? []), paper]);
  });
  const stories = [...members]
    .filter(([, group]) => group.length > 1)
    .slice(0, Math.floor(papers.length / PAPERS_A_STORY))
    .map(([{ phrase }, group], number) => ({
      id: `${day}.s${number + 1}`,
      headline: `A day of ${phrase}`,
      headlineMethod: 'extractive' as const,
      summary: {
        text: `Several groups look at ${phrase}. They do not agree.`,
        method: 'extractive' as const,
      },
      paperIds: group.slice(0, STORY_PAPERS).map(({ id }) => id),
    }));
  return {
    day,
    publishedAt: `${day}T03:00:00.000Z`,
    sample: false,
    papers,
    stories,
    completeness: [{ source: 'arxiv', part: 'cs.LG', expected: papers.length, stored: papers.length }],
    failures: [],
    embeddingModel: MODEL,
    summaryCounts: { extractive: papers.length },
  };
}

/** One of `choices`, of which there is at least one. */
export function drawFrom<Choice>(choices: readonly Choice[], random: () => number): Choice {
  const choice = choices[Math.floor(random() * choices.length)];
  if (choice === undefined) throw new RangeError('expected something to draw from');
  return choice;
}
