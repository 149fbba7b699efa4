import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { VectorCache } from '../../shared/embedders/cached.js';
import { bytesToVector, vectorToBytes } from '../../shared/vector-bytes.js';

const HASH_BYTES = 32;

/**
 * Vectors kept in one file for each model in `folder`, so that an experiment that is run again starts at once:
 * records of a SHA-256 and the vector's floats, appended; a record cut short by a crash is passed over.
 * @param dimensions numbers in a vector
 */
export function vectorFile(folder: string, dimensions: number): VectorCache {
  const recordBytes = HASH_BYTES + dimensions * 4;
  const fileOf = (model: string) => join(folder, `${model.replace(/[^A-Za-z0-9.-]+/g, '_')}.vectors`);
  return {
    async read(model, hashes) {
      const bytes = await readFile(fileOf(model)).catch(() => Buffer.alloc(0));
      const wanted = new Set(hashes);
      const found = new Map<string, Float32Array>();
      for (let at = 0; at + recordBytes <= bytes.length; at += recordBytes) {
        const hash = bytes.toString('hex', at, at + HASH_BYTES);
        if (wanted.has(hash))
          found.set(hash, bytesToVector(bytes.subarray(at + HASH_BYTES, at + recordBytes)));
      }
      return found;
    },
    async write(model, entries) {
      await mkdir(folder, { recursive: true });
      const records = [...entries].flatMap(([hash, vector]) => [
        Buffer.from(hash, 'hex'),
        vectorToBytes(vector),
      ]);
      await appendFile(fileOf(model), Buffer.concat(records));
    },
  };
}
