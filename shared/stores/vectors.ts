import { PutCommand } from '@aws-sdk/lib-dynamodb';
import pMap from 'p-map';
import { z } from 'zod';
import { parseAs } from '../parse.js';
import { batchGet, type Key, type Table, WRITES_IN_FLIGHT } from './table.js';
import { bytesToVector, vectorToBytes } from './vector-bytes.js';

const VectorRow = z.object({ hash: z.string(), vector: z.instanceof(Uint8Array) });

/** What a vector is of: something kept for good, or what somebody searched for, which goes away by itself. */
export type VectorKind = 'VECTOR' | 'QUERY';

const QUERY_SECONDS = 30 * 86_400;

/** Vectors by model and hash of the text, in the content table; the cache of the embedders. */
export class VectorStore {
  constructor(
    private readonly table: Table,
    private readonly kind: VectorKind = 'VECTOR',
    private readonly now: () => Date = () => new Date(),
  ) {}

  /** The vectors that are kept for `hashes`; absent ones are absent. */
  async read(model: string, hashes: readonly string[]): Promise<Map<string, Float32Array>> {
    const rows = await batchGet(
      this.table,
      [...new Set(hashes)].map((hash) => this.#key(model, hash)),
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
    const expiresAt =
      this.kind === 'QUERY' ? Math.floor(this.now().getTime() / 1000) + QUERY_SECONDS : undefined;
    const put = async ([hash, vector]: [string, Float32Array]) => {
      const Item = { ...this.#key(model, hash), hash, vector: vectorToBytes(vector), expiresAt };
      await this.table.client.send(new PutCommand({ TableName: this.table.name, Item }));
    };
    await pMap(entries, put, { concurrency: WRITES_IN_FLIGHT });
  }

  #key(model: string, hash: string): Key {
    return { pk: `${this.kind}#${model}#${hash}`, sk: 'VECTOR' };
  }
}
