import { LOOPS_BYTES } from './loops-bytes.js';

/** What loops.wat exports; places are numbers of bytes in its memory. */
export interface Loops {
  dot(row: number, query: number, count: number): number;
  ground(
    stride: number,
    query: number,
    scales: number,
    starts: number,
    to: number,
    rounds: number,
    papers: number,
    scores: number,
    open: number,
  ): void;
  meet(list: number, end: number, found: number, most: number, round: number, scale: number): number;
  walk(found: number, most: number, enough: number, round: number, scale: number): number;
  add(squares: number, values: number, count: number, factor: number): void;
  raiseHot(squares: number, papers: number, heats: number, count: number, factor: number): void;
  reach(squares: number, count: number, floor: number): number;
  list(squares: number, count: number, floor: number, out: number): number;
  mix(sums: number, row: number, count: number, factor: number): void;
  copy(to: number, from: number, count: number): void;
}

/** The part of it that is used here: only the browsers' type library declares this global. */
declare const WebAssembly: {
  Memory: new (size: { initial: number }) => { buffer: ArrayBuffer };
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object, imports: object) => { exports: Loops };
};

const PAGE_BYTES = 65_536;

let compiled: object | undefined;

/** Makes the loops with a memory of at least `bytes`, all 0; what is not written to takes none of the machine's. */
export function makeLoops(bytes: number): { loops: Loops; buffer: ArrayBuffer } {
  const memory = new WebAssembly.Memory({ initial: Math.max(1, Math.ceil(bytes / PAGE_BYTES)) });
  compiled ??= new WebAssembly.Module(Buffer.from(LOOPS_BYTES, 'base64'));
  return { loops: new WebAssembly.Instance(compiled, { loops: { memory } }).exports, buffer: memory.buffer };
}
