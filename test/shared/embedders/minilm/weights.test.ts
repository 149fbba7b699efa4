import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readTensors } from '../../../../shared/embedders/minilm/weights.js';
import { ShapeError } from '../../../../shared/errors.js';

const folder = mkdtempSync(join(tmpdir(), 'weights-'));
afterAll(() => rmSync(folder, { recursive: true }));

function written(header: string, halves: number[]): string {
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  const path = join(folder, 'model.safetensors');
  writeFileSync(
    path,
    Buffer.concat([length, Buffer.from(header), Buffer.from(Uint16Array.from(halves).buffer)]),
  );
  return path;
}

const header = (name: string, dtype: string, end: number) =>
  JSON.stringify({
    __metadata__: { format: 'pt' },
    [name]: { dtype, shape: [end / 2], data_offsets: [0, end] },
  });

describe('readTensors', () => {
  test('widens 16-bit floats', () => {
    const path = written(header('a', 'F16', 12), [0x3c00, 0xc000, 0x7bff, 0x0001, 0x3555, 0x8000]);
    expect([...readTensors(path).floats('a')]).toEqual([1, -2, 65_504, 2 ** -24, 0.333251953125, -0]);
  });

  test('a file of another kind, a missing or a cut tensor is refused', () => {
    const cut = written(header('a', 'F16', 12), [0]);
    expect(() => readTensors(cut).floats('a')).toThrow(ShapeError);
    expect(() => readTensors(cut).floats('b')).toThrow(/tensor b/);
    const wide = written(header('a', 'F32', 4), [0, 0]);
    expect(() => readTensors(wide).floats('a')).toThrow(ShapeError);
    writeFileSync(cut, 'none');
    expect(() => readTensors(cut)).toThrow(ShapeError);
  });
});
