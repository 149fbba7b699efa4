import { type Loops, makeLoops } from '../loops.js';
import type { PackedVectors } from '../vector-bytes.js';
import { Sheet } from './sheet.js';
import { Walker } from './walker.js';

/** Numbers that the loop takes at once. */
const STEP = 32;
const LARGEST_IN_QUERY = 32_767;

/**
 * Rows of numbers, rounded to 8 bits, their inner products with one query after the other, rounded to 16 bits, and sums
 * of them: in 128-bit SIMD, on a quarter of the memory that floats take. A sheet for scores and a walker lie in the same
 * memory.
 */
export class Rows {
  readonly count: number;
  /** Numbers in a row. */
  readonly width: number;
  readonly sheet: Sheet;
  readonly walker: Walker;
  readonly #scales: Float32Array;
  /** Numbers from one row to the next; what a row has beyond its width is 0. */
  readonly #stride: number;
  readonly #values: Int8Array;
  readonly #query: Int16Array;
  readonly #sums: Float32Array;
  readonly #loops: Loops;
  #queryScale = 0;

  /** @param papers how many papers sheet and walker have room for; 0 where rows are not papers */
  constructor(packed: PackedVectors, papers = packed.count) {
    const { count, dimensions, values } = packed;
    this.count = count;
    this.width = dimensions;
    this.#stride = Math.ceil(dimensions / STEP) * STEP;
    const queryAt = count * this.#stride;
    const sumsAt = queryAt + this.#stride * Int16Array.BYTES_PER_ELEMENT;
    const sheetAt = sumsAt + this.#stride * Float32Array.BYTES_PER_ELEMENT;
    const walkerAt = sheetAt + Sheet.bytesFor(papers);
    const scalesAt = walkerAt + Walker.bytesFor(papers);
    const { loops, buffer } = makeLoops(scalesAt + packed.scales.byteLength);
    this.#loops = loops;
    this.#values = new Int8Array(buffer, 0, queryAt);
    this.#query = new Int16Array(buffer, queryAt, this.#stride);
    this.#sums = new Float32Array(buffer, sumsAt, this.#stride);
    this.#scales = new Float32Array(buffer, scalesAt, count);
    this.#scales.set(packed.scales);
    this.sheet = new Sheet(loops, buffer, sheetAt, papers);
    this.walker = new Walker(loops, buffer, walkerAt, papers, {
      stride: this.#stride,
      query: queryAt,
      scales: scalesAt,
    });
    for (let row = 0; row < count; row++) {
      this.#values.set(values.subarray(row * dimensions, (row + 1) * dimensions), row * this.#stride);
    }
  }

  /** Asks for scores against `query`, of `width` numbers, until the next is asked for. */
  ask(query: Float32Array): void {
    const integers = this.#query;
    let largest = 0;
    for (let at = 0; at < this.width; at++) {
      const size = Math.abs(query[at] as number);
      if (size > largest) largest = size;
    }
    const factor = largest > 0 ? LARGEST_IN_QUERY / largest : 0;
    // `Math.round` takes six times as long.
    for (let at = 0; at < this.width; at++) {
      integers[at] = Math.floor((query[at] as number) * factor + 0.5);
    }
    this.#queryScale = largest / LARGEST_IN_QUERY;
  }

  /** What the integers' inner products are multiplied by, beside the row's own scale. */
  get queryScale(): number {
    return this.#queryScale;
  }

  /** The inner product of a row and the query that was asked for last. */
  score(row: number): number {
    if (this.#stride === 0) return 0;
    const product = this.#loops.dot(row * this.#stride, this.#query.byteOffset, this.#stride);
    return product * (this.#scales[row] as number) * this.#queryScale;
  }

  /** Begins a sum of rows anew. */
  clearSum(): void {
    this.#sums.fill(0);
  }

  /** Adds `factor` times a row to the sum. */
  addToSum(row: number, factor: number): void {
    if (this.#stride === 0) return;
    const scaled = factor * (this.#scales[row] as number);
    this.#loops.mix(this.#sums.byteOffset, row * this.#stride, this.#stride, scaled);
  }

  /** The sum, `width` numbers: a view, good until it is begun anew. */
  get sum(): Float32Array {
    return this.#sums.subarray(0, this.width);
  }

  /** The rows as they are stored. */
  pack(): PackedVectors {
    const { count, width } = this;
    const values = new Int8Array(count * width);
    for (let row = 0; row < count; row++) {
      const from = row * this.#stride;
      values.set(this.#values.subarray(from, from + width), row * width);
    }
    return { count, dimensions: width, scales: this.#scales.slice(), values };
  }
}
