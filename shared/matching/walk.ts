import { highest } from './linear.js';
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

/** The parts of an edition that a walk needs. */
interface Ground {
  space: Space;
  paths: Paths;
  marks: Marks;
}

/**
 * Scores the papers that suit a query best, and some others, in a time that hardly grows with the edition: from
 * anchors all over it, and from `starts`, always on to the neighbours of the best paper met so far.
 */
export function walkTo(ground: Ground, query: Float32Array, starts?: Int32Array): Found {
  const { space, paths, marks } = ground;
  space.rows.ask(query);
  const most = Math.min(space.count, BUDGET);
  const found: Found = { papers: [], scores: [], deviation: 1 };
  marks.wipe();
  meet(ground, found, most, paths.anchors, 0, paths.anchors.length);
  found.deviation = deviationOf(found.scores);
  if (starts) meet(ground, found, most, starts, 0, Math.min(STARTS, starts.length));
  /** The scores again, lowest for the papers that the walk has gone on from. */
  const open = found.scores.slice();
  while (found.papers.length < most) {
    const best = highest(open);
    if (best < 0) break;
    open[best] = Number.NEGATIVE_INFINITY;
    const paper = found.papers[best] as number;
    const [from, end] = [paths.starts[paper] as number, paths.starts[paper + 1] as number];
    meet(ground, found, most, paths.to, from, end);
    for (let nth = open.length; nth < found.scores.length; nth++) open.push(found.scores[nth] as number);
  }
  return found;
}

/** Scores the papers `list[from..end)` that were not met before, until `most` are found. */
function meet(
  { space: { rows }, marks }: Ground,
  found: Found,
  most: number,
  list: Int32Array,
  from: number,
  end: number,
): void {
  for (let nth = from; nth < end && found.papers.length < most; nth++) {
    const paper = list[nth] as number;
    if (marks.on(paper) >= 0) continue;
    marks.put(paper, found.papers.length);
    found.papers.push(paper);
    found.scores.push(rows.score(paper));
  }
}

function deviationOf(scores: readonly number[]): number {
  let squares = 0;
  for (const score of scores) squares += score * score;
  return Math.sqrt(squares / Math.max(1, scores.length)) || 1;
}
