import { PutCommand } from '@aws-sdk/lib-dynamodb';
import pMap from 'p-map';
import { z } from 'zod';
import { ShapeError } from '../errors.js';
import { parseAs } from '../parse.js';
import { batchGet, type Row, type Table } from './table.js';

/** Below DynamoDB's 400 KB a row, with room for the key. */
const ROW_BYTES = 380_000;

const BlobRow = z.object({ sk: z.string(), bytes: z.instanceof(Uint8Array) });

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
  const keys = Array.from({ length: rows }, (_, row) => ({ pk, sk: `${name}#${row}` }));
  const found = piecesOf(await batchGet(table, keys, false));
  // They are written before anything names them, but the replica that answered may lag behind the one that named them.
  const late = keys.filter(({ sk }) => !found.has(sk));
  const pieces = new Map([...found, ...piecesOf(await batchGet(table, late))]);
  return Buffer.concat(
    keys.map(({ sk }) => {
      const bytes = pieces.get(sk);
      if (!bytes) throw new ShapeError(`row ${pk} ${sk}`, 'is missing');
      return bytes;
    }),
  );
}

function piecesOf(rows: readonly Row[]): Map<string, Uint8Array> {
  return new Map(
    rows.map((row) => {
      const { sk, bytes } = parseAs(BlobRow, row, `row ${String(row.pk)} ${String(row.sk)}`);
      return [sk, bytes];
    }),
  );
}
