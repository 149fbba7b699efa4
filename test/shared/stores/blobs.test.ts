import { BatchGetCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readBlob, writeBlob } from '../../../shared/stores/blobs.js';
import type { Table } from '../../../shared/stores/table.js';
import { startTables, type TestTables } from '../../support/tables.js';

const bytes = Uint8Array.from({ length: 900_000 }, (_, at) => at % 251);

let tables: TestTables;
beforeAll(async () => {
  tables = await startTables();
});
afterAll(() => tables.close());

/** The same table, where a read that may lag finds no more than the first row of what it asks for. */
function lagging({ name, client }: Table): Table {
  const send = ((command: unknown) => {
    const asked = command instanceof BatchGetCommand ? command.input.RequestItems?.[name] : undefined;
    if (asked && !asked.ConsistentRead) asked.Keys = asked.Keys?.slice(0, 1);
    return client.send(command as BatchGetCommand);
  }) as typeof client.send;
  return { name, client: Object.assign(Object.create(client), { send }) };
}

test('rows that a lagging read does not find are read for certain', async () => {
  const rows = await writeBlob(tables.content, 'EDITION#2026-01-22#a', 'CARDS', bytes);

  const read = await readBlob(lagging(tables.content), 'EDITION#2026-01-22#a', 'CARDS', rows);

  expect(rows).toBe(3);
  expect(Buffer.compare(read, bytes)).toBe(0);
});

test('a row that is not there is named', async () => {
  await writeBlob(tables.content, 'EDITION#2026-01-22#b', 'CARDS', bytes);

  const reading = readBlob(tables.content, 'EDITION#2026-01-22#b', 'CARDS', 4);

  await expect(reading).rejects.toThrow('row EDITION#2026-01-22#b CARDS#3: is missing');
});
