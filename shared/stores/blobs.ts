import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import pMap from 'p-map';
import { z } from 'zod';
import { ShapeError } from '../errors.js';
import { parseAs } from '../parse.js';
import type { Table } from './table.js';

/** Below DynamoDB's 400 KB a row, with room for the key. */
const ROW_BYTES = 380_000;

const BlobRow = z.object({ bytes: z.instanceof(Uint8Array) });

/** Writes `bytes` as numbered rows under `pk`; returns how many rows they took. */
export async function writeBlob(table: Table, pk: string, name: string, bytes: Uint8Array): Promise<number> {
  const rows = Math.max(1, Math.ceil(bytes.byteLength / ROW_BYTES));
  await pMap(
    Array.from({ length: rows }, (_, row) => row),
    (row) =>
      table.client.send(
        new PutCommand({
          TableName: table.name,
          Item: { pk, sk: `${name}#${row}`, bytes: bytes.subarray(row * ROW_BYTES, (row + 1) * ROW_BYTES) },
        }),
      ),
    { concurrency: 4 },
  );
  return rows;
}

/** The bytes that {@link writeBlob} wrote in `rows` rows. @throws ShapeError when a row is missing */
export async function readBlob(table: Table, pk: string, name: string, rows: number): Promise<Uint8Array> {
  const pieces = await pMap(
    Array.from({ length: rows }, (_, row) => row),
    async (row) => {
      const { Item } = await table.client.send(
        new GetCommand({ TableName: table.name, Key: { pk, sk: `${name}#${row}` } }),
      );
      if (!Item) throw new ShapeError(`row ${pk} ${name}#${row}`, 'is missing');
      return parseAs(BlobRow, Item, `row ${pk} ${name}#${row}`).bytes;
    },
    { concurrency: 4 },
  );
  return Buffer.concat(pieces);
}
