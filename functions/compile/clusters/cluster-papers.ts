import { paperText } from '../../../shared/domain/paper.js';
import { fitLsa, placeIn } from '../../../shared/terms/lsa.js';
import { weighAll } from '../../../shared/terms/weights.js';
import { sphericalKMeans } from './k-means.js';
import { drawnTogether, type Neighbours, nearestNeighbours } from './neighbours.js';
import { principalPlaces } from './principal.js';

/** What grouping reads of a paper; never its categories. */
export interface PaperWords {
  id: string;
  title: string;
  abstract: string;
}

/** Dimensions of the LSA of the papers at hand, of the joined space, and the share that words have in it. */
const WORD_DIMENSIONS = 96;
const DIMENSIONS = 64;
const WORD_SHARE = 0.7;
const MOST_NEIGHBOURS = 20;
/** Which words go together is learned from this many papers at most, evenly chosen. */
const ENOUGH = 1500;

/** Papers in a space made of their embedding and of the words of the papers at hand, and who is near whom in it. */
export interface PaperSpace {
  /** One unit vector for each paper. */
  places: Float32Array[];
  neighbours: Neighbours;
}

/**
 * Places papers where near means alike: embeddings joined with an LSA of these papers, reduced to the directions
 * along which they differ. The figures behind each constant are in docs/understanding.md.
 * @param vectors one embedding of unit length for each paper
 */
export function placePapers(
  papers: readonly PaperWords[],
  vectors: readonly Float32Array[],
  seed = 1,
): PaperSpace {
  const { vocabulary, rows } = weighAll(papers.map(paperText));
  const stride = Math.ceil(rows.length / ENOUGH);
  const sample = rows.filter((_, at) => at % stride === 0);
  const lsa = fitLsa(sample, vocabulary.terms.length, WORD_DIMENSIONS, seed);
  const joined = rows.map((row, at) => {
    const words = placeIn(lsa, row).map((value) => value * WORD_SHARE);
    return Float32Array.from([...(vectors[at] ?? []), ...words]);
  });
  const places = principalPlaces(joined, DIMENSIONS, seed);
  const most = Math.min(MOST_NEIGHBOURS, Math.round(Math.sqrt(papers.length)));
  return { places, neighbours: nearestNeighbours(places, most) };
}

/** A number of clusters that suits a number of papers, when nobody says one. */
export function suitableClusters(papers: number): number {
  return Math.max(1, Math.round(0.8 * Math.sqrt(papers)));
}

/**
 * The cluster of each paper, 0 … clusters − 1, in the papers' order; the same for the same seed.
 * @param vectors one embedding of unit length for each paper
 */
export function clusterPapers(
  papers: readonly PaperWords[],
  vectors: readonly Float32Array[],
  { clusters = suitableClusters(papers.length), seed = 1 }: { clusters?: number; seed?: number } = {},
): number[] {
  if (papers.length === 0) return [];
  const { places, neighbours } = placePapers(papers, vectors, seed);
  return sphericalKMeans(drawnTogether(places, neighbours, 2), clusters, seed);
}
