import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateTableCommand,
  GetItemCommand,
  PutItemCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import { afterEach, expect, test } from 'vitest';
import { startDynamoDb, TablesInUseError } from '../../../../infra/local/embedded/dynamodb.js';
import { dynamoDbClient } from './clients.js';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const Row = { pk: { S: 'SUBSCRIBER#1' } };

async function createTable(endpoint: string) {
  const client = dynamoDbClient(endpoint);
  await client.send(
    new CreateTableCommand({
      TableName: 'subscribers',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    }),
  );
  await waitUntilTableExists(
    { client, maxWaitTime: 20, minDelay: 1, maxDelay: 1 },
    { TableName: 'subscribers' },
  );
  return client;
}

async function start(dataDir?: string) {
  const dynamoDb = await startDynamoDb(dataDir ? { dataDir } : {});
  closing.push(() => dynamoDb.close());
  return dynamoDb;
}

async function folder() {
  const dataDir = await mkdtemp(join(tmpdir(), 'dynamodb-'));
  closing.push(() => rm(dataDir, { recursive: true }));
  return dataDir;
}

test('a conditional write holds once', async () => {
  const { endpoint } = await start();
  const client = await createTable(endpoint);
  const put = new PutItemCommand({
    TableName: 'subscribers',
    Item: Row,
    ConditionExpression: 'attribute_not_exists(pk)',
  });
  await client.send(put);

  await expect(client.send(put)).rejects.toMatchObject({ name: 'ConditionalCheckFailedException' });
});

test('rows outlive the run where it has a folder', async () => {
  const dataDir = await folder();
  const first = await start(dataDir);
  const client = await createTable(first.endpoint);
  await client.send(new PutItemCommand({ TableName: 'subscribers', Item: Row }));
  await first.close();

  const second = await start(dataDir);

  const read = new GetItemCommand({ TableName: 'subscribers', Key: Row });
  expect((await dynamoDbClient(second.endpoint).send(read)).Item).toEqual(Row);
});

test('a folder that another run holds is named', async () => {
  const dataDir = await folder();
  await start(dataDir);
  await expect(startDynamoDb({ dataDir })).rejects.toThrow(TablesInUseError);
});
