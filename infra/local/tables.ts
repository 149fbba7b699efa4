import {
  CreateTableCommand,
  type DynamoDBClient,
  ListTablesCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import { type TableName, tables } from '../house.js';

/** What the tables are called on one machine. */
export const localTableName = (name: TableName) => `research-digest-${name}`;

/** In seconds; a table is ready at the first look, but for a busy machine. */
const PATIENCE = { maxWaitTime: 30, minDelay: 1, maxDelay: 1 };

/** Creates the tables of the house that are not there yet, and waits until all are ready. */
export async function createTables(client: DynamoDBClient): Promise<void> {
  const { TableNames = [] } = await client.send(new ListTablesCommand({}));
  for (const name of Object.keys(tables) as TableName[]) {
    if (!TableNames.includes(localTableName(name))) await create(client, name);
    // A busy machine may be asked for rows before it has made the table ready.
    await waitUntilTableExists({ client, ...PATIENCE }, { TableName: localTableName(name) });
  }
}

async function create(client: DynamoDBClient, name: TableName): Promise<void> {
  const { indexes } = tables[name];
  const keys = ['pk', 'sk', ...indexes.flatMap((index) => [index.partitionKey, index.sortKey])];
  await client.send(
    new CreateTableCommand({
      TableName: localTableName(name),
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: keys.map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      KeySchema: keySchema('pk', 'sk'),
      ...(indexes.length > 0 && {
        GlobalSecondaryIndexes: indexes.map((index) => ({
          IndexName: index.name,
          KeySchema: keySchema(index.partitionKey, index.sortKey),
          Projection: { ProjectionType: 'INCLUDE' as const, NonKeyAttributes: [...index.attributes] },
        })),
      }),
    }),
  );
}

function keySchema(partitionKey: string, sortKey: string) {
  return [
    { AttributeName: partitionKey, KeyType: 'HASH' as const },
    { AttributeName: sortKey, KeyType: 'RANGE' as const },
  ];
}
