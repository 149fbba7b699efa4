import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { ShapeError } from '../../errors.js';
import { parseAs, parseJsonAs } from '../../parse.js';
import { asPairs, Kernel, type Panels, packPanels } from './kernel.js';
import { INNER, WIDTH } from './shape.js';

/** The tensors of a file of 16-bit floats. */
export interface Tensors {
  /** The floats as they are, in 16 bits. @throws ShapeError when there is no such tensor */
  halves(name: string): Uint16Array;
  /** In 32 bits. @throws ShapeError when there is no such tensor */
  floats(name: string): Float32Array;
}

const Header = z.record(z.string(), z.unknown());
const Place = z.object({ dtype: z.literal('F16'), data_offsets: z.tuple([z.int(), z.int()]) });

/**
 * Reads a safetensors file (https://huggingface.co/docs/safetensors): the length of a JSON header in 8 bytes, the header,
 * the numbers.
 * @throws ShapeError when it is none
 */
export function readTensors(path: string): Tensors {
  const file = readFileSync(path);
  const start = 8 + (file.length < 8 ? 0 : Number(file.readBigUInt64LE(0)));
  const header = parseJsonAs(Header, file.toString('utf8', 8, start), path);
  const halves = (name: string) => {
    const [from, to] = parseAs(Place, header[name], `tensor ${name}`).data_offsets;
    if (start + to > file.length) throw new ShapeError(`tensor ${name}`, 'ends after its file');
    return new Uint16Array(Uint8Array.from(file.subarray(start + from, start + to)).buffer);
  };
  return { halves, floats: (name) => widen(halves(name)) };
}

function widen(halves: Uint16Array): Float32Array {
  const floats = new Float32Array(halves.length);
  widenInto(floats, halves);
  return floats;
}

/**
 * Writes finite 16-bit floats as 32-bit floats, from the start of `to` on. A 32-bit float has the same bits with 3 more
 * for the exponent and 13 more for the fraction, and an exponent that counts from -127 in place of -15.
 */
export function widenInto(to: Float32Array, halves: Uint16Array): void {
  const bits = new Uint32Array(to.buffer, to.byteOffset, halves.length);
  for (let i = 0; i < halves.length; i++) {
    const half = halves[i] ?? 0;
    bits[i] = ((half & 0x8000) << 16) | ((half & 0x7fff) << 13);
    to[i] = (to[i] ?? 0) * 2 ** 112;
  }
}

/** A dense layer: what it multiplies by, its inputs and its outputs. */
export interface Dense extends Panels {
  inputs: number;
  outputs: number;
}

/** Makes dense layers in the memory of `kernel`; several names give one layer with their outputs side by side. */
export function denseReader(tensors: Tensors, kernel: Kernel): (inputs: number, ...names: string[]) => Dense {
  const workshop = new Kernel(4);
  const rounded = { integers: workshop.shorts(WIDTH * INNER), scale: workshop.floats(INNER) };
  const weights = workshop.floats(WIDTH * INNER);
  return (inputs, ...names) => {
    const biases = names.map((name) => tensors.floats(`${name}.bias`));
    const outputs = biases.reduce((sum, bias) => sum + bias.length, 0);
    const scale = kernel.floats(outputs);
    const bias = kernel.floats(outputs);
    const integers = kernel.shorts(inputs * outputs);
    let done = 0;
    for (const [i, part] of biases.entries()) {
      widenInto(weights, tensors.halves(`${names[i]}.weight`));
      workshop.quantise(weights, rounded, part.length, inputs);
      packPanels(
        asPairs(rounded.integers),
        inputs / 2,
        asPairs(integers.subarray(done * inputs)),
        part.length,
        inputs / 2,
      );
      scale.set(rounded.scale.subarray(0, part.length), done);
      bias.set(part, done);
      done += part.length;
    }
    return { inputs, outputs, integers, scale, bias };
  };
}
