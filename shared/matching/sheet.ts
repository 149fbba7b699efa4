/**
 * Where the papers that one reader may want are listed and scored; kept with the edition and written over for the
 * next reader, so that reading leaves nothing to clear away.
 */
export class Sheet {
  /** How many papers are listed. */
  count = 0;
  /** Papers by number, in no order. */
  readonly papers: Int32Array;
  readonly scores: Float64Array;
  /** How much the interest at hand wants the paper. */
  readonly strengths: Float64Array;
  /** How much the interest wants it that wants it most, and the number of that one, or -1. */
  readonly highest: Float64Array;
  readonly interests: Int16Array;
  readonly #keys: Float64Array;

  /** @param most papers of the edition */
  constructor(most: number) {
    this.papers = new Int32Array(most);
    this.scores = new Float64Array(most);
    this.strengths = new Float64Array(most);
    this.highest = new Float64Array(most);
    this.interests = new Int16Array(most);
    this.#keys = new Float64Array(most);
  }

  /** Adds to the score at a place; at none, for a paper that is not listed, nothing. */
  add(place: number, value: number): void {
    if (place >= 0) this.scores[place] = (this.scores[place] as number) + value;
  }

  /** The places of the `most` best papers, best first, ties by place. A sort of bare numbers takes a fifth of one of objects. */
  best(most: number): number[] {
    const places = 2 ** Math.ceil(Math.log2(this.count + 1));
    const keys = this.#keys.subarray(0, this.count);
    for (let at = 0; at < this.count; at++) {
      keys[at] = Math.round(-(this.scores[at] as number) * 1e6) * places + at;
    }
    keys.sort();
    const best: number[] = [];
    for (let nth = 0; nth < Math.min(most, this.count); nth++) {
      const key = keys[nth] as number;
      best.push(key - Math.floor(key / places) * places);
    }
    return best;
  }
}
