import { addScaled, dot, unit } from '../../../shared/terms/vectors.js';

/** For each vector, the indexes of its nearest others with their cosines, in no particular order. */
export interface Neighbours {
  indexes: Int32Array[];
  cosines: Float32Array[];
}

/** Keeps the `most` largest cosines offered to one vector. */
class Nearest {
  readonly indexes: Int32Array;
  readonly cosines: Float32Array;
  /** What a cosine must exceed to be kept. */
  least = -2;
  private leastAt = 0;

  constructor(most: number) {
    this.indexes = new Int32Array(most).fill(-1);
    this.cosines = new Float32Array(most).fill(-2);
  }

  offer(index: number, cosine: number): void {
    this.indexes[this.leastAt] = index;
    this.cosines[this.leastAt] = cosine;
    this.leastAt = 0;
    for (let at = 1; at < this.cosines.length; at++) {
      if ((this.cosines[at] ?? 0) < (this.cosines[this.leastAt] ?? 0)) this.leastAt = at;
    }
    this.least = this.cosines[this.leastAt] ?? -2;
  }
}

/** The `most` nearest others (fewer when there are fewer) of each unit vector, by comparing every pair once. */
export function nearestNeighbours(vectors: readonly Float32Array[], most: number): Neighbours {
  const nearest = vectors.map(() => new Nearest(Math.max(0, Math.min(most, vectors.length - 1))));
  vectors.forEach((left, i) => {
    const mine = nearest[i];
    for (let j = i + 1; j < vectors.length; j++) {
      const theirs = nearest[j];
      const cosine = dot(left, vectors[j] ?? left);
      if (mine && cosine > mine.least) mine.offer(j, cosine);
      if (theirs && cosine > theirs.least) theirs.offer(i, cosine);
    }
  });
  return { indexes: nearest.map((of) => of.indexes), cosines: nearest.map((of) => of.cosines) };
}

/**
 * Moves each vector half way towards the weighted mean of those that are its neighbours or have it as a neighbour,
 * `steps` times: a random walk on the neighbour graph, which pulls groups together and leaves gaps open (Wu et al.
 * 2019, "Simplifying graph convolutional networks"; Zhang et al. 2019 for clustering). Unit length.
 */
export function drawnTogether(
  vectors: readonly Float32Array[],
  neighbours: Neighbours,
  steps: number,
): Float32Array[] {
  const totals = new Float32Array(vectors.length);
  const eachLink = (visit: (from: number, to: number, weight: number) => void): void => {
    neighbours.indexes.forEach((indexes, from) => {
      indexes.forEach((to, at) => {
        const weight = Math.max(0, neighbours.cosines[from]?.[at] ?? 0);
        visit(from, to, weight);
        visit(to, from, weight);
      });
    });
  };
  eachLink((from, _, weight) => {
    totals[from] = (totals[from] ?? 0) + weight;
  });
  let current = [...vectors];
  for (let step = 0; step < steps; step++) {
    const next = current.map((vector, at) =>
      (totals[at] ?? 0) > 0 ? vector.map((v) => v / 2) : vector.slice(),
    );
    eachLink((from, to, weight) => {
      const target = next[from];
      const source = current[to];
      if (target && source && weight > 0) addScaled(target, source, weight / (2 * (totals[from] ?? 1)));
    });
    current = next;
  }
  return current.map(unit);
}
