import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { z } from 'zod';
import { queues } from '../../infra/house.js';
import { postTo } from '../../infra/local/embedded/ses/publisher.js';
import { type LocalSes, startSes } from '../../infra/local/embedded/ses.js';
import { type LocalSqs, startSqs } from '../../infra/local/embedded/sqs.js';
import { createTables, localTableName } from '../../infra/local/tables.js';
import { openTable, type Table } from '../../shared/stores/table.js';
import type { WorkerName } from './bundle.js';
import { Fleet } from './fleet.js';
import { type Scenario, sesPlan } from './scenario.js';
import type { WorkerMessage } from './workers/orders.js';

/** The embedded services of one run, and the workers that use them. */
export interface World {
  content: Table;
  subscribers: Table;
  ses: LocalSes;
  sqs: LocalSqs;
  fleet: Fleet;
  /** Where SES's events go. */
  eventsUrl: string;
  traceFile: string;
  close(): Promise<void>;
}

/** Starts the services of a run: tables as a process of their own, queue and SES in this one. No other worker yet. */
export async function openWorld(
  scenario: Scenario,
  seed: number,
  files: Record<WorkerName, string>,
  onMessage: (message: WorkerMessage) => void,
): Promise<World> {
  const { clock } = scenario;
  const folder = await mkdtemp(join(tmpdir(), 'faults-'));
  await mkdir(folder, { recursive: true });
  const traceFile = join(folder, 'trace.jsonl');
  await writeFile(traceFile, '');
  const secrets = join(folder, 'secrets.json');
  await writeFile(secrets, JSON.stringify({ linkKeys: ['k'.repeat(32)], addressKey: 'a'.repeat(32) }));
  const eventsPort = await freePort();
  const eventsUrl = `http://127.0.0.1:${eventsPort}`;
  const ses = await startSes({ plan: sesPlan(scenario, seed), onEvent: postTo(eventsUrl) });
  const sqs = await startSqs({
    queues: [
      {
        name: 'deliveries',
        visibilityTimeout: clock.visibilitySeconds,
        maxReceiveCount: queues.deliveries.maxReceiveCount,
        deadLetterQueue: 'deliveries-dead',
      },
    ],
  });
  const environment: Record<string, string> = {
    PATH: process.env.PATH ?? '',
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    AWS_ENDPOINT_URL_SQS: sqs.endpoint,
    AWS_ENDPOINT_URL_SES: ses.endpoint,
    CONTENT_TABLE: localTableName('content'),
    SUBSCRIBERS_TABLE: localTableName('subscribers'),
    DELIVERIES_QUEUE_URL: sqs.queueUrl('deliveries'),
    SECRETS: pathToFileURL(secrets).href,
    WEB_URL: 'http://127.0.0.1:1',
    SENDER_NAME: 'Research Digest',
    SENDER_ADDRESS: 'digest@example.org',
    POSTAL_ADDRESS: 'Research Digest, 1 Example Street, 12345 Exampletown',
    CONFIGURATION_SET: 'digests',
    GRACE_SECONDS: String(clock.graceSeconds),
    PATIENCE_SECONDS: String(clock.patienceSeconds),
    PARK_SECONDS: String(clock.parkSeconds),
    SEND_TIMEOUT_MS: String(clock.sendTimeoutMs),
    TIME_LIMIT_MS: String(clock.timeLimitMs),
    TICK_MS: String(clock.tickMs),
    EVENTS_PORT: String(eventsPort),
    TRACE_FILE: traceFile,
  };
  const fleet = new Fleet({ files, environment, logDir: folder, onMessage });
  const ready = await fleet.start({ name: 'tables', worker: 'tables', kills: [] });
  const endpoint = z.object({ endpoint: z.url() }).parse(ready).endpoint;
  environment.AWS_ENDPOINT_URL_DYNAMODB = endpoint;
  const client = new DynamoDBClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  await createTables(client);
  return {
    content: openTable(localTableName('content'), client),
    subscribers: openTable(localTableName('subscribers'), client),
    ses,
    sqs,
    fleet,
    eventsUrl,
    traceFile,
    close: async () => {
      await fleet.close();
      client.destroy();
      await Promise.all([ses.close(), sqs.close()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A port that nobody listens on, so that the worker for events can come back to it after it died. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = z.object({ port: z.int() }).parse(server.address());
  await new Promise((resolve) => server.close(resolve));
  return port;
}
