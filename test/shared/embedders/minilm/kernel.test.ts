import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import wabt from 'wabt';
import { asPairs, Kernel, packPanels } from '../../../../shared/embedders/minilm/kernel.js';
import { KERNEL_BYTES } from '../../../../shared/embedders/minilm/kernel-bytes.js';

/** Numbers between -1 and 1, the same for the same seed. */
function numbers(count: number, seed: number): Float32Array {
  return Float32Array.from({ length: count }, (_, i) => Math.sin((i + 1) * 12.9898 * seed));
}

function filled(kernel: Kernel, values: Float32Array): Float32Array {
  const floats = kernel.floats(values.length);
  floats.set(values);
  return floats;
}

describe('the kernel', () => {
  test('is kernel.wat, assembled', async () => {
    const source = new URL('../../../../shared/embedders/minilm/kernel.wat', import.meta.url);
    const { parseWat } = await wabt();
    const { buffer } = parseWat('kernel.wat', readFileSync(source, 'utf8')).toBinary({});
    expect(KERNEL_BYTES.replaceAll('\n', '')).toBe(Buffer.from(buffer).toString('base64'));
  });

  test('multiplies rounded rows by rounded columns as floats would', () => {
    const [rows, columns, depth] = [8, 16, 24];
    const kernel = new Kernel(1);
    const a = numbers(rows * depth, 1);
    const b = numbers(columns * depth, 2);
    const bias = numbers(columns, 3);
    const left = { integers: kernel.shorts(a.length), scale: kernel.floats(rows) };
    const flat = { integers: kernel.shorts(b.length), scale: kernel.floats(columns) };
    const right = { integers: kernel.shorts(b.length), scale: flat.scale, bias: filled(kernel, bias) };
    const out = kernel.floats(rows * columns);

    kernel.quantise(filled(kernel, a), left, rows, depth);
    kernel.quantise(filled(kernel, b), flat, columns, depth);
    packPanels(asPairs(flat.integers), depth / 2, asPairs(right.integers), columns, depth / 2);
    kernel.multiply(left, right, out, { rows, columns, depth, stride: depth, outStride: columns });

    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) {
        let sum = bias[j] ?? 0;
        for (let k = 0; k < depth; k++) sum += (a[i * depth + k] ?? 0) * (b[j * depth + k] ?? 0);
        expect(out[i * columns + j]).toBeCloseTo(sum, 2);
      }
    }
  });

  test.each([384, 1_536])('the largest rows of %i do not overflow', (depth) => {
    const kernel = new Kernel(1);
    const ones = filled(kernel, new Float32Array(8 * depth).fill(1));
    const left = { integers: kernel.shorts(8 * depth), scale: kernel.floats(8) };
    const right = { integers: kernel.shorts(8 * depth), scale: left.scale, bias: kernel.floats(8) };
    const out = kernel.floats(64);

    kernel.quantise(ones, left, 8, depth);
    packPanels(asPairs(left.integers), depth / 2, asPairs(right.integers), 8, depth / 2);
    kernel.multiply(left, right, out, { rows: 8, columns: 8, depth, stride: depth, outStride: 8 });

    for (const value of out) expect(value / depth).toBeCloseTo(1, 5);
  });

  test('rows of 0 stay 0', () => {
    const kernel = new Kernel(1);
    const out = { integers: kernel.shorts(8), scale: kernel.floats(1) };
    kernel.quantise(kernel.floats(8), out, 1, 8);
    expect([...out.integers]).toEqual(new Array(8).fill(0));
  });

  test('softmax gives powers of e and their inverse sum, whatever the size of the scores', () => {
    const kernel = new Kernel(1);
    const scores = Float32Array.of(1, 2, 3, 4, 0.5, -1, -1e9, 2, 90, 89, 0, -90, 90, 88, 87, 1);
    const x = filled(kernel, scores);
    const inverseSum = kernel.floats(2);

    kernel.softmax(x, filled(kernel, new Float32Array(8).fill(2)), inverseSum, 2, 8);

    for (const [row, greatest] of [4, 90].entries()) {
      const powers = [...scores.subarray(row * 8, row * 8 + 8)].map((score) => Math.exp(score - greatest));
      const sum = powers.reduce((a, b) => a + b);
      for (const [j, power] of powers.entries()) expect(x[row * 8 + j]).toBeCloseTo(2 * power, 4);
      expect(inverseSum[row]).toBeCloseTo(1 / sum, 5);
    }
  });

  test('gelu is x times the chance that a normal variable is below x', () => {
    const kernel = new Kernel(1);
    const x = filled(kernel, Float32Array.of(-200, -3, -1, -0.5, 0, 0.5, 1, 200));
    kernel.gelu(x, 8);
    const expected = [0, -0.00405, -0.15866, -0.15427, 0, 0.34573, 0.84134, 200];
    for (const [i, value] of expected.entries()) expect(x[i]).toBeCloseTo(value, 3);
  });
});
