import type { Loops } from '../loops.js';
import { BUDGET, PATHS_EACH, type Paths } from './paths.js';
import type { Space } from './space.js';

/** How many of the given starts are scored. */
const STARTS = 8;
/** A walk ends when so many papers are better than all that it could go on from. */
export const ENOUGH = 12;
const { BYTES_PER_ELEMENT: INTEGER } = Int32Array;
const { BYTES_PER_ELEMENT: DOUBLE } = Float64Array;

/** The papers that a walk scored, and the score of each. */
export interface Found {
  papers: number[];
  scores: number[];
  /** The standard deviation of scores, estimated on the anchors; their mean is 0 over the edition. */
  deviation: number;
}

/** Where the rows to be walked over are in the loops' memory. */
export interface Ground {
  /** Bytes from one row to the next; the first is at 0. */
  stride: number;
  query: number;
  scales: number;
}

/**
 * Walks over an edition's rows by its paths, within the loops' memory: in JavaScript, a walk took twice as long as the
 * inner products that it asks for.
 */
export class Walker {
  readonly #scores: Float64Array;
  readonly #open: Float64Array;
  readonly #papers: Int32Array;
  readonly #given: Int32Array;
  readonly #anchors: Int32Array;
  /** In which walk each paper was met last. */
  readonly #rounds: Int32Array;
  readonly #starts: Int32Array;
  readonly #to: Int32Array;
  /** How many papers one walk scores. */
  readonly #most: number;
  #anchorCount = 0;
  #round = 0;

  /** @param at where its {@link Walker.bytesFor} bytes begin in the loops' memory @param count papers of the edition */
  constructor(
    private readonly loops: Loops,
    buffer: ArrayBuffer,
    at: number,
    count: number,
    { stride, query, scales }: Ground,
  ) {
    // A loop over the numbers of a row that has none would not end.
    this.#most = stride === 0 ? 0 : Math.min(count, BUDGET);
    let next = at;
    const take = (bytes: number) => {
      next += bytes;
      return next - bytes;
    };
    this.#scores = new Float64Array(buffer, take(BUDGET * DOUBLE), BUDGET);
    this.#open = new Float64Array(buffer, take(BUDGET * DOUBLE), BUDGET);
    const integers = (length: number) => new Int32Array(buffer, take(length * INTEGER), length);
    this.#papers = integers(BUDGET);
    this.#given = integers(STARTS);
    this.#anchors = integers(BUDGET);
    this.#rounds = integers(count);
    this.#starts = integers(count + 1);
    this.#to = integers(count * PATHS_EACH);
    loops.ground(
      stride,
      query,
      scales,
      this.#starts.byteOffset,
      this.#to.byteOffset,
      this.#rounds.byteOffset,
      this.#papers.byteOffset,
      this.#scores.byteOffset,
      this.#open.byteOffset,
    );
  }

  static bytesFor(count: number): number {
    return BUDGET * 2 * DOUBLE + (2 * BUDGET + STARTS + count * (PATHS_EACH + 2) + 1) * INTEGER;
  }

  /** Takes the paths to walk by. @throws RangeError when they are more than {@link PATHS_EACH} a paper */
  lay({ starts, to, anchors }: Paths): void {
    this.#starts.set(starts);
    this.#to.set(to);
    this.#anchors.set(anchors);
    this.#anchorCount = anchors.length;
  }

  /**
   * Scores the papers that suit the query that was asked for best, and some others, in a time that hardly grows with the
   * edition: from anchors all over it, and from `starts`, always on to the neighbours of the best paper met so far, for
   * as long as they may be among the best.
   * @param scale the query's own
   */
  walk(scale: number, starts?: Int32Array): Found {
    const round = ++this.#round;
    const { loops } = this;
    const most = this.#most;
    const meet = (list: Int32Array, length: number, found: number) =>
      loops.meet(list.byteOffset, list.byteOffset + length * INTEGER, found, most, round, scale);
    const anchored = meet(this.#anchors, this.#anchorCount, 0);
    const started = starts ? meet(this.#given, this.#give(starts), anchored) : anchored;
    return this.#read(loops.walk(started, most, ENOUGH, round, scale), anchored);
  }

  /** Returns how many starts it took. */
  #give(starts: Int32Array): number {
    const count = Math.min(STARTS, starts.length);
    for (let nth = 0; nth < count; nth++) this.#given[nth] = starts[nth] as number;
    return count;
  }

  #read(count: number, anchored: number): Found {
    const found: Found = { papers: [], scores: [], deviation: 1 };
    let squares = 0;
    for (let nth = 0; nth < count; nth++) {
      const score = this.#scores[nth] as number;
      found.papers.push(this.#papers[nth] as number);
      found.scores.push(score);
      if (nth < anchored) squares += score * score;
    }
    found.deviation = Math.sqrt(squares / Math.max(1, anchored)) || 1;
    return found;
  }
}

/** The papers of a space that suit `query` best, and some others, as {@link Walker.walk} finds them. */
export function walkTo({ rows }: Space, query: Float32Array, starts?: Int32Array): Found {
  rows.ask(query);
  return rows.walker.walk(rows.queryScale, starts);
}
