import type { Loops } from '../loops.js';

/** The loops take so many numbers at once. */
const STEP = 8;
/** Topics whose scores have room beside an edition's rows: 2 to 8 MB, of which only what is used takes memory. */
const TOPICS = 2_000;
const MOST_STEPS = 32_767;
/** Below every square that says anything, and above what rounding leaves of one that was taken off again. */
const NEXT_TO_NOTHING = 1e-4;
/** Squares are sorted by millionths, so that up to a score of 1,400 they and a paper's number are exact in one float. */
const PRECISION = 1e6;
/** So many more papers than asked for may be sorted. */
const SLACK = 16;
const MOST_TRIES = 36;
/** A guess goes so far towards one of its two ends at most, as only beyond an end is there nothing more to find. */
const FARTHEST_GUESS = 0.95;
/** About the largest that 32 bits hold. */
const LARGEST = 3.4e38;
/** A topic that at most one paper in so many belongs to, as with a category, is added paper by paper. */
const FEW = 8;

/** The scores of a topic, as whole numbers of steps. */
export interface KeptScores {
  steps: Int16Array;
  step: number;
  /** The papers that have any, where they are few. */
  few: Int32Array | undefined;
}

/**
 * Scores of an edition's papers: of topics, which stay, and of one reader, written over for the next one, so that
 * reading leaves nothing to clear away. A reader's are kept squared with their sign, as interests add up that way.
 */
export class Sheet {
  /** By paper; papers that are left out have minus infinity. */
  readonly #squares: Float32Array;
  /** Numbers from one topic's scores to the next; what they have beyond the edition's papers is 0. */
  readonly #stride: number;
  readonly #topics: Int16Array;
  /** Papers that were found to be good enough, in their order. */
  readonly #listed: Int32Array;
  readonly #keys: Float64Array;
  /** The papers of which something is made elsewhere, and how much. */
  readonly #hot: Int32Array;
  readonly #heats: Float32Array;
  #hotCount = 0;
  #topicCount = 0;
  /** The floor that was good enough last, and how much larger a square must be for papers to become fewer by the factor e. */
  #floor = 16;
  #fold = 4;

  /** @param at where its {@link Sheet.bytesFor} bytes begin in the loops' memory @param count papers of the edition */
  constructor(
    private readonly loops: Loops,
    buffer: ArrayBuffer,
    at: number,
    private readonly count: number,
  ) {
    this.#stride = strideOf(count);
    this.#squares = new Float32Array(buffer, at, this.#stride);
    this.#topics = new Int16Array(buffer, at + this.#squares.byteLength, TOPICS * this.#stride);
    const listedAt = at + this.#squares.byteLength + this.#topics.byteLength;
    this.#listed = new Int32Array(buffer, listedAt, this.#stride);
    this.#hot = new Int32Array(buffer, listedAt + this.#listed.byteLength, this.#stride);
    this.#heats = new Float32Array(buffer, this.#hot.byteOffset + this.#hot.byteLength, this.#stride);
    this.#keys = new Float64Array(count);
  }

  static bytesFor(count: number): number {
    const { BYTES_PER_ELEMENT: float } = Float32Array;
    const { BYTES_PER_ELEMENT: integer } = Int32Array;
    return strideOf(count) * (2 * float + TOPICS * Int16Array.BYTES_PER_ELEMENT + 2 * integer);
  }

  /** Takes how much is made of each paper elsewhere: 0 or more. */
  layHeat(heat: Float32Array): void {
    const hot = Int32Array.from(heat.keys()).filter((at) => (heat[at] as number) > 0);
    this.#hot.set(hot);
    this.#heats.set(Float32Array.from(hot, (at) => heat[at] as number));
    this.#hotCount = hot.length;
  }

  /** How many more topics have room. */
  get room(): number {
    return TOPICS - this.#topicCount;
  }

  /** Keeps the scores of a topic. @throws RangeError when there is no room */
  keep(scores: Float32Array): KeptScores {
    if (this.room === 0) throw new RangeError('expected room for one more topic');
    const from = this.#topicCount++ * this.#stride;
    const steps = this.#topics.subarray(from, from + this.count);
    const largest = scores.reduce((most, score) => Math.max(most, Math.abs(score)), 0);
    const step = largest / MOST_STEPS || 1;
    for (let at = 0; at < this.count; at++) steps[at] = Math.round((scores[at] as number) / step);
    const some = Int32Array.from(steps.keys()).filter((at) => steps[at] !== 0);
    return { steps, step, few: some.length * FEW <= this.count ? some : undefined };
  }

  /** Forgets all topics: what was kept of them is written over. */
  forget(): void {
    this.#topicCount = 0;
  }

  /** Begins anew for another reader. */
  clear(): void {
    this.#squares.fill(0, 0, this.count);
    this.#squares.fill(Number.NEGATIVE_INFINITY, this.count);
  }

