import type { Day } from '../domain/day.js';
import type { Story } from '../domain/edition.js';
import { type Paper, type PaperId, paperText } from '../domain/paper.js';
import type { Topic } from '../domain/preferences.js';
import { Marks } from './marks.js';
import { nameKey, plainText } from './names.js';
import { type Paths, pathsOf } from './paths.js';
import { PlainTexts } from './plain-texts.js';
import type { KeptScores, Sheet } from './sheet.js';
import { type Space, spaceOf } from './space.js';

/** What matching needs of a paper; an `EditionPaper` has it all. */
export type MatchablePaper = Pick<
  Paper,
  'id' | 'title' | 'abstract' | 'authors' | 'categories' | 'withdrawn' | 'signals'
>;

/** What matching needs of an edition. */
export interface MatchableEdition {
  day: Day;
  papers: readonly MatchablePaper[];
  stories: readonly Pick<Story, 'id' | 'paperIds'>[];
}

/** How relevant the papers of an edition are to a topic. */
export interface Relevance extends KeptScores {
  /** Where the topic is in the edition's space; a category is nowhere. */
  query: Float32Array | undefined;
  /** The standard deviation of scores. */
  deviation: number;
  /** The best papers, best first. */
  best: Int32Array;
  /** How the topic is named as the reason for a paper. */
  why: string;
}

/** What is left of a paper once its edition is prepared. */
export interface PreparedPaper extends Pick<Paper, 'id' | 'title' | 'categories' | 'withdrawn'> {
  upvotes: number;
  /** The authors' names, each as its {@link nameKey}. */
  authors: readonly string[];
}

/** All that depends on the edition alone. Worked out once, when the edition is compiled, and stored. */
export interface Preparation {
  day: Day;
  papers: readonly PreparedPaper[];
  space: Space;
  /** How to walk from a paper to those near it. */
  paths: Paths;
  /** The stories' ids. */
  storyIds: readonly string[];
  /** The number of the paper's story in `storyIds`, or -1. */
  storyOf: Int32Array;
  /** Title and abstract of each paper, for muted words. */
  texts: PlainTexts;
}

/** An edition, ready to be matched, and what was worked out for topics so far. Made once per warm worker. */
export interface PreparedEdition extends Preparation {
  /** The papers' ids, which each digest asks for: less memory to read than the papers are. */
  ids: readonly PaperId[];
  /** Where a paper is, by its id. */
  position: ReadonlyMap<string, number>;
  /** The papers of a category (primary or not), and of an archive: `cs.CL`, `cs`. */
  byCategory: ReadonlyMap<string, readonly number[]>;
  /** The papers of an author, by the {@link nameKey}; made when the first reader follows one. */
  byAuthor(): ReadonlyMap<string, readonly number[]>;
  /** How much is made of each paper elsewhere, in standard deviations of the logarithm; 0 where nothing is known. */
  trending: Float32Array;
  /** The withdrawn papers, which are never shown. */
  withdrawn: Int32Array;
  /** What was worked out for categories, and for phrases with a vector and by their words alone. */
  relevance: Record<Topic['kind'] | 'words', Map<string, Relevance>>;
  /** The papers that have a word. */
  muted: Map<string, Int32Array>;
  /** For whoever reads the edition at the moment. */
  marks: Marks;
  sheet: Sheet;
}

/**
 * Prepares an edition for matching: about half a second for 1,000 papers.
 * @param vectors one unit vector for each paper, in the papers' order
 * @throws RangeError when papers and vectors do not pair up
 */
export function prepareEdition(edition: MatchableEdition, vectors: readonly Float32Array[]): PreparedEdition {
  const { day, papers, stories } = edition;
  if (vectors.length !== papers.length) {
    throw new RangeError(`expected ${papers.length} vectors, one for each paper, got ${vectors.length}`);
  }
  const texts = papers.map(paperText);
  const space = spaceOf(texts, vectors);
  return indexed({
    day,
    papers: papers.map(({ id, title, categories, withdrawn, signals, authors }) => ({
      id,
      title,
      categories,
      withdrawn,
      upvotes: signals.upvotes ?? 0,
      authors: authors.map(nameKey),
    })),
    space,
    paths: pathsOf(space.neighbours, papers.length),
    ...placedIn(stories, papers),
    texts: PlainTexts.of(texts.map(plainText)),
  });
}

/** The same preparation with the stories that were told of its papers since. */
export function withStories(preparation: Preparation, stories: MatchableEdition['stories']): Preparation {
  return { ...preparation, ...placedIn(stories, preparation.papers) };
}

function placedIn(
  stories: MatchableEdition['stories'],
  papers: readonly { id: string }[],
): Pick<Preparation, 'storyIds' | 'storyOf'> {
  const position = positionsOf(papers);
  const storyOf = new Int32Array(papers.length).fill(-1);
  stories.forEach((story, number) => {
    for (const id of story.paperIds) {
      const at = position.get(id);
      if (at !== undefined) storyOf[at] = number;
    }
  });
  return { storyIds: stories.map(({ id }) => id), storyOf };
}

/** The edition of a preparation, to be made of it once, as its sheet is the rows' own: a few milliseconds for 1,000 papers. */
export function indexed(preparation: Preparation): PreparedEdition {
  const { papers } = preparation;
  const trending = trendingOf(papers);
  const { walker, sheet } = preparation.space.rows;
  walker.lay(preparation.paths);
  sheet.layHeat(trending);
  let authors: ReadonlyMap<string, readonly number[]> | undefined;
  return {
    ...preparation,
    ids: papers.map(({ id }) => id),
    position: positionsOf(papers),
    byCategory: indexBy(papers, (paper) => paper.categories.flatMap(categoryAndArchive)),
    byAuthor: () => {
      authors ??= indexBy(papers, (paper) => paper.authors);
      return authors;
    },
    trending,
    withdrawn: Int32Array.from(papers.keys()).filter((at) => papers[at]?.withdrawn),
    relevance: { phrase: new Map(), words: new Map(), category: new Map() },
    muted: new Map(),
    marks: new Marks(papers.length),
    sheet,
  };
}

function positionsOf(papers: readonly { id: string }[]): Map<string, number> {
  return new Map(papers.map(({ id }, at) => [id, at]));
}

function categoryAndArchive(category: string): string[] {
  const archive = category.split('.')[0] ?? category;
  return archive === category ? [category] : [category, archive];
}

function indexBy(
  papers: readonly PreparedPaper[],
  keysOf: (paper: PreparedPaper) => readonly string[],
): Map<string, number[]> {
  const index = new Map<string, number[]>();
  papers.forEach((paper, at) => {
    for (const key of new Set(keysOf(paper))) {
      const known = index.get(key);
      if (known) known.push(at);
      else index.set(key, [at]);
    }
  });
  return index;
}

function trendingOf(papers: readonly PreparedPaper[]): Float32Array {
  const heat = papers.map(({ upvotes }) => Math.log1p(upvotes));
  const mean = heat.reduce((sum, value) => sum + value, 0) / Math.max(1, heat.length);
  const variance = heat.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, heat.length);
  const deviation = Math.max(0.5, Math.sqrt(variance));
  return Float32Array.from(heat, (value) => (value > 0 ? Math.max(0, (value - mean) / deviation) : 0));
}
