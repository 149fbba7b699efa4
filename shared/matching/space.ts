import { fitLsa, placeIn } from '../terms/lsa.js';
import { type Vocabulary, vocabularyOf, weigh } from '../terms/weights.js';
import { contentWords } from '../terms/words.js';
import { roundVectors, rowsOf } from '../vector-bytes.js';
import { addAt, choleskyOf, dotAt, meanRow, normaliseAt, secondMoments, solveRows } from './linear.js';
import { NEIGHBOURS, type Neighbours, nearestRows, spreadOver } from './neighbours.js';
import { Rows } from './rows.js';

/** An edition's papers as rows in which an inner product with a placed query is a relevance, in standard deviations. */
export interface Space {
  /** Numbers in an embedding. */
  dimensions: number;
  /** Numbers in a row: the embedding's, then those of the words' part. */
  width: number;
  count: number;
  /** Every column has mean zero. */
  rows: Rows;
  /** What is taken off an embedding before its direction counts. */
  mean: Float32Array;
  words: WordSpace;
  neighbours: Neighbours;
}

/** Where the words of an edition are in the words' part of its rows. */
export interface WordSpace {
  /** The words that count, with how rare each is. */
  vocabulary: Vocabulary;
  /** The direction of each word, in the vocabulary's order. */
  directions: Rows;
  /** What is taken off a text's place. */
  mean: Float32Array;
}

const WORD_DIMENSIONS = 64;
/** How much the words' part counts beside the embedding's. */
const WORD_SHARE = 0.25;
/** Ridge on the papers' second moments, in units of their mean variance. */
const RIDGE = 8;
/** An edition's own mean is trusted as if it had seen this many papers at the origin before. */
const MEAN_PRIOR = 5;

/** Words, and the weight of each: what is known of the words of a topic or of liked papers. */
export interface WeightedWords {
  readonly words: readonly string[];
  readonly weights: readonly number[];
}

/** The words of `text`, each once with `1 + ln(count)`. */
export function wordsOf(text: string): WeightedWords {
  const counts = new Map<string, number>();
  for (const word of contentWords(text)) counts.set(word, (counts.get(word) ?? 0) + 1);
  return { words: [...counts.keys()], weights: [...counts.values()].map((count) => 1 + Math.log(count)) };
}

/**
 * The space of an edition: embeddings with the edition's mean taken off, beside an LSA of the edition's own words,
 * spread over the graph of nearest papers, and divided by the papers' second moments, so that what all papers of the
 * day have in common counts little (the papers of the day stand in for "not wanted": a linear discriminant).
 * @param texts title and abstract of each paper @param vectors one unit vector for each
 */
export function spaceOf(texts: readonly string[], vectors: readonly Float32Array[]): Space {
  const count = vectors.length;
  const dimensions = vectors[0]?.length ?? 0;
  const mean = new Float32Array(dimensions);
  for (const vector of vectors) addAt(mean, 0, vector, 0, dimensions, 1 / (count + MEAN_PRIOR));
  const dense = new Float32Array(count * dimensions);
  vectors.forEach((vector, row) => {
    dense.set(directionFrom(mean, vector), row * dimensions);
  });
  const { places, words } = wordPlaces(texts);
  const wordWidth = words.mean.length;
  const each = Math.min(NEIGHBOURS, Math.ceil(count / 8));
  // Without embeddings all papers would be as near to each other.
  const neighbours = dense.some((value) => value !== 0)
    ? nearestRows(dense, count, dimensions, each)
    : nearestRows(places, count, wordWidth, each);
  const sharp = sharpened(spreadOver(neighbours, dense, dimensions), dense, count, dimensions);
  const loose = spreadOver(neighbours, places, wordWidth);
  const width = dimensions + wordWidth;
  const numbers = new Float32Array(count * width);
  place(numbers, width, 0, sharp, dense, count, dimensions, 1);
  place(numbers, width, dimensions, loose, places, count, wordWidth, WORD_SHARE);
  const rows = new Rows(roundVectors(rowsOf(numbers, count)));
  return { dimensions, width, count, rows, mean, words, neighbours };
}

function directionFrom(mean: Float32Array, vector: Float32Array): Float32Array {
  const direction = vector.slice();
  addAt(direction, 0, mean, 0, mean.length, -1);
  normaliseAt(direction, 0, direction.length);
  return direction;
}

