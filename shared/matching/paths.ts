import type { Neighbours } from './neighbours.js';

/** Papers scored from all over the edition before a walk: to start from, and to know how widely scores spread. */
const ANCHORS = 24;
/** Papers scored in one walk; an edition up to this size is scored whole. */
export const BUDGET = 112;

/** So many paths lead on from a paper at most. */
export const PATHS_EACH = 12;

/**
 * From each paper the papers to go on to, the nearest first, one list after the other; `starts` has one number more than
 * papers.
 */
export interface Paths {
  starts: Int32Array;
  to: Int32Array;
  /** Papers from all over the edition to start from. */
  anchors: Int32Array;
}

/** Each paper's neighbours, and the nearest of those whose neighbour it is, so that small groups far from others are reached. */
export function pathsOf({ each, of, closeness }: Neighbours, count: number): Paths {
  const both = Array.from({ length: count }, () => new Map<number, number>());
  for (let row = 0; row < count; row++) {
    for (let at = row * each; at < (row + 1) * each; at++) {
      const other = of[at] as number;
      both[row]?.set(other, closeness[at] as number);
      both[other]?.set(row, closeness[at] as number);
    }
  }
  const lists = both.map((others) =>
    [...others]
      .sort(([, a], [, b]) => b - a)
      .slice(0, PATHS_EACH)
      .map(([other]) => other),
  );
  const starts = new Int32Array(count + 1);
  lists.forEach((list, row) => {
    starts[row + 1] = (starts[row] as number) + list.length;
  });
  return { starts, to: Int32Array.from(lists.flat()), anchors: anchorsOf(both) };
}

/** Papers that many have as a neighbour, none within two steps of another as long as there are such. */
function anchorsOf(both: readonly ReadonlyMap<number, number>[]): Int32Array {
  const byReach = [...both.keys()].sort((a, b) => (both[b]?.size ?? 0) - (both[a]?.size ?? 0) || a - b);
  if (both.length <= BUDGET) return Int32Array.from(byReach);
  const near = new Set<number>();
  const apart = byReach.filter((paper) => {
    if (near.has(paper)) return false;
    for (const [other] of both[paper] ?? []) for (const [next] of both[other] ?? []) near.add(next);
    return true;
  });
  const rest = byReach.filter((paper) => !apart.includes(paper));
  return Int32Array.from([...apart, ...rest].slice(0, ANCHORS));
}

/** Whether these are paths over `count` papers: a walk reads memory by them. */
export function arePaths({ starts, to, anchors }: Paths, count: number): boolean {
  const isPaper = (paper: number) => paper >= 0 && paper < count;
  return (
    starts.length === count + 1 &&
    starts[0] === 0 &&
    starts[count] === to.length &&
    to.length <= count * PATHS_EACH &&
    starts.every((start, nth) => nth === 0 || start >= (starts[nth - 1] as number)) &&
    to.every(isPaper) &&
    anchors.every(isPaper) &&
    anchors.length <= BUDGET
  );
}
