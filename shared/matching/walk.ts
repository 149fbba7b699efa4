import { dotAt } from './linear.js';
import type { Neighbours } from './neighbours.js';
import type { Space } from './space.js';

/** Papers scored from all over the edition before a walk: to start from, and to know how widely scores spread. */
const ANCHORS = 40;
/** Papers scored in one walk; an edition up to this size is scored whole. */
const BUDGET = 128;
/** How many of the given starts are scored. */
const STARTS = 8;

/** The papers that a walk scored. */
export interface Found {
  papers: Int32Array;
  /** A score for each paper of the edition, NaN where it was not met. */
  scores: Float32Array;
  /** The standard deviation of scores, estimated on the anchors; their mean is 0 over the edition. */
  deviation: number;
}

/** From each paper the papers to go on to, one list after the other; `starts` has one number more than papers. */
export interface Paths {
  starts: Int32Array;
  to: Int32Array;
  /** Papers from all over the edition to start from. */
  anchors: Int32Array;
}

/** Each paper's neighbours and the papers whose neighbour it is, so that small groups far from others are reached. */
export function pathsOf(graph: Neighbours, count: number): Paths {
  const both = Array.from({ length: count }, () => new Set<number>());
  for (let row = 0; row < count; row++) {
    for (let at = row * graph.each; at < (row + 1) * graph.each; at++) {
      const other = graph.of[at] as number;
      both[row]?.add(other);
      both[other]?.add(row);
    }
  }
  const starts = new Int32Array(count + 1);
  both.forEach((others, row) => {
    starts[row + 1] = (starts[row] as number) + others.size;
  });
  const to = Int32Array.from(both.flatMap((others) => [...others]));
  return { starts, to, anchors: anchorsOf(both) };
}

/** Papers that many have as a neighbour, none within two steps of another as long as there are such. */
function anchorsOf(both: readonly ReadonlySet<number>[]): Int32Array {
  const byReach = [...both.keys()].sort((a, b) => (both[b]?.size ?? 0) - (both[a]?.size ?? 0) || a - b);
  if (both.length <= BUDGET) return Int32Array.from(byReach);
  const near = new Set<number>();
  const apart = byReach.filter((paper) => {
    if (near.has(paper)) return false;
    for (const other of both[paper] ?? []) for (const next of both[other] ?? []) near.add(next);
    return true;
  });
  const rest = byReach.filter((paper) => !apart.includes(paper));
  return Int32Array.from([...apart, ...rest].slice(0, ANCHORS));
}

/**
 * Scores the papers that suit a query best, and some others, in a time that hardly grows with the edition: from
 * anchors all over it, and from `starts`, always on to the neighbours of the best paper met so far.
 */
export function walkTo(
  { space, paths }: { space: Space; paths: Paths },
  query: Float32Array,
  starts: Int32Array | undefined,
): Found {
  const { count, rows, width } = space;
  const most = Math.min(count, BUDGET);
  const papers = new Int32Array(most);
  const scores = new Float32Array(count).fill(Number.NaN);
  let met = 0;
  const meet = (paper: number): void => {
    if (met === most || !Number.isNaN(scores[paper])) return;
    scores[paper] = dotAt(rows, paper * width, query, 0, width);
    papers[met++] = paper;
  };
  for (const paper of paths.anchors) meet(paper);
  let squares = 0;
  for (let nth = 0; nth < met; nth++) squares += (scores[papers[nth] as number] as number) ** 2;
  const deviation = Math.sqrt(squares / Math.max(1, met)) || 1;
  for (const paper of starts?.subarray(0, STARTS) ?? []) meet(paper);
  const walked = new Uint8Array(most);
  for (;;) {
    const best = met < most ? highest(papers, met, scores, walked) : -1;
    if (best < 0) return { papers: papers.subarray(0, met), scores, deviation };
    walked[best] = 1;
    const paper = papers[best] as number;
    const end = paths.starts[paper + 1] as number;
    for (let at = paths.starts[paper] as number; at < end; at++) meet(paths.to[at] as number);
  }
}

function highest(papers: Int32Array, met: number, scores: Float32Array, walked: Uint8Array): number {
  let best = -1;
  let height = Number.NEGATIVE_INFINITY;
  for (let nth = 0; nth < met; nth++) {
    const score = scores[papers[nth] as number] as number;
    if (walked[nth] === 0 && score > height) {
      best = nth;
      height = score;
    }
  }
  return best;
}
