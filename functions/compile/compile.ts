import type { Day } from '../../shared/domain/day.js';
import type { Edition, EditionPaper, SourceFailure, Story } from '../../shared/domain/edition.js';
import { type Paper, paperText } from '../../shared/domain/paper.js';
import type { Embedder } from '../../shared/embedders/embedder.js';
import { DigestError } from '../../shared/errors.js';
import { logFailure } from '../../shared/log.js';
import { progressOf } from '../../shared/progress.js';
import type { EditionHeader, EditionStore } from '../../shared/stores/editions.js';
import type { ListingStore, StoredListing } from '../../shared/stores/listings.js';
import type { PaperStore } from '../../shared/stores/papers.js';
import type { PhraseStore } from '../../shared/stores/phrases.js';
import { renderCards } from '../../templates/cards.js';
import { packCards } from '../../templates/pack.js';
import { findStories } from './stories/find-stories.js';
import { headline } from './stories/headline.js';
import { learnLore } from './stories/lore.js';
import {
  type SummariseOptions,
  summarisePapers,
  summariseStories,
  type WordlessStory,
} from './summaries/summarise.js';

/** No source could be read: there is nothing to publish, and the run should be tried again. */
export class NothingCollectedError extends DigestError {
  readonly code = 'nothing-collected';
}

/** Where compiling reads and writes, and who understands for it. */
export interface CompilePorts {
  papers: PaperStore;
  listings: ListingStore;
  editions: EditionStore;
  phrases: PhraseStore;
  embedder: Embedder;
  /** Takes over for the edition when the embedder is out of order. */
  spareEmbedder: Embedder;
  /** Absent: extractive summaries only. */
  llm?: NonNullable<SummariseOptions['llm']> | undefined;
  now: Date;
  /** A name that no other compilation of this day has. */
  build: string;
}

export interface CompileOrder {
  day: Day;
  /** True when the sources answered from the project's own sample. */
  sample: boolean;
  failures: SourceFailure[];
}

/**
 * Makes and publishes the edition of a day from what was collected: vectors, stories, summaries, cards.
 * Returns its header; an edition that is published already is returned as it stands.
 * @throws NothingCollectedError when no source was read
 */
export async function compile(order: CompileOrder, ports: CompilePorts): Promise<EditionHeader> {
  const { editions } = ports;
  const standing = await editions.header(order.day);
  if (standing) return standing;

  const listings = await ports.listings.read(order.day);
  if (listings.length === 0) {
    const problems = order.failures.map(({ source, problem }) => `${source}: ${problem}`).join('; ');
    throw new NothingCollectedError(
      `edition ${order.day}: no source was read (${problems || 'none was asked'})`,
    );
  }
  const papers = await papersOf(listings, ports.papers);
  const { vectors, embeddingModel } = await embedPapers(papers, ports);
  const edition = await understand(order, papers, { vectors, embeddingModel }, listings, ports);
  const cards = packCards(renderCards(edition));
  await editions.publish(edition, { vectors, cards, build: ports.build });
  const published = await editions.header(order.day);
  if (!published) throw new NothingCollectedError(`edition ${order.day}: not there after it was published`);
  return published;
}

/** Every paper of the listings once, in the order of their ids, so that a repeated compilation is the same one. */
async function papersOf(listings: readonly StoredListing[], store: PaperStore): Promise<Paper[]> {
  const ids = [...new Set(listings.flatMap((listing) => listing.paperIds))].sort();
  const known = await store.read(ids);
  return ids.flatMap((id) => {
    const paper = known.get(id);
    if (!paper) return [];
    const { firstEdition: _, ...rest } = paper;
    return [rest];
  });
}

interface EmbeddedPapers {
  vectors: readonly Float32Array[];
  embeddingModel: string;
}

/** The papers' vectors, and those of every topic phrase beside them, by the embedder or else by the spare one. */
async function embedPapers(papers: readonly Paper[], ports: CompilePorts): Promise<EmbeddedPapers> {
  const texts = papers.map(paperText);
  let embedder = ports.embedder;
  let vectors: Float32Array[];
  try {
    vectors = await embedder.embed(texts, progressOf('embed'));
  } catch (error) {
    logFailure('compile.embed', error);
    embedder = ports.spareEmbedder;
    vectors = await embedder.embed(texts, progressOf('embed'));
  }
  try {
    await embedder.embed(await ports.phrases.all());
  } catch (error) {
    // A phrase without a vector counts by its words.
    logFailure('compile.phrases', error);
  }
  return { vectors, embeddingModel: embedder.model };
}

async function understand(
  order: CompileOrder,
  papers: readonly Paper[],
  { vectors, embeddingModel }: EmbeddedPapers,
  listings: readonly StoredListing[],
  ports: CompilePorts,
): Promise<Edition> {
  const asking = { ...(ports.llm && { llm: ports.llm }), now: () => ports.now };
  const { summaries, counts } = await summarisePapers([...papers], {
    ...asking,
    onProgress: progressOf('summarise'),
  });
  const summarised = papers.flatMap((paper): EditionPaper[] => {
    const tldr = summaries.get(paper.id);
    return tldr ? [{ ...paper, tldr }] : [];
  });
  const wordless = wordlessStories(order.day, summarised, vectors);
  const told = await summariseStories(wordless, { ...asking, onProgress: progressOf('stories') });
  return {
    day: order.day,
    publishedAt: ports.now.toISOString(),
    sample: order.sample,
    papers: summarised,
    stories: wordless.flatMap(({ id, papers: members }): Story[] => {
      const words = told.words.get(id);
      return words ? [{ id, ...words, paperIds: members.map((paper) => paper.id) }] : [];
    }),
    completeness: listings.flatMap((listing) => listing.completeness),
    failures: order.failures,
    embeddingModel,
    summaryCounts: addCounts({ ...counts }, { ...told.counts }),
  };
}

/** The groups of papers that make a story, with a headline made without a model. Withdrawn papers tell none. */
function wordlessStories(
  day: Day,
  papers: readonly EditionPaper[],
  vectors: readonly Float32Array[],
): WordlessStory[] {
  const standing = papers
    .map((paper, index) => ({ paper, vector: vectors[index] }))
    .filter(({ paper }) => !paper.withdrawn);
  const found = findStories(
    standing.map(({ paper }) => paper),
    standing.flatMap(({ vector }) => vector ?? []),
  );
  const lore = learnLore(papers);
  const taken = new Set<string>();
  return found.map(({ memberIndexes }, index) => {
    const members = memberIndexes.flatMap((member) => standing[member]?.paper ?? []);
    const words = headline(members, lore, taken);
    taken.add(words);
    return { id: `${day}.s${index + 1}`, papers: members, headline: words };
  });
}

function addCounts(left: Record<string, number>, right: Record<string, number>): Record<string, number> {
  return Object.fromEntries(Object.entries(left).map(([name, count]) => [name, count + (right[name] ?? 0)]));
}
