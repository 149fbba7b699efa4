import { PutCommand } from '@aws-sdk/lib-dynamodb';
import pMap from 'p-map';
import { z } from 'zod';
import { parseAs } from '../parse.js';
import { batchGet, type Key, type Table, WRITES_IN_FLIGHT } from './table.js';
import { bytesToVector, vectorToBytes } from './vector-bytes.js';

const VectorRow = z.object({ hash: z.string(), vector: z.instanceof(Uint8Array) });

const key = (model: string, hash: string): Key => ({ pk: `VECTOR#${model}#${hash}`, sk: 'VECTOR' });

/** Vectors by model and hash of the text, in the content table; the cache of the embedders. */
export class VectorStore {
  constructor(private readonly table: Table) {}

  /** The vectors that are kept for `hashes`; absent ones are absent. */
  async read(model: string, hashes: readonly string[]): Promise<Map<string, Float32Array>> {
    const rows = await batchGet(
      this.table,
      [...new Set(hashes)].map((hash) => key(model, hash)),
    );
    return new Map(
      rows.map((row) => {
        const { hash, vector } = parseAs(VectorRow, row, `row ${String(row.pk)}`);
        return [hash, bytesToVector(vector)];
      }),
    );
  }

  /** Keeps each vector under its hash. Writing one twice changes nothing. */
  async write(model: string, entries: ReadonlyMap<string, Float32Array>): Promise<void> {
    const put = async ([hash, vector]: [string, Float32Array]) => {
      const Item = { ...key(model, hash), hash, vector: vectorToBytes(vector) };
      await this.table.client.send(new PutCommand({ TableName: this.table.name, Item }));
    };
    await pMap(entries, put, { concurrency: WRITES_IN_FLIGHT });
  }
}
