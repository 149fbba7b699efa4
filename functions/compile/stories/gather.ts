import type { Neighbours } from '../clusters/neighbours.js';
import { addScaled, dot } from '../clusters/vectors.js';

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

  let gathered = 0;
  while (gathered < limits.enough) {
    const closest = closestPair(groups);
    if (!closest || closest.group.best.worth < limits.leastCohesion) break;
    const merged = merge(closest.index, closest.group.best.index, groups, limits.most);
    gathered = [...groups.values()].reduce(
      (sum, { members }) => sum + inStory(members.length, limits.least),
      0,
    );
    if (!merged) break;
  }
  return [...groups.values()].map(({ members }) => members).filter(({ length }) => length >= limits.least);
}

function inStory(size: number, least: number): number {
  return size >= least ? size : 0;
}

function closestPair(groups: Map<number, Group>): { index: number; group: Group } | undefined {
  let closest: { index: number; group: Group } | undefined;
  for (const [index, group] of groups) {
    if (!closest || group.best.worth > closest.group.best.worth) closest = { index, group };
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

/** Takes the group at `from` into the one at `into`, and looks again for the best partner of those that had either. */
function merge(into: number, from: number, groups: Map<number, Group>, most: number): boolean {
  const group = groups.get(into);
  const taken = groups.get(from);
  if (!group || !taken) return false;
  group.members.push(...taken.members);
  addScaled(group.sum, taken.sum, 1);
  groups.delete(from);
  for (const index of taken.near) {
    const other = groups.get(index);
    other?.near.delete(from);
    if (other && index !== into) {
      other.near.add(into);
      group.near.add(index);
    }
  }
  for (const index of [into, ...group.near]) {
    const other = groups.get(index);
    if (other) other.best = bestPartner(other, groups, most);
  }
  return true;
}
