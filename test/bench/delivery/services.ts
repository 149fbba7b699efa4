import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { z } from 'zod';
import { createTables, localTableName } from '../../../infra/local/tables.js';
import { parseAs } from '../../../shared/parse.js';
import { openTable, type Table } from '../../../shared/stores/table.js';

/** What the child tells when it is ready. */
const Endpoints = z.object({ ses: z.url(), dynamoDb: z.url() });

/** An SES that accepts all and keeps nothing, and the house's tables, in a process of their own. */
export interface Services {
  content: Table;
  subscribers: Table;
  /** What a function needs to find them. */
  environment: Record<string, string>;
  close(): void;
}

/**
 * Starts the services, and puts their addresses into this process's environment, where SDK clients look for them.
 * @throws Error when they end before they are ready
 */
export async function startServices(): Promise<Services> {
  const child = fork(fileURLToPath(new URL('services-child.ts', import.meta.url)));
  const ended = once(child, 'exit').then(() => {
    throw new Error('the services of the bench ended before they were ready');
  });
  const [told] = await Promise.race([once(child, 'message'), ended]);
  ended.catch(() => {});
  const { ses, dynamoDb } = parseAs(Endpoints, told, 'services');
  const environment = {
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    AWS_ENDPOINT_URL_SES: ses,
    AWS_ENDPOINT_URL_DYNAMODB: dynamoDb,
    CONTENT_TABLE: localTableName('content'),
    SUBSCRIBERS_TABLE: localTableName('subscribers'),
  };
  Object.assign(process.env, environment);
  const client = new DynamoDBClient({});
  await createTables(client);
  return {
    content: openTable(environment.CONTENT_TABLE, client),
    subscribers: openTable(environment.SUBSCRIBERS_TABLE, client),
    environment,
    close: () => {
      client.destroy();
      if (child.connected) child.disconnect();
    },
  };
}
