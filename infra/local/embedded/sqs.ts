import { buildApp } from 'fauxqs';
import { z } from 'zod';
import { DigestError } from '../../../shared/errors.js';
import { parseJsonAs } from '../../../shared/parse.js';
import type { Embedded } from './loopback.js';
import { keepQueues } from './sqs-backlog.js';

/** The embedded SQS refused a request that this project made of it. */
export class QueueError extends DigestError {
  readonly code = 'queue';
}

export interface QueueSpec {
  name: string;
  /** Seconds that a received message stays hidden; 30 by default, as on SQS. */
  visibilityTimeout?: number;
  /** Receives after which a message moves to `deadLetterQueue`, which is created too. */
  maxReceiveCount?: number;
  deadLetterQueue?: string;
}

export interface SqsOptions {
  /** 0, the default, takes a free one. */
  port?: number;
  queues?: readonly QueueSpec[];
  /** Folder in which the waiting messages outlive the run; without it they are gone with it. */
  dataDir?: string;
}

/** How many messages a queue holds. */
export interface QueueDepth {
  ready: number;
  inFlight: number;
  delayed: number;
}

export interface LocalSqs extends Embedded {
  /** The URL to give to the SDK. @throws QueueError when there is no queue of that name */
  queueUrl(name: string): string;
  depth(name: string): Promise<QueueDepth>;
}

/** Makes one call of the SQS JSON protocol within the process and returns the answer's text. */
export type SqsCall = (action: string, request: object) => Promise<string>;

type Fauxqs = ReturnType<typeof buildApp>;

const CreatedQueue = z.object({ QueueUrl: z.url() });
const Count = z.coerce.number().int().nonnegative();
const Depth = z.object({
  Attributes: z.object({
    ApproximateNumberOfMessages: Count,
    ApproximateNumberOfMessagesNotVisible: Count,
    ApproximateNumberOfMessagesDelayed: Count,
  }),
});

/**
 * Starts fauxqs, an SQS in JavaScript, on 127.0.0.1 with the given queues. (Its own starter listens on every
 * interface, so the app is built and bound here.)
 *
 * With `dataDir`, what waits in the queues is written there once a second when it changed and on `close`, and put
 * back by the next start: a killed run loses at most its last second, and receive counts begin again.
 */
export async function startSqs(options: SqsOptions = {}): Promise<LocalSqs> {
  const app = buildApp({ logger: false });
  const endpoint = await app.listen({ port: options.port ?? 0, host: '127.0.0.1' });
  const call = callWithin(app, endpoint);
  const urls = await createQueues(options.queues ?? [], call);
  const kept = options.dataDir ? await keepQueues(app, urls, call, options.dataDir) : undefined;

  const queueUrl = (name: string) => {
    const url = urls.get(name);
    if (url === undefined) throw new QueueError(`There is no queue ${name}; there are ${[...urls.keys()]}.`);
    return url;
  };
  return {
    endpoint,
    queueUrl,
    depth: async (name) => {
      const request = { QueueUrl: queueUrl(name), AttributeNames: ['All'] };
      const { Attributes } = parseJsonAs(Depth, await call('GetQueueAttributes', request), `queue ${name}`);
      return {
        ready: Attributes.ApproximateNumberOfMessages,
        inFlight: Attributes.ApproximateNumberOfMessagesNotVisible,
        delayed: Attributes.ApproximateNumberOfMessagesDelayed,
      };
    },
    close: async () => {
      if (!app.server.listening) return;
      await kept?.close();
      app.server.closeAllConnections();
      await app.close();
    },
  };
}

function callWithin(app: Fauxqs, endpoint: string): SqsCall {
  return async (action, request) => {
    const answer = await app.inject({
      method: 'POST',
      url: '/',
      headers: {
        host: new URL(endpoint).host,
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': `AmazonSQS.${action}`,
      },
      payload: JSON.stringify(request),
    });
    if (answer.statusCode !== 200) throw new QueueError(`${action} was refused: ${answer.body}`);
    return answer.body;
  };
}

/** Creates every queue and the dead-letter queues they name. Returns their URLs by name. */
async function createQueues(specs: readonly QueueSpec[], call: SqsCall): Promise<Map<string, string>> {
  const urls = new Map<string, string>();
  const create = async (name: string, attributes: Record<string, string>) => {
    const answer = await call('CreateQueue', { QueueName: name, Attributes: attributes });
    urls.set(name, parseJsonAs(CreatedQueue, answer, `queue ${name}`).QueueUrl);
  };
  const deadLetterQueues = new Set(specs.flatMap(({ deadLetterQueue }) => deadLetterQueue ?? []));
  const byName = new Map(specs.map((spec) => [spec.name, spec]));
  for (const name of deadLetterQueues) {
    if (!byName.has(name)) await create(name, { MessageRetentionPeriod: String(14 * 86_400) });
  }
  for (const spec of specs) await create(spec.name, queueAttributes(spec));
  return urls;
}

function queueAttributes(spec: QueueSpec): Record<string, string> {
  const visibility = { VisibilityTimeout: String(spec.visibilityTimeout ?? 30) };
  if (spec.deadLetterQueue === undefined) return visibility;
  return {
    ...visibility,
    RedrivePolicy: JSON.stringify({
      deadLetterTargetArn: `arn:aws:sqs:us-east-1:000000000000:${spec.deadLetterQueue}`,
      maxReceiveCount: spec.maxReceiveCount ?? 3,
    }),
  };
}
