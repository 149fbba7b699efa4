import { addScaled, dot } from '../../../shared/terms/vectors.js';
import type { Neighbours } from '../clusters/neighbours.js';

export interface GatherLimits {
  least: number;
  most: number;
  /** Stop when this many vectors are in groups of at least `least`. */
  enough: number;
  /** Stop when no two groups are this close, as a mean cosine over their pairs. */
  leastCohesion: number;
}

/** Each member beyond the third must be this much closer, so that a story grows large only where it is very tight. */
const PRICE_OF_SIZE = 0.03;

interface Group {
  members: number[];
  /** The sum of the members' vectors, so that a mean cosine of pairs is one inner product. */
  sum: Float32Array;
  /** Groups with a member that is a neighbour of one of ours. */
  near: Set<number>;
  best: { index: number; worth: number };
}

/**
 * Groups of unit vectors, by merging the two closest groups again and again (average linkage over neighbours) until
 * enough are gathered. Returns the indexes of each group's members, groups of fewer than `least` left out.
 */
export function gather(
  vectors: readonly Float32Array[],
  neighbours: Neighbours,
  limits: GatherLimits,
): number[][] {
  const groups = new Map<number, Group>();
  vectors.forEach((vector, index) => {
    const near = new Set(neighbours.indexes[index]);
    groups.set(index, { members: [index], sum: vector.slice(), near, best: { index: -1, worth: -2 } });
  });
  for (const [index, { near }] of groups) for (const other of near) groups.get(other)?.near.add(index);
  for (const group of groups.values()) group.best = bestPartner(group, groups, limits.most);

  const inStories = (size: number): number => (size >= limits.least ? size : 0);
  let gathered = 0;
  while (gathered < limits.enough) {
    const pair = closestPair(groups);
    if (!pair || pair.worth < limits.leastCohesion) break;
    const before = inStories(pair.left.members.length) + inStories(pair.right.members.length);
    merge(pair, groups, limits.most);
    gathered += inStories(pair.left.members.length) - before;
  }
  return [...groups.values()].map(({ members }) => members).filter(({ length }) => length >= limits.least);
}

/** Two groups and what joining them is worth. */
interface Pair {
  leftIndex: number;
  left: Group;
  rightIndex: number;
  right: Group;
  worth: number;
}

function closestPair(groups: Map<number, Group>): Pair | undefined {
  let closest: Pair | undefined;
  for (const [leftIndex, left] of groups) {
    const { index: rightIndex, worth } = left.best;
    if (closest && worth <= closest.worth) continue;
    const right = groups.get(rightIndex);
    if (right) closest = { leftIndex, left, rightIndex, right, worth };
  }
  return closest;
}

/** The near group that is closest on average; ties go to the one met first. */
function bestPartner(group: Group, groups: Map<number, Group>, most: number): Group['best'] {
  const best = { index: -1, worth: -2 };
  for (const index of group.near) {
    const other = groups.get(index);
    const size = group.members.length + (other?.members.length ?? most);
    if (!other || size > most) continue;
    const closeness = dot(group.sum, other.sum) / (group.members.length * other.members.length);
    const worth = closeness - PRICE_OF_SIZE * Math.max(0, size - 3);
    if (worth > best.worth) [best.index, best.worth] = [index, worth];
  }
  return best;
}

/** Takes the right group into the left, and looks again for the best partner of all that were near either. */
function merge({ leftIndex, left, rightIndex, right }: Pair, groups: Map<number, Group>, most: number): void {
  left.members.push(...right.members);
  addScaled(left.sum, right.sum, 1);
  groups.delete(rightIndex);
  for (const index of right.near) {
    const other = groups.get(index);
    other?.near.delete(rightIndex);
    if (!other || index === leftIndex) continue;
    other.near.add(leftIndex);
    left.near.add(index);
  }
  for (const index of [leftIndex, ...left.near]) {
    const other = groups.get(index);
    if (other) other.best = bestPartner(other, groups, most);
  }
}
