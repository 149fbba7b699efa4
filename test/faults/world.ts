import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { z } from 'zod';
import { queues } from '../../infra/house.js';
import { type EventReceiver, postTo } from '../../infra/local/embedded/ses/publisher.js';
import { type LocalSes, startSes } from '../../infra/local/embedded/ses.js';
import { type LocalSqs, type QueueSpec, startSqs } from '../../infra/local/embedded/sqs.js';
import { createTables, localTableName } from '../../infra/local/tables.js';
import { parseAs } from '../../shared/parse.js';
import { openTable, type Table } from '../../shared/stores/table.js';
import type { WorkerName } from './bundle.js';
import { Fleet } from './fleet.js';
import { ADDRESS_KEY } from './people.js';
import { type Clock, type Scenario, sesPlan, slowed } from './scenario.js';
import type { WorkerMessage } from './workers/orders.js';

export const QUEUE = 'deliveries';
export const DEAD_LETTER_QUEUE = 'deliveries-dead';
const REGION = 'us-east-1';
/** A process starts in half of it on a machine that has little else to do. */
const USUAL_START_MS = 700;
/** The clock is slowed at most so often. */
const SLOWEST = 6;
const CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local' };

/** The embedded services of one run, and the workers that use them. */
export interface World {
  content: Table;
  subscribers: Table;
  /** The scenario's, slowed to this machine. */
  clock: Clock;
  ses: LocalSes;
  sqs: LocalSqs;
  fleet: Fleet;
  /** Where SES's events go. */
  eventsUrl: string;
  /** When the Send event of each message was taken first, in ms since the epoch. */
  taken: ReadonlyMap<string, number>;
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
  const environment: Record<string, string> = { PATH: process.env.PATH ?? '' };
  const fleet = new Fleet({ files, environment, logDir: folder, onMessage });
  const { endpoint, tookMs } = await startTables(fleet);
  const clock = slowed(scenario.clock, Math.min(SLOWEST, Math.max(1, tookMs / USUAL_START_MS)));

  const taken = new Map<string, number>();
  const eventsPort = await freePort();
  const eventsUrl = `http://127.0.0.1:${eventsPort}`;
  const ses = await startSes({ plan: sesPlan(scenario, seed), onEvent: noting(postTo(eventsUrl), taken) });
  const sqs = await startSqs({ queues: [queueOf(clock)] });
  const traceFile = join(folder, 'trace.jsonl');
  await writeFile(traceFile, '');
  Object.assign(environment, surroundings(clock), {
    AWS_ENDPOINT_URL_DYNAMODB: endpoint,
    AWS_ENDPOINT_URL_SQS: sqs.endpoint,
    AWS_ENDPOINT_URL_SES: ses.endpoint,
    DELIVERIES_QUEUE_URL: sqs.queueUrl(QUEUE),
    SECRETS: await writeSecrets(folder),
    EVENTS_PORT: String(eventsPort),
    TRACE_FILE: traceFile,
  });
  const client = new DynamoDBClient({ endpoint, region: REGION, credentials: CREDENTIALS });
  await createTables(client);
  return {
    content: openTable(localTableName('content'), client),
    subscribers: openTable(localTableName('subscribers'), client),
    clock,
    ses,
    sqs,
    fleet,
    eventsUrl,
    taken,
    traceFile,
    close: async () => {
      await fleet.close();
      client.destroy();
      await Promise.all([ses.close(), sqs.close()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Starts DynamoDB as a process. Returns also how long that took, which tells how busy the machine is. */
async function startTables(fleet: Fleet): Promise<{ endpoint: string; tookMs: number }> {
  const began = performance.now();
  const ready = await fleet.start({ name: 'tables', worker: 'tables', kills: [] });
  const { endpoint } = parseAs(z.object({ endpoint: z.url() }), ready, 'tables');
  return { endpoint, tookMs: performance.now() - began };
}

/** A receiver that also notes when each Send event was taken first. */
function noting(receiver: EventReceiver, taken: Map<string, number>): EventReceiver {
  return async (event) => {
    await receiver(event);
    const { messageId } = event.mail;
    if (event.eventType === 'Send' && !taken.has(messageId)) taken.set(messageId, Date.now());
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
