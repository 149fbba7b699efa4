import { dotAt } from './linear.js';
import type { Marks } from './marks.js';
import type { Neighbours } from './neighbours.js';
import type { Space } from './space.js';

/** Papers scored from all over the edition before a walk: to start from, and to know how widely scores spread. */
const ANCHORS = 40;
/** Papers scored in one walk; an edition up to this size is scored whole. */
const BUDGET = 128;
/** How many of the given starts are scored. */
const STARTS = 8;

/** The papers that a walk scored, and the score of each. */
export interface Found {
  papers: number[];
  scores: number[];
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
  { space, paths, marks }: { space: Space; paths: Paths; marks: Marks },
  query: Float32Array,
  starts: Int32Array | undefined,
): Found {
  const { count, rows, width } = space;
  const most = Math.min(count, BUDGET);
  const papers: number[] = [];
  const scores: number[] = [];
  /** The same scores, lowest where the walk went on from a paper already. */
  const open: number[] = [];
  marks.wipe();
  const meet = (paper: number): void => {
    if (papers.length === most || marks.on(paper) >= 0) return;
    const score = dotAt(rows, paper * width, query, 0, width);
    marks.put(paper, papers.length);
    papers.push(paper);
    scores.push(score);
    open.push(score);
  };
  for (let nth = 0; nth < paths.anchors.length; nth++) meet(paths.anchors[nth] as number);
  const deviation = deviationOf(scores);
  if (starts) for (let nth = 0; nth < Math.min(STARTS, starts.length); nth++) meet(starts[nth] as number);
  while (papers.length < most) {
    const best = highest(open);
    if (best < 0) break;
    open[best] = Number.NEGATIVE_INFINITY;
    const paper = papers[best] as number;
    const end = paths.starts[paper + 1] as number;
    for (let at = paths.starts[paper] as number; at < end; at++) meet(paths.to[at] as number);
  }
  return { papers, scores, deviation };
}

function deviationOf(scores: readonly number[]): number {
  let squares = 0;
  for (const score of scores) squares += score * score;
  return Math.sqrt(squares / Math.max(1, scores.length)) || 1;
}

function highest(scores: readonly number[]): number {
  let best = -1;
  let height = Number.NEGATIVE_INFINITY;
  for (let nth = 0; nth < scores.length; nth++) {
    const score = scores[nth] as number;
    if (score > height) {
      best = nth;
      height = score;
    }
  }
  return best;
}
