import { paperText } from '../../../shared/domain/paper.js';
import { backtest } from '../../../shared/matching/backtest.js';
import { sparseCosine, vocabularyOf, weigh } from '../../../shared/terms/weights.js';
import { contentWords } from '../../../shared/terms/words.js';
import { type Figure, figureOf, ndcg10 } from '../../support/scores.js';
import { svmScores } from './linear-svm.js';
import { type SharedData, type SharedPaper, type SharedReader, vectorsOf, withoutFields } from './papers.js';

/** nDCG@10 by setting. */
export type Rankings = Record<string, Figure>;

/** Ranks for one reader, best first. */
type RankFor = (reader: SharedReader) => string[];

/** Our rankings of the readers' candidates, and those of arxiv-sanity-lite's way. */
export function rankings(
  { papers, readers }: SharedData,
  vectors: ReadonlyMap<string, Float32Array>,
): { ours: Rankings; tfIdf: Rankings } {
  return { ours: judged(readers, oursOver(papers, vectors)), tfIdf: judged(readers, sanityOver(papers)) };
}

function judged(readers: readonly SharedReader[], rankFor: RankFor): Rankings {
  const bySetting = new Map<string, number[]>();
  for (const reader of readers) {
    const gains = bySetting.get(reader.setting) ?? [];
    gains.push(ndcg10(rankFor(reader), reader.relevant));
    bySetting.set(reader.setting, gains);
  }
  return Object.fromEntries([...bySetting].map(([setting, gains]) => [setting, figureOf(gains)]));
}

function oursOver(papers: readonly SharedPaper[], vectors: ReadonlyMap<string, Float32Array>): RankFor {
  const places = vectorsOf(papers, vectors);
  const vectorOf = new Map(papers.map(({ id }, at) => [id, places[at] ?? new Float32Array()]));
  const rankFor = backtest(papers.map(withoutFields), vectorOf, vectors, new Date(0));
  // What is relevant stays out of sight, as it is the scorer's.
  return ({ topics, likes, dislikes, candidates }) =>
    rankFor({ topics, likes, dislikes, candidates }).map(({ paperId }) => paperId);
}

/**
 * As arxiv-sanity-lite ranks: a linear SVM over TF-IDF of words and pairs of words (sublinear counts, at most 20,000
 * terms that are in five papers or more and in a tenth of them at most), the likes against the day's candidates;
 * without likes, by closeness to the phrase.
 */
function sanityOver(papers: readonly SharedPaper[]): RankFor {
  const texts = papers.map((paper) => withPairs(contentWords(paperText(paper))));
  const vocabulary = vocabularyOf(texts, { leastTexts: 5, largestShare: 0.1, mostTerms: 20_000 });
  const rowOf = new Map(papers.map(({ id }, at) => [id, weigh(vocabulary, texts[at] ?? [])]));
  return ({ topics, likes, candidates }) => {
    const ids = [...likes, ...candidates];
    const rows = ids.flatMap((id) => rowOf.get(id) ?? []);
    const phrase = weigh(vocabulary, withPairs(contentWords(topics.join(' '))));
    const liked = new Set(likes.keys());
    const scores =
      likes.length > 0
        ? svmScores(rows, vocabulary.terms.length, liked)
        : rows.map((row) => sparseCosine(row, phrase));
    const order = candidates.map((id, nth) => ({ id, score: scores[likes.length + nth] ?? 0 }));
    return order.sort((a, b) => b.score - a.score).map(({ id }) => id);
  };
}

function withPairs(words: string[]): string[] {
  return [...words, ...words.slice(1).map((word, at) => `${words[at]} ${word}`)];
}
