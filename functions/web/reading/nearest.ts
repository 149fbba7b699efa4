import { type PackedVectors, unpackRow } from '../../../shared/vector-bytes.js';
import type { BoundEdition } from './library.js';

/** A paper by its edition and its place there. */
export interface Found {
  edition: BoundEdition;
  at: number;
  /** Cosine, or what a search made of it. */
  closeness: number;
}

/** The cosine of `query`, which has unit length, with each of the packed unit vectors. */
export function closenessTo(
  query: Float32Array,
  { count, dimensions, scales, values }: PackedVectors,
): Float32Array {
  const closeness = new Float32Array(count);
  for (let row = 0, at = 0; row < count; row++) {
    let sum = 0;
    for (let d = 0; d < dimensions; d++, at++) sum += (query[d] as number) * (values[at] as number);
    closeness[row] = sum * (scales[row] as number);
  }
  return closeness;
}

/** The `most` best of all that `closeness` says of the editions, best first; withdrawn papers are left out. */
export function best(
  editions: readonly BoundEdition[],
  closeness: (edition: BoundEdition) => Float32Array,
  most: number,
): Found[] {
  const found: Found[] = [];
  let least = Number.NEGATIVE_INFINITY;
  for (const edition of editions) {
    closeness(edition).forEach((value, at) => {
      if (value <= least || edition.papers[at]?.withdrawn) return;
      found.push({ edition, at, closeness: value });
      if (found.length < most * 4) return;
      found.sort(closestFirst).length = most;
      least = found.at(-1)?.closeness ?? least;
    });
  }
  return found.sort(closestFirst).slice(0, most);
}

/** The papers nearest to one of an edition, in that edition and in others made with the same model. */
export function nearestTo(
  edition: BoundEdition,
  at: number,
  editions: readonly BoundEdition[],
  most: number,
): Found[] {
  const query = unpackRow(edition.vectors, at);
  const id = edition.papers[at]?.id;
  const comparable = editions.filter(({ header }) => header.embeddingModel === edition.header.embeddingModel);
  return best(comparable, ({ vectors }) => closenessTo(query, vectors), most + 1)
    .filter((found) => found.edition.papers[found.at]?.id !== id)
    .slice(0, most);
}

function closestFirst(a: Found, b: Found): number {
  return b.closeness - a.closeness;
}
