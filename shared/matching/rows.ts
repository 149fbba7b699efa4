import { ROWS_BYTES } from './rows-bytes.js';

/** What rows.wat exports; places and lengths are numbers of bytes. */
interface Loops {
  dot(a: number, b: number, bytes: number): number;
}

/** The part of it that is used here: only the browsers' type library declares this global. */
declare const WebAssembly: {
  Memory: new (size: { initial: number }) => { buffer: ArrayBuffer };
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object, imports: object) => { exports: Loops };
};

const PAGE_BYTES = 65_536;
/** Floats that the loop takes at once. */
const STEP = 16;

let compiled: object | undefined;

/**
 * Rows of floats, and their inner products with one query after the other: in 128-bit SIMD, which takes a fifth of the
 * time that JavaScript does.
 */
export class Rows {
  /** `count · stride` numbers; what a row has beyond `width` is 0. */
  readonly values: Float32Array;
  /** Numbers from one row to the next. */
  readonly stride: number;
  readonly #query: Float32Array;
  readonly #loops: Loops;

  /** All rows are 0 at first. @param width numbers in a row */
  constructor(
    readonly count: number,
    readonly width: number,
  ) {
    this.stride = Math.ceil(width / STEP) * STEP;
    const floats = (count + 1) * this.stride;
    const memory = new WebAssembly.Memory({ initial: Math.max(1, Math.ceil((floats * 4) / PAGE_BYTES)) });
    compiled ??= new WebAssembly.Module(Buffer.from(ROWS_BYTES, 'base64'));
    this.#loops = new WebAssembly.Instance(compiled, { rows: { memory } }).exports;
    this.values = new Float32Array(memory.buffer, 0, count * this.stride);
    this.#query = new Float32Array(memory.buffer, count * this.stride * 4, this.stride);
  }

  /** Asks for scores against `query`, of at most `width` numbers, until the next is asked for. */
  ask(query: Float32Array): void {
    this.#query.set(query);
  }

  /** The inner product of a row and the query that was asked for last. */
  score(row: number): number {
    const bytes = this.stride * 4;
    return bytes === 0 ? 0 : this.#loops.dot(row * bytes, this.#query.byteOffset, bytes);
  }

  /** The row's numbers, for reading. */
  row(at: number): Float32Array {
    return this.values.subarray(at * this.stride, at * this.stride + this.width);
  }
}
