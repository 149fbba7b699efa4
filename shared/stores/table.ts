import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  DynamoDBDocumentClient,
  QueryCommand,
  type QueryCommandInput,
} from '@aws-sdk/lib-dynamodb';
import pRetry from 'p-retry';

/** One DynamoDB table: a document client, where the endpoint comes from the environment, and a name. */
export interface Table {
  readonly client: DynamoDBDocumentClient;
  readonly name: string;
}

export type Row = Record<string, unknown>;
export type Key = { pk: string; sk: string };

/** How many single-row writes one caller keeps in flight. */
export const WRITES_IN_FLIGHT = 16;

/** DynamoDB's own limit of one BatchGetItem. */
const BATCH_GET_KEYS = 100;

/**
 * The SDK's own decoder looks through every text for characters that are no base64, which takes longer than all else
 * that is done with an edition's bytes.
 */
const base64Decoder = (text: string): Uint8Array => Buffer.from(text, 'base64');

/** A table reached through the SDK's default endpoint and credentials. */
export function openTable(name: string, client = new DynamoDBClient({ base64Decoder })): Table {
  return {
    name,
    client: DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } }),
  };
}

/**
 * The rows of `keys` that exist, in no order; unprocessed keys are asked for again.
 * @param consistent false where a row that was written a moment ago may be missed: that costs half
 */
export async function batchGet(table: Table, keys: readonly Key[], consistent = true): Promise<Row[]> {
  const rows: Row[] = [];
  for (const batch of inBatches(keys, BATCH_GET_KEYS)) {
    let wanted: Row[] = batch;
    await pRetry(
      async () => {
        const answer = await table.client.send(
          new BatchGetCommand({
            RequestItems: { [table.name]: { Keys: wanted, ConsistentRead: consistent } },
          }),
        );
        rows.push(...(answer.Responses?.[table.name] ?? []));
        wanted = answer.UnprocessedKeys?.[table.name]?.Keys ?? [];
        if (wanted.length > 0) throw new Error('DynamoDB left keys unprocessed');
      },
      { retries: 6, minTimeout: 50, factor: 2 },
    );
  }
  return rows;
}

/** Every row that a query answers, page after page. */
export async function* queryRows(
  table: Table,
  query: Omit<QueryCommandInput, 'TableName'>,
): AsyncGenerator<Row> {
  let from: Row | undefined;
  do {
    const page = await table.client.send(
      new QueryCommand({ ...query, TableName: table.name, ExclusiveStartKey: from }),
    );
    yield* page.Items ?? [];
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
}

/** `values` in runs of at most `size`. */
export function inBatches<T>(values: readonly T[], size: number): T[][] {
  const batches: T[][] = [];
  for (let start = 0; start < values.length; start += size) batches.push(values.slice(start, start + size));
  return batches;
}

/** Awaits a conditional write. Returns false, nothing having changed, when its condition did not hold. */
export async function written(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if (error instanceof Error && error.name === 'ConditionalCheckFailedException') return false;
    throw error;
  }
}
