import { clusterPapers } from '../../../functions/compile/clusters/cluster-papers.js';
import { findStories } from '../../../functions/compile/stories/find-stories.js';
import { paperText } from '../../../shared/domain/paper.js';
import { weighAll } from '../../../shared/terms/weights.js';
import { type Figure, figureOf, purityOf, vMeasure } from '../../support/scores.js';
import { type SharedData, type SharedPaper, vectorsOf } from './papers.js';
import { sparseKMeans } from './sparse-k-means.js';

const SEEDS = [1, 2, 3, 4];

/** V-measure against primary category, with the number of clusters given; the error is that of the seeds. */
export interface Grouping {
  ours: Figure;
  tfIdf: Figure;
}

/** Our clusters, and k-means over TF-IDF, of the two sets of papers. */
export function groupings(
  { balanced, day }: SharedData,
  vectors: ReadonlyMap<string, Float32Array>,
): Record<'balanced' | 'day', Grouping> {
  const measure = (papers: readonly SharedPaper[], clusters: number): Grouping => {
    const fields = papers.map(({ primary }) => primary);
    const places = vectorsOf(papers, vectors);
    const { vocabulary, rows } = weighAll(papers.map(paperText));
    const over = (group: (seed: number) => number[]) =>
      figureOf(SEEDS.map((seed) => vMeasure(fields, group(seed))));
    return {
      ours: over((seed) => clusterPapers(papers, places, { clusters, seed })),
      tfIdf: over((seed) => sparseKMeans(rows, vocabulary.terms.length, clusters, seed)),
    };
  };
  return { balanced: measure(balanced, 15), day: measure(day, 25) };
}

/** How pure stories are: the share of pairs of one primary category; and how many of the papers they hold. */
export interface Purity {
  pairs: number;
  papers: number;
}

/** The stories of the real day as the digest makes them, by their text alone, and clusters of TF-IDF in their place. */
export function stories(
  { papers, day }: SharedData,
  vectors: ReadonlyMap<string, Float32Array>,
): Record<'withCategories' | 'textAlone' | 'textAloneFewer' | 'tfIdf', Purity> {
  const fields = day.map(({ primary }) => primary);
  const places = vectorsOf(day, vectors);
  const categoriesOf = new Map(papers.map(({ id, categories }) => [id, categories]));
  const filed = day.map((paper) => ({ ...paper, categories: categoriesOf.get(paper.id) ?? [paper.primary] }));
  const bare = day.map(({ id, title, abstract }) => ({ id, title, abstract }));
  const of = (groups: readonly { memberIndexes: readonly number[] }[]) =>
    purityOf(
      fields,
      groups.map(({ memberIndexes }) => memberIndexes),
    );
  const { vocabulary, rows } = weighAll(day.map(paperText));
  const clusters = sparseKMeans(rows, vocabulary.terms.length, Math.round(day.length / 6), 1);
  const grouped = Array.from({ length: Math.max(...clusters) + 1 }, (): number[] => []);
  for (const [at, cluster] of clusters.entries()) grouped[cluster]?.push(at);
  return {
    withCategories: of(findStories(filed, places)),
    textAlone: of(findStories(bare, places)),
    textAloneFewer: of(findStories(bare, places, { share: 0.41 })),
    tfIdf: purityOf(
      fields,
      grouped.filter(({ length }) => length >= 3 && length <= 10),
    ),
  };
}
