import { PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import pMap from 'p-map';
import { z } from 'zod';
import { parseAs } from '../parse.js';
import { bytesToVector, vectorToBytes } from '../vector-bytes.js';
import { batchGet, type Key, type Table, WRITES_IN_FLIGHT, written } from './table.js';

const VectorRow = z.object({
  hash: z.string(),
  vector: z.instanceof(Uint8Array),
  expiresAt: z.number().optional(),
});

/** What a vector is of: a paper, which is kept for good, or what a person wrote, which goes away by itself. */
export type VectorKind = 'VECTOR' | 'PHRASE' | 'QUERY';

const DAYS_KEPT: Record<VectorKind, number> = { VECTOR: Number.POSITIVE_INFINITY, PHRASE: 45, QUERY: 30 };

/** A vector, and when it goes away: seconds since 1970, infinite where it does not. */
export interface KeptVector {
  vector: Float32Array;
  expiresAt: number;
}

/** Vectors by model and hash of the text, in the content table; the cache of the embedders. */
export class VectorStore {
  constructor(
    private readonly table: Table,
    private readonly kind: VectorKind = 'VECTOR',
    private readonly now: () => Date = () => new Date(),
  ) {}

  /** The vectors that are kept for `hashes`; absent ones are absent. */
  async read(model: string, hashes: readonly string[]): Promise<Map<string, Float32Array>> {
    const kept = await this.readKept(model, hashes);
    return new Map([...kept].map(([hash, { vector }]) => [hash, vector]));
  }

  /** As {@link read}, with when each goes away. */
  async readKept(model: string, hashes: readonly string[]): Promise<Map<string, KeptVector>> {
    const rows = await batchGet(
      this.table,
      [...new Set(hashes)].map((hash) => this.#key(model, hash)),
    );
    const kept = new Map<string, KeptVector>();
    for (const row of rows) {
      const {
        hash,
        vector,
        expiresAt = Number.POSITIVE_INFINITY,
      } = parseAs(VectorRow, row, `row ${String(row.pk)}`);
      // DynamoDB takes away some days late what has ended.
      if (expiresAt > this.#seconds()) kept.set(hash, { vector: bytesToVector(vector), expiresAt });
    }
    return kept;
  }

  /** Keeps each vector under its hash. Writing one twice changes nothing but when it goes away. */
  async write(model: string, entries: ReadonlyMap<string, Float32Array>): Promise<void> {
    const put = async ([hash, vector]: [string, Float32Array]) => {
      const Item = { ...this.#key(model, hash), hash, vector: vectorToBytes(vector), ...this.#end() };
      await this.table.client.send(new PutCommand({ TableName: this.table.name, Item }));
    };
    await pMap(entries, put, { concurrency: WRITES_IN_FLIGHT });
  }

  /** Keeps a vector as long again as if it were written now. Returns false when it is not there. */
  prolong(model: string, hash: string): Promise<boolean> {
    const write = new UpdateCommand({
      TableName: this.table.name,
      Key: this.#key(model, hash),
      UpdateExpression: 'SET expiresAt = :expiresAt',
      ConditionExpression: 'attribute_exists(pk)',
      ExpressionAttributeValues: { ':expiresAt': this.#end().expiresAt },
    });
    return written(this.table.client.send(write));
  }

  #end(): { expiresAt?: number } {
    const days = DAYS_KEPT[this.kind];
    return Number.isFinite(days) ? { expiresAt: this.#seconds() + days * 86_400 } : {};
  }

  #seconds(): number {
    return Math.floor(this.now().getTime() / 1000);
  }

  #key(model: string, hash: string): Key {
    return { pk: `${this.kind}#${model}#${hash}`, sk: 'VECTOR' };
  }
}
