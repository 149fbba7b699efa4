import { KERNEL_BYTES } from './kernel-bytes.js';

/** Rows, or columns, of 16-bit integers, and the scale of each: float = integer * scale. */
export interface Scaled {
  integers: Int16Array;
  scale: Float32Array;
}

/** The right side of a product, in panels (see {@link packPanels}), with what is added to each column. */
export interface Panels extends Scaled {
  bias: Float32Array;
}

/** Sizes in numbers; `stride` and `outStride` are the distances between rows. */
export interface ProductShape {
  rows: number;
  columns: number;
  depth: number;
  stride: number;
  outStride: number;
}

/** What kernel.wat exports. Its parameters are numbers of bytes from the start of the memory, and counts. */
interface Loops {
  multiply(
    a: number,
    b: number,
    out: number,
    rows: number,
    columns: number,
    depth: number,
    rowScale: number,
    columnScale: number,
    bias: number,
    stride: number,
    outStride: number,
  ): void;
  quantise(x: number, out: number, scale: number, rows: number, depth: number, limit: number): void;
  softmax(x: number, weight: number, inverseSum: number, rows: number, columns: number): void;
  gelu(x: number, count: number): void;
}

/** The part of it that is used here: only the browsers' type library declares this global. */
declare const WebAssembly: {
  Memory: new (size: { initial: number }) => { buffer: ArrayBuffer };
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object, imports: object) => { exports: Loops };
};

/** The loops of kernel.wat over a memory of its own, in which every array that they take must have been made. */
export class Kernel {
  private readonly memory: { buffer: ArrayBuffer };
  private readonly loops: Loops;
  private used = 0;

  constructor(megabytes: number) {
    this.memory = new WebAssembly.Memory({ initial: megabytes * 16 });
    const module = new WebAssembly.Module(Buffer.from(KERNEL_BYTES, 'base64'));
    this.loops = new WebAssembly.Instance(module, { minilm: { memory: this.memory } }).exports;
  }

  /** Room for 32-bit floats, all 0. @throws RangeError when the memory is full */
  floats(count: number): Float32Array {
    return new Float32Array(this.memory.buffer, this.take(count * 4), count);
  }

  /** Room for 16-bit integers, all 0. @throws RangeError when the memory is full */
  shorts(count: number): Int16Array {
    return new Int16Array(this.memory.buffer, this.take(count * 2), count);
  }

  /** out = a * b * scales + bias, of `rows` rows (a multiple of 4) and `columns` columns (a multiple of 8). */
  multiply(a: Scaled, b: Panels, out: Float32Array, shape: ProductShape): void {
    const { rows, columns, depth, stride, outStride } = shape;
    this.loops.multiply(
      a.integers.byteOffset,
      b.integers.byteOffset,
      out.byteOffset,
      rows,
      columns,
      depth,
      a.scale.byteOffset,
      b.scale.byteOffset,
      b.bias.byteOffset,
      stride * 2,
      outStride * 4,
    );
  }

  /**
   * Rounds each row of `depth` floats (a multiple of 8) to as many bits as let no sum of `summands` products of two such
   * integers leave 32 bits.
   */
  quantise(x: Float32Array, out: Scaled, rows: number, depth: number, summands = depth): void {
    const { integers, scale } = out;
    const limit = Math.min(32_767, Math.floor(Math.sqrt((2 ** 31 - 1) / summands)));
    this.loops.quantise(x.byteOffset, integers.byteOffset, scale.byteOffset, rows, depth, limit);
  }

  /** Turns each row of scores into powers of e times `weight`; `inverseSum` gets 1 / the sum of the row's powers. */
  softmax(
    x: Float32Array,
    weight: Float32Array,
    inverseSum: Float32Array,
    rows: number,
    columns: number,
  ): void {
    this.loops.softmax(x.byteOffset, weight.byteOffset, inverseSum.byteOffset, rows, columns);
  }

  /** The activation of MiniLM, in place, on the first `count` numbers (a multiple of 4). */
  gelu(x: Float32Array, count: number): void {
    this.loops.gelu(x.byteOffset, count);
  }

  private take(bytes: number): number {
    const place = this.used;
    this.used += Math.ceil(bytes / 16) * 16;
    return place;
  }
}

/**
 * Lays rows out as the panels of a product's right side, of which they become the columns: 8 columns to a panel, in it
 * by pairs along the depth. Pairs of 16-bit integers move as one 32-bit integer.
 * @param stride pairs from one row of `from` to the next
 */
export function packPanels(
  from: Int32Array,
  stride: number,
  to: Int32Array,
  rows: number,
  pairs: number,
): void {
  for (let row = 0; row < rows; row++) {
    const start = (row >> 3) * pairs * 8 + (row & 7);
    for (let pair = 0; pair < pairs; pair++) {
      to[start + pair * 8] = from[row * stride + pair] ?? 0;
    }
  }
}

/** The same memory, read as pairs of its integers. */
export function asPairs(integers: Int16Array): Int32Array {
  return new Int32Array(integers.buffer, integers.byteOffset, integers.length >> 1);
}
