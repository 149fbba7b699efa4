import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { z } from 'zod';
import { queues } from '../../infra/house.js';
import { postTo } from '../../infra/local/embedded/ses/publisher.js';
import { type LocalSes, startSes } from '../../infra/local/embedded/ses.js';
import { type LocalSqs, type QueueSpec, startSqs } from '../../infra/local/embedded/sqs.js';
import { createTables, localTableName } from '../../infra/local/tables.js';
import { parseAs } from '../../shared/parse.js';
import { openTable, type Table } from '../../shared/stores/table.js';
import type { WorkerName } from './bundle.js';
import { Fleet } from './fleet.js';
import { ADDRESS_KEY } from './people.js';
import { type Clock, type Scenario, sesPlan } from './scenario.js';
import type { WorkerMessage } from './workers/orders.js';

export const QUEUE = 'deliveries';
export const DEAD_LETTER_QUEUE = 'deliveries-dead';
const REGION = 'us-east-1';
const CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local' };

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
  const folder = await mkdtemp(join(tmpdir(), 'faults-'));
  const traceFile = join(folder, 'trace.jsonl');
  await writeFile(traceFile, '');
  const eventsPort = await freePort();
  const eventsUrl = `http://127.0.0.1:${eventsPort}`;
  const ses = await startSes({ plan: sesPlan(scenario, seed), onEvent: postTo(eventsUrl) });
  const sqs = await startSqs({ queues: [queueOf(scenario.clock)] });
  const environment: Record<string, string> = {
    ...surroundings(scenario.clock),
    AWS_ENDPOINT_URL_SQS: sqs.endpoint,
    AWS_ENDPOINT_URL_SES: ses.endpoint,
    DELIVERIES_QUEUE_URL: sqs.queueUrl(QUEUE),
    SECRETS: await writeSecrets(folder),
    EVENTS_PORT: String(eventsPort),
    TRACE_FILE: traceFile,
  };
  const fleet = new Fleet({ files, environment, logDir: folder, onMessage });
  const ready = await fleet.start({ name: 'tables', worker: 'tables', kills: [] });
  const endpoint = parseAs(z.object({ endpoint: z.url() }), ready, 'tables').endpoint;
  environment.AWS_ENDPOINT_URL_DYNAMODB = endpoint;
  const client = new DynamoDBClient({ endpoint, region: REGION, credentials: CREDENTIALS });
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

function queueOf({ visibilitySeconds }: Clock): QueueSpec {
  return {
    name: QUEUE,
    visibilityTimeout: visibilitySeconds,
    maxReceiveCount: queues.deliveries.maxReceiveCount,
    deadLetterQueue: DEAD_LETTER_QUEUE,
  };
}

/** What a worker's Lambda and its stand-in find in their environment, but for the services' addresses. */
function surroundings(clock: Clock): Record<string, string> {
  return {
    PATH: process.env.PATH ?? '',
    AWS_REGION: REGION,
    AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    CONTENT_TABLE: localTableName('content'),
    SUBSCRIBERS_TABLE: localTableName('subscribers'),
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
  };
}

/** Returns the secrets as `SECRETS` names them. */
async function writeSecrets(folder: string): Promise<string> {
  const file = join(folder, 'secrets.json');
  await writeFile(file, JSON.stringify({ linkKeys: ['k'.repeat(32)], addressKey: ADDRESS_KEY }));
  return pathToFileURL(file).href;
}

/** A port that nobody listens on, so that the worker for events can come back to it after it died. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = parseAs(z.object({ port: z.int() }), server.address(), 'free port');
  await new Promise((resolve) => server.close(resolve));
  return port;
}
