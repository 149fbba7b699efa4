import { seededRandom } from '../../../shared/terms/random.js';
import type { SparseVector } from '../../../shared/terms/weights.js';
import { shuffle } from '../shuffle.js';

/** As arxiv-sanity-lite sets it (Karpathy, MIT): C = .01, with both classes of equal weight. */
const C = 0.01;
const ROUNDS = 60;
/** Stop when no weight would move by more. */
const ENOUGH = 1e-4;

/**
 * A linear support vector machine with squared hinge loss, class weights balanced, learned by dual coordinate descent
 * (Hsieh et al. 2008, which is what LIBLINEAR does; the constant term is a feature of value 1). Returns the score of
 * each row.
 * @param rows sparse rows over `terms` terms @param positives numbers of the rows that are wanted; all others are not
 */
export function svmScores(
  rows: readonly SparseVector[],
  terms: number,
  positives: ReadonlySet<number>,
): number[] {
  const weights = new Float64Array(terms + 1);
  const alphas = new Float64Array(rows.length);
  const random = seededRandom(1);
  const slacks = {
    wanted: slackOf(rows.length, positives.size),
    other: slackOf(rows.length, rows.length - positives.size),
  };
  const order = [...rows.keys()];
  for (let round = 0; round < ROUNDS; round++) {
    shuffle(order, random);
    let moved = 0;
    for (const at of order) {
      const row = rows[at];
      if (!row) continue;
      const side = positives.has(at) ? 1 : -1;
      const slack = side > 0 ? slacks.wanted : slacks.other;
      const alpha = alphas[at] ?? 0;
      const slope = side * scoreOf(weights, row) - 1 + slack * alpha;
      const next = Math.max(0, alpha - slope / (2 + slack));
      alphas[at] = next;
      addRow(weights, row, side * (next - alpha));
      moved = Math.max(moved, Math.abs(next - alpha));
    }
    if (moved < ENOUGH * C) break;
  }
  return rows.map((row) => scoreOf(weights, row));
}

/** What a class's cost adds to the diagonal of the dual: 1 / 2C, its C raised by how rare the class is. */
function slackOf(all: number, ofClass: number): number {
  return Math.max(1, ofClass) / (C * all);
}

function scoreOf(weights: Float64Array, { terms, weights: values }: SparseVector): number {
  let sum = weights[weights.length - 1] as number;
  for (let at = 0; at < terms.length; at++) {
    sum += (weights[terms[at] as number] as number) * (values[at] as number);
  }
  return sum;
}

function addRow(weights: Float64Array, { terms, weights: values }: SparseVector, factor: number): void {
  const last = weights.length - 1;
  weights[last] = (weights[last] as number) + factor;
  for (let at = 0; at < terms.length; at++) {
    const term = terms[at] as number;
    weights[term] = (weights[term] as number) + factor * (values[at] as number);
  }
}
