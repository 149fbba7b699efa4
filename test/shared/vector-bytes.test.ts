import { describe, expect, it } from 'vitest';
import { bytesToVector, packVectors, unpackVectors, vectorToBytes } from '../../shared/vector-bytes.js';

const vector = Float32Array.from([0.5, -0.25, 0.125]);

describe('a vector', () => {
  it('comes back from its bytes, also from a Buffer that is part of a larger one', () => {
    const within = Buffer.concat([Buffer.alloc(5), vectorToBytes(vector), Buffer.alloc(7)]).subarray(5, 17);

    expect(bytesToVector(vectorToBytes(vector))).toEqual(vector);
    expect(bytesToVector(within)).toEqual(vector);
  });

  it('is refused when its bytes are cut short', () => {
    expect(() => bytesToVector(vectorToBytes(vector).subarray(1))).toThrow(/whole 32-bit floats/);
    expect(() => unpackVectors(packVectors([vector]).subarray(1))).toThrow(/wrong length/);
  });
});