  /** Adds `(factor · steps)²` to each paper that has more than 0. */
  add({ steps, few }: Pick<KeptScores, 'steps' | 'few'>, factor: number): void {
    if (few) for (const at of few) this.correct(at, 0, factor * (steps[at] as number));
    else if (this.count > 0) this.loops.add(this.#squares.byteOffset, steps.byteOffset, this.#stride, factor);
  }

  /** Takes one paper's strength in an interest, which has been added as `before`, to be `strength`. */
  correct(at: number, before: number, strength: number): void {
    const [was, is] = [Math.max(0, before), Math.max(0, strength)];
    this.#squares[at] = (this.#squares[at] as number) + is * is - was * was;
  }

  /** Adds to a paper's score. */
  raise(at: number, by: number): void {
    const raised = this.score(at) + by;
    this.#squares[at] = raised * Math.abs(raised);
  }

  /** Adds `factor` times its heat to each paper's score. */
  raiseHot(factor: number): void {
    const [squares, hot, heats] = [this.#squares.byteOffset, this.#hot.byteOffset, this.#heats.byteOffset];
    this.loops.raiseHot(squares, hot, heats, this.#hotCount, factor);
  }

  leaveOut(papers: Int32Array): void {
    for (const at of papers) this.#squares[at] = Number.NEGATIVE_INFINITY;
  }

  score(at: number): number {
    const square = this.#squares[at] as number;
    return Math.sign(square) * Math.sqrt(Math.abs(square));
  }

  /** The `most` best papers that anything speaks for, best first, ties by number. */
  best(most: number): number[] {
    if (most < 1) return [];
    // Squares that are sorted as equal lie on one side of it, wherever the search ended.
    const floor = Math.max(NEXT_TO_NOTHING, this.#floorOf(most) - 1 / PRECISION);
    return this.#above(floor).slice(0, most);
  }

  /** All papers that are not left out, best first, ties by number. */
  all(): number[] {
    return this.#above(-LARGEST);
  }

  /** A sort of bare numbers takes a fifth of one of objects. */
  #above(floor: number): number[] {
    const [listed, keys] = [this.#listed, this.#keys];
    const above = this.#list(floor);
    const places = 2 ** Math.ceil(Math.log2(this.count + 1));
    for (let nth = 0; nth < above; nth++) {
      const at = listed[nth] as number;
      // `Math.round` takes six times as long.
      keys[nth] = Math.floor(-(this.#squares[at] as number) * PRECISION) * places + at;
    }
    const sorted = keys.subarray(0, above).sort();
    const best: number[] = [];
    for (let nth = 0; nth < above; nth++) {
      const key = sorted[nth] as number;
      best.push(key - Math.floor(key / places) * places);
    }
    return best;
  }

  #list(floor: number): number {
    if (this.count === 0) return 0;
    return this.loops.list(this.#squares.byteOffset, this.#stride, floor, this.#listed.byteOffset);
  }

  /**
   * A square that at least `most` papers reach, and few more where there is one, so that not all need be sorted. Searched
   * for from where the last reader's was, as if the logarithm of how many reach a square fell evenly, as it about does in
   * a normal distribution's tail.
   */
  #floorOf(most: number): number {
    const wanted = most + SLACK / 2;
    let [low, lowReach] = [NEXT_TO_NOTHING, 0];
    let [high, highReach] = [Number.POSITIVE_INFINITY, 0];
    let floor = this.#floor;
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      const reach = this.#reach(floor);
      if (reach < most && floor === NEXT_TO_NOTHING) break;
      if (reach >= most) [low, lowReach] = [floor, reach];
      else [high, highReach] = [floor, reach];
      if (reach >= most && reach <= most + SLACK) break;
      if (lowReach > 0 && high < Number.POSITIVE_INFINITY) {
        // Every other time it halves, however the squares lie.
        const share = tries % 2 === 0 ? 0.5 : guessed(lowReach, highReach, wanted);
        floor = low + (high - low) * share;
      } else {
        const step = this.#fold * Math.log(Math.max(reach, 0.5) / wanted) * 4 ** tries;
        floor = Math.min(LARGEST, Math.max(NEXT_TO_NOTHING, floor + step));
      }
    }
    if (lowReach > 0 && highReach > 0) this.#fold = (high - low) / Math.log(lowReach / highReach);
    this.#floor = low;
    return low;
  }

  #reach(floor: number): number {
    return this.count === 0 ? 0 : this.loops.reach(this.#squares.byteOffset, this.#stride, floor);
  }
}

/** The share of the way from where `low` papers reach to where `high` do, at which `wanted` might. */
function guessed(low: number, high: number, wanted: number): number {
  // Where none reach, half a paper stands in: a logarithm needs some.
  const guess = Math.log(low / wanted) / Math.log(low / Math.max(high, 0.5));
  return Math.min(FARTHEST_GUESS, Math.max(1 - FARTHEST_GUESS, guess));
}

function strideOf(count: number): number {
  return Math.ceil(count / STEP) * STEP;
}
