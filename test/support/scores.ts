/** The figures by which understanding is judged; they equal those of the Python scorers in `../shared/bench`. */

/** A mean with its standard error, over so many cases. */
export interface Figure {
  mean: number;
  error: number;
  count: number;
}

/** The mean of at least one number, and its standard error (0 for a single one). */
export function figureOf(numbers: readonly number[]): Figure {
  const count = numbers.length;
  const mean = numbers.reduce((sum, number) => sum + number, 0) / count;
  const squares = numbers.reduce((sum, number) => sum + (number - mean) ** 2, 0);
  return { mean, error: Math.sqrt(squares / Math.max(1, count - 1) / count), count };
}

const DEPTH = 10;
const gain = (place: number): number => 1 / Math.log2(place + 2);

/** nDCG@10 of a ranking, best first, 0 to 1; what is relevant gains 1. Needs at least one relevant. */
export function ndcg10(ranking: readonly string[], relevant: readonly string[]): number {
  const wanted = new Set(relevant);
  let found = 0;
  ranking.slice(0, DEPTH).forEach((id, place) => {
    if (wanted.has(id)) found += gain(place);
  });
  let best = 0;
  for (let place = 0; place < Math.min(DEPTH, wanted.size); place++) best += gain(place);
  return found / best;
}

/** V-measure of clusters against classes (Rosenberg and Hirschberg 2007), 0 to 1. */
export function vMeasure(classes: readonly string[], clusters: readonly number[]): number {
  const both = entropyOf(classes.map((name, at) => `${name} ${clusters[at]}`));
  const [ofClasses, ofClusters] = [entropyOf(classes), entropyOf(clusters)];
  const homogeneity = ofClasses === 0 ? 1 : 1 - (both - ofClusters) / ofClasses;
  const completeness = ofClusters === 0 ? 1 : 1 - (both - ofClasses) / ofClusters;
  const sum = homogeneity + completeness;
  return sum === 0 ? 0 : (2 * homogeneity * completeness) / sum;
}

function entropyOf(labels: readonly (string | number)[]): number {
  const counts = new Map<string | number, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return [...counts.values()].reduce((sum, count) => {
    const share = count / labels.length;
    return sum - share * Math.log(share);
  }, 0);
}

/** The share of pairs in one group whose classes are equal, and the share of papers that are in a group. */
export function purityOf(
  classes: readonly string[],
  groups: readonly (readonly number[])[],
): { pairs: number; papers: number } {
  let [alike, all] = [0, 0];
  for (const group of groups) {
    group.forEach((left, nth) => {
      for (const right of group.slice(nth + 1)) {
        all++;
        if (classes[left] === classes[right]) alike++;
      }
    });
  }
  return { pairs: alike / Math.max(1, all), papers: groups.flat().length / Math.max(1, classes.length) };
}

/** ROUGE-1 F1 of `text` against the best of the references, 0 to 1; words are runs of letters and digits, unstemmed. */
export function rouge1(text: string, references: readonly string[]): number {
  return Math.max(0, ...references.map((reference) => overlap(wordsOf(text), wordsOf(reference))));
}

function overlap(left: string[], right: string[]): number {
  const unmatched = new Map<string, number>();
  for (const word of right) unmatched.set(word, (unmatched.get(word) ?? 0) + 1);
  let shared = 0;
  for (const word of left) {
    const count = unmatched.get(word) ?? 0;
    if (count > 0) shared++;
    unmatched.set(word, count - 1);
  }
  return left.length + right.length === 0 ? 0 : (2 * shared) / (left.length + right.length);
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[a-z0-9]+/g) ?? [];
}
