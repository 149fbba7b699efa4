import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { startDynamoDb } from '../../infra/local/embedded/dynamodb.js';
import { createTables, localTableName } from '../../infra/local/tables.js';
import { openTable, type Table } from '../../shared/stores/table.js';

/** The house's tables, empty, on an embedded DynamoDB of their own. */
export interface TestTables {
  content: Table;
  subscribers: Table;
  close(): Promise<void>;
}

/** Starts them; or, with `AWS_ENDPOINT_URL_DYNAMODB` set, uses the DynamoDB that answers there. */
export async function startTables(): Promise<TestTables> {
  const given = process.env.AWS_ENDPOINT_URL_DYNAMODB;
  const embedded = given ? undefined : await startDynamoDb();
  const client = new DynamoDBClient({
    endpoint: given ?? embedded?.endpoint ?? '',
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  await createTables(client);
  return {
    content: openTable(localTableName('content'), client),
    subscribers: openTable(localTableName('subscribers'), client),
    close: async () => {
      client.destroy();
      await embedded?.close();
    },
  };
}
