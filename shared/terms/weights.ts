import { WordTable } from './word-table.js';
import { contentWords } from './words.js';

/** A text as weights over the terms of a {@link Vocabulary}: parallel arrays, unit length, empty if no term is known. */
export interface SparseVector {
  terms: Int32Array;
  weights: Float32Array;
}

/** The terms worth counting in a body of texts, with how rare each is. */
export interface Vocabulary {
  terms: string[];
  /** Where each term stands in `terms`. */
  table: WordTable;
  /** Inverse document frequency of each term: ln((1 + texts) / (1 + texts with it)) + 1. */
  rarity: Float32Array;
}

export interface VocabularyOptions {
  /** A term in fewer texts than this says nothing about how texts relate. Default 2. */
  leastTexts?: number;
  /** A term in a larger share of the texts than this tells none apart. Default .3. */
  largestShare?: number;
  /** The most terms to keep, commonest first. Default 20,000. */
  mostTerms?: number;
}

/** The vocabulary of texts given as their words (see {@link contentWords}). */
export function vocabularyOf(texts: string[][], options: VocabularyOptions = {}): Vocabulary {
  const { leastTexts = 2, largestShare = 0.3, mostTerms = 20_000 } = options;
  const textsWith = new Map<string, number>();
  for (const words of texts) {
    for (const word of new Set(words)) textsWith.set(word, (textsWith.get(word) ?? 0) + 1);
  }
  const most = Math.max(leastTexts, largestShare * texts.length);
  const kept = [...textsWith]
    .filter(([, count]) => count >= leastTexts && count <= most)
    .sort(([a, countOfA], [b, countOfB]) => countOfB - countOfA || (a < b ? -1 : 1))
    .slice(0, mostTerms);
  const terms = kept.map(([term]) => term);
  return {
    terms,
    table: new WordTable(terms),
    rarity: Float32Array.from(kept, ([, count]) => Math.log((1 + texts.length) / (1 + count)) + 1),
  };
}

/** TF-IDF of one text, given as its words, with logarithmic counts (1 + ln count), of unit length. */
export function weigh(vocabulary: Vocabulary, words: string[]): SparseVector {
  const counts = new Map<number, number>();
  for (const word of words) {
    const term = vocabulary.table.indexOf(word);
    if (term >= 0) counts.set(term, (counts.get(term) ?? 0) + 1);
  }
  const terms = Int32Array.from(counts.keys()).sort();
  const weights = Float32Array.from(
    terms,
    (term) => (1 + Math.log(counts.get(term) ?? 1)) * (vocabulary.rarity[term] ?? 0),
  );
  const length = Math.hypot(...weights) || 1;
  return { terms, weights: weights.map((weight) => weight / length) };
}

/** The words of each text, the vocabulary of all, and each text's TF-IDF. */
export function weighAll(
  texts: string[],
  options: VocabularyOptions = {},
): { vocabulary: Vocabulary; rows: SparseVector[] } {
  const words = texts.map(contentWords);
  const vocabulary = vocabularyOf(words, options);
  return { vocabulary, rows: words.map((of) => weigh(vocabulary, of)) };
}

/** The inner product of two sparse vectors: the cosine, as both have unit length. */
export function sparseCosine(a: SparseVector, b: SparseVector): number {
  let sum = 0;
  let i = 0;
  let j = 0;
  while (i < a.terms.length && j < b.terms.length) {
    const left = a.terms[i] ?? 0;
    const right = b.terms[j] ?? 0;
    if (left === right) sum += (a.weights[i++] ?? 0) * (b.weights[j++] ?? 0);
    else if (left < right) i++;
    else j++;
  }
  return sum;
}
