import type { Day } from '../../shared/domain/day.js';
import type { Edition, SourceFailure, Story } from '../../shared/domain/edition.js';
import { type Paper, paperText } from '../../shared/domain/paper.js';
import { cachedEmbedder, type VectorCache } from '../../shared/embedders/cached.js';
import type { Embedder } from '../../shared/embedders/embedder.js';
import { DigestError } from '../../shared/errors.js';
import { logFailure } from '../../shared/log.js';
import { packPreparation } from '../../shared/matching/preparation-bytes.js';
import { type PreparedEdition, prepareEdition, withStories } from '../../shared/matching/prepare.js';
import type { ReaderTopic } from '../../shared/matching/reader.js';
import { progressOf } from '../../shared/progress.js';
import type { EditionHeader, EditionStore } from '../../shared/stores/editions.js';
import type { ListingStore, StoredListing } from '../../shared/stores/listings.js';
import type { PaperStore } from '../../shared/stores/papers.js';
import type { PhraseStore } from '../../shared/stores/phrases.js';
import { renderCards } from '../../templates/cards.js';
import { packCards } from '../../templates/pack.js';
import { goingOn, untoldStories } from './stories/tell-stories.js';
import { type SummariseOptions, summarisePapers, summariseStories } from './summaries/summarise.js';
import { wantedPapers } from './wanted.js';

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
  /** Those of papers, so that none is made twice. */
  vectors: VectorCache;
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
  const embedded = await embedPapers(papers, ports);
  const { vectors } = embedded;
  // Worked out once here, and not by every worker that matches.
  const prepared = prepareEdition({ day: order.day, papers, stories: [] }, vectors);
  const { edition, centroids } = await understand(order, papers, { ...embedded, prepared }, listings, ports);
  const cards = packCards(renderCards(edition));
  const preparation = await packPreparation(withStories(prepared, edition.stories));
  await editions.publish(edition, { vectors, centroids, cards, preparation, build: ports.build });
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
  /** What readers chose, phrases with their vectors. */
  topics: ReaderTopic[];
}

/** The papers' vectors, and those of every topic phrase, by the embedder or else by the spare one. */
async function embedPapers(papers: readonly Paper[], ports: CompilePorts): Promise<EmbeddedPapers> {
  const texts = papers.map(paperText);
  const embedBy = (by: Embedder) => cachedEmbedder(by, ports.vectors).embed(texts, progressOf('embed'));
  let embedder = ports.embedder;
  let vectors: Float32Array[];
  try {
    vectors = await embedBy(embedder);
  } catch (error) {
    logFailure('compile.embed', error);
    embedder = ports.spareEmbedder;
    vectors = await embedBy(embedder);
  }
  return { vectors, embeddingModel: embedder.model, topics: await embedTopics(embedder, ports) };
}

async function embedTopics(embedder: Embedder, { phrases: store }: CompilePorts): Promise<ReaderTopic[]> {
  const [phrases, categories] = await Promise.all([store.all(), store.categories()]);
  let vectors: Float32Array[] = [];
  try {
    vectors = await cachedEmbedder(embedder, store.vectors).embed(phrases);
  } catch (error) {
    // A phrase without a vector counts by its words.
    logFailure('compile.phrases', error);
  }
  return [
    ...categories.map((category) => ({ topic: { kind: 'category' as const, category, weight: 1 } })),
    ...phrases.map((phrase, at) => {
      const vector = vectors[at];
      return { topic: { kind: 'phrase' as const, phrase, weight: 1 }, ...(vector && { vector }) };
    }),
  ];
}

async function understand(
  order: CompileOrder,
  papers: readonly Paper[],
  { vectors, embeddingModel, topics, prepared }: EmbeddedPapers & { prepared: PreparedEdition },
  listings: readonly StoredListing[],
  ports: CompilePorts,
): Promise<{ edition: Edition; centroids: Float32Array[] }> {
  const asking = {
    ...(ports.llm && { llm: ports.llm, wanted: wantedPapers(prepared, topics) }),
    now: () => ports.now,
  };
  const { papers: summarised, counts } = await summarisePapers(papers, {
    ...asking,
    onProgress: progressOf('summarise'),
  });
  const untold = untoldStories(order.day, summarised, vectors);
  const told = await summariseStories(untold, { ...asking, onProgress: progressOf('stories') });
  const earlier = await goingOn(untold, { day: order.day, embeddingModel }, ports.editions);
  const edition = {
    day: order.day,
    publishedAt: ports.now.toISOString(),
    sample: order.sample,
    papers: summarised,
    stories: untold.flatMap(({ id, papers: members }): Story[] => {
      const words = told.words.get(id);
      const continues = earlier.get(id);
      const paperIds = members.map((paper) => paper.id);
      return words ? [{ id, ...words, paperIds, ...(continues && { continues }) }] : [];
    }),
    completeness: listings.flatMap((listing) => listing.completeness),
    failures: order.failures,
    embeddingModel,
    summaryCounts: addCounts({ ...counts }, { ...told.counts }),
  };
  return { edition, centroids: untold.map(({ centroid }) => centroid) };
}

function addCounts(left: Record<string, number>, right: Record<string, number>): Record<string, number> {
  return Object.fromEntries(Object.entries(left).map(([name, count]) => [name, count + (right[name] ?? 0)]));
}
