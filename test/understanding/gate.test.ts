import { beforeAll, describe, expect, test } from 'vitest';
import { clusterPapers } from '../../functions/compile/clusters/cluster-papers.js';
import { findStories } from '../../functions/compile/stories/find-stories.js';
import { readSample } from '../../infra/local/sample/papers.js';
import { paperText } from '../../shared/domain/paper.js';
import { bundledEmbedder } from '../../shared/embedders/bundled.js';
import { backtest } from '../../shared/matching/backtest.js';
import type { MatchablePaper } from '../../shared/matching/prepare.js';
import { figureOf, ndcg10, purityOf, vMeasure } from '../support/scores.js';
import { sampleGroups } from './sample-groups.js';

/**
 * The small fixed form of `npm run bench -- understanding`: each least is the figure of the day it was written less
 * two standard errors, over readers, over stories, or for V-measure by leaving out one group after the other. ROUGE-1 has
 * its gate in `test/functions/compile/summaries`.
 */
const LEAST = {
  /** .988 ± .0065 */
  phrase: 0.975,
  /** .968 ± .009 */
  oneLike: 0.95,
  /** .890 ± .025 */
  phraseAndLike: 0.84,
  /** .946 ± .027 */
  vMeasure: 0.89,
  /** .869 ± .070 */
  storyPairs: 0.73,
  /** .958 ± .042 */
  storyPairsByText: 0.875,
};
/** Stories gather papers until this many are in one. */
const STORY_PAPERS = 0.6;

let papers: MatchablePaper[];
let vectorOf: Map<string, Float32Array>;

beforeAll(async () => {
  const embedder = bundledEmbedder();
  try {
    papers = (await readSample()).map(({ id, title, abstract, authors, categories }) => ({
      ...{ id, title, abstract, authors, categories },
      ...{ withdrawn: false, signals: {} },
    }));
    const names = [...papers.map(({ id }) => id), ...sampleGroups.map(({ phrase }) => phrase)];
    const texts = [...papers.map(paperText), ...sampleGroups.map(({ phrase }) => phrase)];
    const vectors = await embedder.embed(texts);
    vectorOf = new Map(names.map((name, at) => [name, vectors[at] ?? new Float32Array()]));
  } finally {
    await embedder.close();
  }
}, 180_000);

describe('rankings of the sample, its categories taken out', () => {
  let rankFor: (topics: string[], likes: string[], relevant: string[]) => number;
  beforeAll(() => {
    const bare = papers.map((paper) => ({ ...paper, categories: [] }));
    const rank = backtest(bare, vectorOf, vectorOf, new Date(0));
    const candidates = papers.map(({ id }) => id);
    rankFor = (topics, likes, relevant) => {
      const ranking = rank({ topics, likes, dislikes: [], candidates }).map(({ paperId }) => paperId);
      const seen = new Set(likes);
      return ndcg10(
        ranking.filter((id) => !seen.has(id)),
        relevant.filter((id) => !seen.has(id)),
      );
    };
  });

  test('for a phrase alone', () => {
    const figure = figureOf(sampleGroups.map(({ phrase, ids }) => rankFor([phrase], [], ids)));
    expect(figure.mean, JSON.stringify(figure)).toBeGreaterThan(LEAST.phrase);
  });

  test('for one like alone', () => {
    const figure = figureOf(sampleGroups.flatMap(({ ids }) => ids.map((id) => rankFor([], [id], ids))));
    expect(figure.mean, JSON.stringify(figure)).toBeGreaterThan(LEAST.oneLike);
  });

  test('for a phrase and a like of something else', () => {
    const gains = sampleGroups.map(({ phrase, ids }, at) => {
      const { ids: others } = sampleGroups[(at + 5) % sampleGroups.length] ?? { ids: [] };
      return rankFor([phrase], others.slice(0, 1), [...ids, ...others]);
    });
    const figure = figureOf(gains);
    expect(figure.mean, JSON.stringify(figure)).toBeGreaterThan(LEAST.phraseAndLike);
  });
});

describe('groups of the sample', () => {
  const groupOf = new Map(sampleGroups.flatMap(({ phrase, ids }) => ids.map((id) => [id, phrase] as const)));
  const vectorsOf = (of: readonly MatchablePaper[]) =>
    of.map(({ id }) => vectorOf.get(id) ?? new Float32Array());

  test('clusters are the groups that the papers were chosen in', () => {
    const grouped = papers.filter(({ id }) => groupOf.has(id));
    const names = grouped.map(({ id }) => groupOf.get(id) ?? id);
    const figure = figureOf(
      [1, 2, 3, 4, 5, 6, 7, 8].map((seed) =>
        vMeasure(names, clusterPapers(grouped, vectorsOf(grouped), { clusters: sampleGroups.length, seed })),
      ),
    );
    expect(figure.mean, JSON.stringify(figure)).toBeGreaterThan(LEAST.vMeasure);
  });

  test('stories hold papers of one group, and most of the papers', () => {
    const names = papers.map(({ id }) => groupOf.get(id) ?? id);
    const purity = (of: readonly MatchablePaper[]) => {
      const groups = findStories(of, vectorsOf(of)).map(({ memberIndexes }) => memberIndexes);
      const pairs = figureOf(groups.map((group) => purityOf(names, [group]).pairs));
      return { pairs, papers: purityOf(names, groups).papers };
    };
    const filed = purity(papers);
    const bare = purity(papers.map((paper) => ({ ...paper, categories: [] })));
    expect(filed.pairs.mean, JSON.stringify(filed)).toBeGreaterThan(LEAST.storyPairs);
    expect(filed.papers).toBeGreaterThanOrEqual(STORY_PAPERS);
    expect(bare.pairs.mean, JSON.stringify(bare)).toBeGreaterThan(LEAST.storyPairsByText);
  });
});
