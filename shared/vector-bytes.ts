import { ShapeError } from './errors.js';

/** The vector's 32-bit numbers, little-endian, as every platform that Node runs on stores them. */
export function vectorToBytes(vector: Float32Array | Int32Array | Uint32Array): Uint8Array {
  return new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength);
}

/** @throws ShapeError when `bytes` is not whole 32-bit floats */
export function bytesToVector(bytes: Uint8Array): Float32Array {
  if (bytes.byteLength % 4 !== 0) throw new ShapeError('vector', 'expected whole 32-bit floats');
  // A copy, and not `slice`: that of a Buffer is a view on memory which holds much else.
  return new Float32Array(Uint8Array.from(bytes).buffer);
}

const LARGEST = 127;

/**
 * Vectors of one length as 8-bit integers, each with its own scale: a quarter of the bytes, and a cosine
 * with itself of 0.997 or more in 384 dimensions.
 */
export interface PackedVectors {
  count: number;
  dimensions: number;
  /** What a row's integers are multiplied with. */
  scales: Float32Array;
  /** Row by row. */
  values: Int8Array;
}

/** Rounds vectors to {@link PackedVectors}. @throws ShapeError when they differ in length */
export function roundVectors(vectors: readonly Float32Array[]): PackedVectors {
  const dimensions = vectors[0]?.length ?? 0;
  const scales = new Float32Array(vectors.length);
  const values = new Int8Array(vectors.length * dimensions);
  vectors.forEach((vector, row) => {
    if (vector.length !== dimensions) throw new ShapeError('vectors', 'expected one length for all');
    let largest = 0;
    for (const value of vector) largest = Math.max(largest, Math.abs(value));
    const scale = largest > 0 ? largest / LARGEST : 1;
    scales[row] = scale;
    vector.forEach((value, column) => {
      values[row * dimensions + column] = Math.round(value / scale);
    });
  });
  return { count: vectors.length, dimensions, scales, values };
}

/** The `count` vectors that stand one after the other in `numbers`. */
export function rowsOf(numbers: Float32Array, count: number): Float32Array[] {
  const width = count > 0 ? numbers.length / count : 0;
  return Array.from({ length: count }, (_, row) => numbers.subarray(row * width, (row + 1) * width));
}

/** Packed vectors as bytes: count and dimensions (uint32), scales (float32 each), then the integers row by row. */
export function packedToBytes({ count, dimensions, scales, values }: PackedVectors): Uint8Array {
  const bytes = new Uint8Array(8 + count * 4 + values.byteLength);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, count, true);
  view.setUint32(4, dimensions, true);
  scales.forEach((scale, row) => {
    view.setFloat32(8 + row * 4, scale, true);
  });
  bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), 8 + count * 4);
  return bytes;
}

/** Vectors, rounded, as the bytes of {@link packedToBytes}. @throws ShapeError when they differ in length */
export function packVectors(vectors: readonly Float32Array[]): Uint8Array {
  return packedToBytes(roundVectors(vectors));
}

/** Reads what {@link packVectors} packed. @throws ShapeError when the length does not fit */
export function readPacked(bytes: Uint8Array): PackedVectors {
  if (bytes.byteLength < 8) throw new ShapeError('packed vectors', 'expected a header');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = view.getUint32(0, true);
  const dimensions = view.getUint32(4, true);
  if (bytes.byteLength !== 8 + count * (4 + dimensions))
    throw new ShapeError('packed vectors', 'wrong length');
  const scales = Float32Array.from({ length: count }, (_, row) => view.getFloat32(8 + row * 4, true));
  const values = new Int8Array(bytes.buffer, bytes.byteOffset + 8 + count * 4, count * dimensions);
  return { count, dimensions, scales, values };
}

/** One row of packed vectors, to within the precision of their packing. */
export function unpackRow({ dimensions, scales, values }: PackedVectors, row: number): Float32Array {
  const scale = scales[row] ?? 0;
  return Float32Array.from(
    values.subarray(row * dimensions, (row + 1) * dimensions),
    (value) => value * scale,
  );
}

/** What {@link packVectors} packed, to within its precision. @throws ShapeError when the length does not fit */
export function unpackVectors(bytes: Uint8Array): Float32Array[] {
  const packed = readPacked(bytes);
  return Array.from({ length: packed.count }, (_, row) => unpackRow(packed, row));
}