function sharpened(rows: Float32Array, papers: Float32Array, count: number, width: number): Float32Array {
  if (count === 0) return rows;
  const moments = secondMoments(papers, count, width);
  let variance = 1e-9;
  for (let i = 0; i < width; i++) variance += (moments[i * width + i] as number) / width;
  for (let i = 0; i < moments.length; i++) moments[i] = (moments[i] as number) / (variance * RIDGE);
  for (let i = 0; i < width; i++) moments[i * width + i] = (moments[i * width + i] as number) + 1;
  solveRows(choleskyOf(moments, width), width, rows, count);
  return rows;
}

function wordPlaces(texts: readonly string[]): { places: Float32Array; words: WordSpace } {
  const tokens = texts.map((text) => contentWords(text));
  const vocabulary = vocabularyOf(tokens);
  const weighed = tokens.map((of) => weigh(vocabulary, of));
  const lsa = fitLsa(weighed, vocabulary.terms.length, WORD_DIMENSIONS);
  const places = new Float32Array(texts.length * lsa.dimensions);
  weighed.forEach((row, at) => {
    places.set(placeIn(lsa, row), at * lsa.dimensions);
  });
  const mean = meanRow(places, texts.length, lsa.dimensions);
  for (let row = 0; row < texts.length; row++) {
    addAt(places, row * lsa.dimensions, mean, 0, lsa.dimensions, -1);
    normaliseAt(places, row * lsa.dimensions, lsa.dimensions);
  }
  const directions = new Rows(roundVectors(rowsOf(lsa.basis, vocabulary.terms.length)), 0);
  return { places, words: { vocabulary, directions, mean } };
}

/** Writes `source`, centred and scaled so that a paper taken as a query has scores of deviation `share`, into `rows`, from `at` on. */
function place(
  rows: Float32Array,
  width: number,
  at: number,
  source: Float32Array,
  queries: Float32Array,
  count: number,
  length: number,
  share: number,
): void {
  const mean = meanRow(source, count, length);
  for (let row = 0; row < count; row++) addAt(source, row * length, mean, 0, length, -1);
  const factor = share / typicalDeviation(source, queries, count, length);
  for (let row = 0; row < count; row++) {
    addAt(rows, row * width + at, source, row * length, length, factor);
  }
}

function typicalDeviation(rows: Float32Array, queries: Float32Array, count: number, length: number): number {
  const step = Math.max(1, Math.floor(count / 64));
  let squares = 0;
  let seen = 0;
  for (let query = 0; query < count; query += step) {
    for (let row = 0; row < count; row += step) {
      squares += dotAt(rows, row * length, queries, query * length, length) ** 2;
      seen++;
    }
  }
  return Math.sqrt(squares / Math.max(1, seen)) || 1;
}

/**
 * A query of `width` numbers from an embedding (of any length) and the words that go with it. Its inner product with
 * a paper's row is how relevant the paper is. Without an embedding the words say it all, and count for as much.
 */
export function placeQuery(
  space: Space,
  vector: Float32Array | undefined,
  { words, weights }: WeightedWords,
): Float32Array {
  const query = new Float32Array(space.width);
  if (space.count === 0) return query;
  if (vector) {
    query.set(vector);
    addAt(query, 0, space.mean, 0, space.dimensions, -1);
  }
  const { vocabulary, directions, mean } = space.words;
  const at = space.dimensions;
  directions.clearSum();
  for (let nth = 0; nth < words.length; nth++) {
    const term = vocabulary.table.indexOf(words[nth] as string);
    if (term < 0) continue;
    directions.addToSum(term, (weights[nth] as number) * (vocabulary.rarity[term] as number));
  }
  query.set(directions.sum, at);
  normaliseAt(query, at, mean.length);
  if (query[at] !== 0) addAt(query, at, mean, 0, mean.length, -1);
  normaliseQuery(space, query);
  if (!vector) addAt(query, at, query, at, mean.length, 1 / WORD_SHARE - 1);
  return query;
}

/** Gives both parts of a query, the embedding's and the words', unit length in place. */
export function normaliseQuery(space: Space, query: Float32Array): void {
  normaliseAt(query, 0, space.dimensions);
  normaliseAt(query, space.dimensions, space.width - space.dimensions);
}
