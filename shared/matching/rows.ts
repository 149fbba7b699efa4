import type { PackedVectors } from '../vector-bytes.js';
import { ROWS_BYTES } from './rows-bytes.js';

/** What rows.wat exports; places are numbers of bytes. */
interface Loops {
  dot(row: number, query: number, count: number): number;
}

/** The part of it that is used here: only the browsers' type library declares this global. */
declare const WebAssembly: {
  Memory: new (size: { initial: number }) => { buffer: ArrayBuffer };
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object, imports: object) => { exports: Loops };
};

const PAGE_BYTES = 65_536;
/** Numbers that the loop takes at once. */
const STEP = 32;
const LARGEST_IN_QUERY = 32_767;

let compiled: object | undefined;

/**
 * Rows of numbers, rounded to 8 bits, and their inner products with one query after the other, rounded to 16 bits: in
 * 128-bit SIMD, on a quarter of the memory that floats take.
 */
export class Rows {
  readonly count: number;
  /** Numbers in a row. */
  readonly width: number;
  readonly #scales: Float32Array;
  /** Numbers from one row to the next; what a row has beyond its width is 0. */
  readonly #stride: number;
  readonly #values: Int8Array;
  readonly #query: Int16Array;
  readonly #loops: Loops;
  #queryScale = 0;

  constructor(packed: PackedVectors) {
    const { count, dimensions, values } = packed;
    this.count = count;
    this.width = dimensions;
    this.#scales = packed.scales;
    this.#stride = Math.ceil(dimensions / STEP) * STEP;
    const bytes = count * this.#stride;
    const memory = new WebAssembly.Memory({
      initial: Math.max(1, Math.ceil((bytes + 2 * this.#stride) / PAGE_BYTES)),
    });
    compiled ??= new WebAssembly.Module(Buffer.from(ROWS_BYTES, 'base64'));
    this.#loops = new WebAssembly.Instance(compiled, { rows: { memory } }).exports;
    this.#values = new Int8Array(memory.buffer, 0, bytes);
    this.#query = new Int16Array(memory.buffer, bytes, this.#stride);
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

  /** The inner product of a row and the query that was asked for last. */
  score(row: number): number {
    if (this.#stride === 0) return 0;
    const product = this.#loops.dot(row * this.#stride, this.#query.byteOffset, this.#stride);
    return product * (this.#scales[row] as number) * this.#queryScale;
  }

  /** Adds a row to `target`, of `width` numbers, in place. */
  addTo(target: Float32Array, row: number): void {
    const from = row * this.#stride;
    const scale = this.#scales[row] as number;
    for (let at = 0; at < this.width; at++) {
      target[at] = (target[at] as number) + scale * (this.#values[from + at] as number);
    }
  }

  /** The rows as they are stored. */
  pack(): PackedVectors {
    const { count, width } = this;
    const values = new Int8Array(count * width);
    for (let row = 0; row < count; row++) {
      const from = row * this.#stride;
      values.set(this.#values.subarray(from, from + width), row * width);
    }
    return { count, dimensions: width, scales: this.#scales, values };
  }
}
