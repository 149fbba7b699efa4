import type { Day } from '../domain/day.js';
import type { Story } from '../domain/edition.js';
import { type Paper, paperText } from '../domain/paper.js';
import type { Topic } from '../domain/preferences.js';
import { Marks } from './marks.js';
import { nameKey, plainText } from './names.js';
import { Sheet } from './sheet.js';
import { type Space, spaceOf } from './space.js';
import { type Paths, pathsOf } from './walk.js';

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
export interface Relevance {
  /** Where the topic is in the edition's space; a category is nowhere. */
  query: Float32Array | undefined;
  /** A number for each paper. */
  scores: Float32Array;
  /** The standard deviation of scores. */
  deviation: number;
  /** The best papers, best first. */
  best: Int32Array;
}

/** All that depends on the edition alone, and what was worked out for topics so far. Made once per warm worker. */
export interface PreparedEdition {
  day: Day;
  papers: readonly MatchablePaper[];
  /** Where a paper is, by its id. */
  position: ReadonlyMap<string, number>;
  space: Space;
  /** The papers of a category (primary or not), and of an archive: `cs.CL`, `cs`. */
  byCategory: ReadonlyMap<string, readonly number[]>;
  byAuthor: ReadonlyMap<string, readonly number[]>;
  /** Title and abstract in lower case, words parted by single spaces. */
  plainTexts: readonly string[];
  /** How much is made of each paper elsewhere, in standard deviations of the logarithm; 0 where nothing is known. */
  trending: Float32Array;
  /** The stories' ids. */
  storyIds: readonly string[];
  /** The number of the paper's story in `storyIds`, or -1. */
  storyOf: Int32Array;
  /** 1 for withdrawn papers, which are never shown. */
  hidden: Uint8Array;
  /** The papers most made of elsewhere. */
  hottest: Int32Array;
  /** How to walk from a paper to those near it. */
  paths: Paths;
  /** What was worked out for phrases, and for categories. */
  relevance: Record<Topic['kind'], Map<string, Relevance>>;
  /** A byte for each paper, 1 where it has the word. */
  muted: Map<string, Uint8Array>;
  /** For whoever reads the edition at the moment. */
  marks: Marks;
  sheet: Sheet;
}

const HOTTEST = 16;

/**
 * Prepares an edition for matching: about half a second for 1,000 papers.
 * @param vectors one unit vector for each paper, in the papers' order
 * @throws RangeError when papers and vectors do not pair up
 */
export function prepareEdition(edition: MatchableEdition, vectors: readonly Float32Array[]): PreparedEdition {
  const { papers } = edition;
  if (vectors.length !== papers.length) {
    throw new RangeError(`expected ${papers.length} vectors, one for each paper, got ${vectors.length}`);
  }
  const position = new Map(papers.map((paper, at) => [paper.id as string, at]));
  const storyOf = new Int32Array(papers.length).fill(-1);
  edition.stories.forEach((story, number) => {
    for (const id of story.paperIds) {
      const at = position.get(id);
      if (at !== undefined) storyOf[at] = number;
    }
  });
  const space = spaceOf(papers.map(paperText), vectors);
  const trending = trendingOf(papers);
  return {
    day: edition.day,
    papers,
    position,
    space,
    byCategory: indexBy(papers, (paper) => paper.categories.flatMap(categoryAndArchive)),
    byAuthor: indexBy(papers, (paper) => paper.authors.map(nameKey)),
    plainTexts: papers.map((paper) => plainText(paperText(paper))),
    trending,
    hidden: Uint8Array.from(papers, (paper) => (paper.withdrawn ? 1 : 0)),
    hottest: Int32Array.from(papers.keys())
      .filter((at) => (trending[at] as number) > 0)
      .sort((a, b) => (trending[b] as number) - (trending[a] as number))
      .slice(0, HOTTEST),
    paths: pathsOf(space.neighbours, papers.length),
    storyIds: edition.stories.map(({ id }) => id),
    storyOf,
    relevance: { phrase: new Map(), category: new Map() },
    muted: new Map(),
    marks: new Marks(papers.length),
    sheet: new Sheet(papers.length),
  };
}

function categoryAndArchive(category: string): string[] {
  const archive = category.split('.')[0] ?? category;
  return archive === category ? [category] : [category, archive];
}

function indexBy(
  papers: readonly MatchablePaper[],
  keysOf: (paper: MatchablePaper) => string[],
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

function trendingOf(papers: readonly MatchablePaper[]): Float32Array {
  const heat = papers.map((paper) => Math.log1p(paper.signals.upvotes ?? 0));
  const mean = heat.reduce((sum, value) => sum + value, 0) / Math.max(1, heat.length);
  const variance = heat.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, heat.length);
  const deviation = Math.max(0.5, Math.sqrt(variance));
  return Float32Array.from(heat, (value) => (value > 0 ? Math.max(0, (value - mean) / deviation) : 0));
}
