import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { startMeter } from '../../../infra/cost/meter.js';
import type { Units } from '../../../infra/cost/units.js';
import { startDynamoDb } from '../../../infra/local/embedded/dynamodb.js';
import type { Embedded } from '../../../infra/local/embedded/loopback.js';
import { createTables, localTableName } from '../../../infra/local/tables.js';
import { openTable } from '../../../shared/stores/table.js';

const TableName = localTableName('subscribers');
const Key = { pk: 'SUBSCRIBER#one', sk: 'STATE' };
const due = { slot: 'UTC#07#0', id: 'one', cadence: 'daily', weekday: 1 };

let dynamoDb: Embedded;
let meter: Embedded;
let client: DynamoDBDocumentClient;

const tally = async () => (await (await fetch(`${meter.endpoint}/tally`)).json()) as Units;

beforeAll(async () => {
  dynamoDb = await startDynamoDb();
  meter = await startMeter({ dynamoDb: dynamoDb.endpoint, sqs: '', ses: '' });
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const settings = { endpoint: `${meter.endpoint}/dynamodb`, region: 'us-east-1', credentials };
  client = openTable(TableName, new DynamoDBClient(settings)).client;
  await createTables(new DynamoDBClient(settings));
});
afterAll(async () => {
  await meter.close();
  await dynamoDb.close();
});
beforeEach(async () => {
  await client.send(new PutCommand({ TableName, Item: { ...Key, ...due, note: 'x'.repeat(1_500) } }));
  await tally();
});

const update = (UpdateExpression: string, ConditionExpression?: string) =>
  client.send(
    new UpdateCommand({
      TableName,
      Key,
      UpdateExpression,
      ...(ConditionExpression && { ConditionExpression }),
      ...(UpdateExpression.includes(':v') && { ExpressionAttributeValues: { ':v': 'UTC#08#0' } }),
    }),
  );

it.each([
  ['a kilobyte and a half, though little of it changes, as two writes', 'SET remark = :v', 2],
  ['what the index holds beside its key as one write more', 'SET cadence = :v', 3],
  ['a move within the index as two more', 'SET slot = :v', 4],
  ['leaving the index as one more', 'REMOVE slot', 3],
])('counts %s', async (_, expression, writes) => {
  await update(expression);

  expect(await tally()).toMatchObject({ writes, reads: 0, tableCalls: 1 });
});

it('counts a refused write by the row that stands', async () => {
  await expect(update('SET remark = :v', 'attribute_not_exists(pk)')).rejects.toThrow();

  expect((await tally()).writes).toBe(2);
});

it('counts reads by four kilobytes, half as much where they may lag', async () => {
  await client.send(new PutCommand({ TableName, Item: { ...Key, note: 'x'.repeat(5_000) } }));
  await tally();

  await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
  const consistent = (await tally()).reads;
  const query = { KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: { ':pk': Key.pk } };
  await client.send(new QueryCommand({ TableName, ...query }));

  expect([consistent, (await tally()).reads]).toEqual([2, 1]);
});
