import { addAt, dotAt } from './linear.js';

/** So many neighbours a paper has at most. */
export const NEIGHBOURS = 10;

/** Each paper's nearest papers, nearest first, `each` to a paper. */
export interface Neighbours {
  each: number;
  /** `papers · each` indices. */
  of: Int32Array;
  /** Cosine to each of them. */
  closeness: Float32Array;
}

/** Closeness is raised to this power before it is shared out, so that near papers count and far ones hardly do. */
const SHARPNESS = 4;

/** Puts `candidate` into the descending list of row `row`, if it is good enough. */
function insert(found: Neighbours, row: number, candidate: number, closeness: number): void {
  const first = row * found.each;
  let at = first + found.each - 1;
  if (closeness <= (found.closeness[at] as number)) return;
  while (at > first && (found.closeness[at - 1] as number) < closeness) {
    found.closeness[at] = found.closeness[at - 1] as number;
    found.of[at] = found.of[at - 1] as number;
    at--;
  }
  found.closeness[at] = closeness;
  found.of[at] = candidate;
}

/**
 * The neighbour graph of `count` unit rows of `width` numbers, found exactly: `count² / 2` inner products.
 * @param each how many neighbours a row has at most; fewer when there are fewer rows
 */
export function nearestRows(rows: Float32Array, count: number, width: number, each: number): Neighbours {
  const most = Math.max(0, Math.min(each, count - 1));
  const found: Neighbours = {
    each: most,
    of: new Int32Array(count * most),
    closeness: new Float32Array(count * most).fill(-2),
  };
  if (most === 0) return found;
  for (let a = 0; a < count; a++) {
    for (let b = 0; b < a; b++) {
      const closeness = dotAt(rows, a * width, rows, b * width, width);
      insert(found, a, b, closeness);
      insert(found, b, a, closeness);
    }
  }
  return found;
}

/** Share of each neighbour in what a paper takes over from all of its own. */
export function sharesOf({ each, closeness }: Neighbours): Float32Array {
  const shares = closeness.map((value) => Math.max(0, value) ** SHARPNESS);
  for (let first = 0; first < shares.length; first += each) {
    let total = 1e-9;
    for (let at = first; at < first + each; at++) total += shares[at] as number;
    for (let at = first; at < first + each; at++) shares[at] = (shares[at] as number) / total;
  }
  return shares;
}

/**
 * Rows in which each paper has taken over from its neighbours, and they from theirs: repeatedly
 * `y = (1 − taken) · x + taken · neighbours(y)`. A linear score of the result is that score spread over the graph
 * (Zhou et al. 2004, "Learning with local and global consistency"), so it costs nothing at matching time.
 */
export function spreadOver(
  graph: Neighbours,
  rows: Float32Array,
  width: number,
  taken = 0.7,
  rounds = 4,
): Float32Array {
  if (graph.each === 0) return rows.slice();
  const count = rows.length / width;
  const shares = sharesOf(graph);
  let current = rows;
  for (let round = 0; round < rounds; round++) {
    const next = new Float32Array(rows.length);
    for (let row = 0; row < count; row++) {
      addAt(next, row * width, rows, row * width, width, 1 - taken);
      for (let at = row * graph.each; at < (row + 1) * graph.each; at++) {
        const share = shares[at] as number;
        addAt(next, row * width, current, (graph.of[at] as number) * width, width, taken * share);
      }
    }
    current = next;
  }
  return current;
}
