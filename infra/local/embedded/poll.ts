import { setTimeout as sleep } from 'node:timers/promises';
import {
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { SQSEvent, SQSRecord } from 'aws-lambda';
import { z } from 'zod';
import { DELIVERED_AT_ONCE } from '../../../shared/domain/delivery.js';
import { ShapeError } from '../../../shared/errors.js';
import { parseAs } from '../../../shared/parse.js';
import { inBatches } from '../../../shared/stores/table.js';

/** A Lambda handler over SQS: answers nothing, or an `SQSBatchResponse`, which is checked as Lambda checks it. */
export type SqsHandler = (event: SQSEvent) => Promise<unknown>;

/** A queue, and who speaks to it. */
interface QueueAccess {
  sqs: SQSClient;
  queueUrl: string;
}

export interface PollOptions extends QueueAccess {
  handler: SqsHandler;
  /** Messages per invocation; by default as many as deliver's mapping has. */
  batchSize?: number;
  /** Invocations at once; 2 by default. */
  pollers?: number;
  /** Told of what a handler threw, and of a receive that failed; the messages come again after their timeout. */
  onProblem?: (problem: unknown) => void;
}

export interface Polling {
  /** Resolves when no message waits, is delayed or in flight, or when stopped. @throws what GetQueueAttributes throws */
  drained(): Promise<void>;
  /** Takes no more and resolves when every running invocation has ended; within a second when idle. */
  stop(): Promise<void>;
}

const REGION = 'us-east-1';
/** SQS gives, and deletes, so many at most in one call. */
const MOST_IN_A_CALL = 10;
/** Short, so that stopping waits at most this long: a receive that is cut off would hide what it had taken. */
const WAIT_SECONDS = 1;
const AFTER_PROBLEM_MS = 500;
const DRAIN_CHECK_MS = 50;

/**
 * Feeds a queue to a Lambda handler on one machine, as the event-source mapping does on AWS: messages that the handler
 * does not report as failed are deleted; the failed ones, or all when it throws or answers what is not a batch
 * response, stay hidden until their visibility timeout and come again.
 */
export function pollQueue(options: PollOptions): Polling {
  let stopped = false;
  const queueArn = arnOf(options.queueUrl);
  const poller = async () => {
    while (!stopped) {
      const messages = await receive(options);
      if (messages === undefined) await sleep(AFTER_PROBLEM_MS);
      else if (messages.length > 0) await invoke(options, messages.map(recordOf(queueArn)));
    }
  };
  const running = Array.from({ length: options.pollers ?? 2 }, poller);
  return {
    drained: async () => {
      while (!stopped && !(await isEmpty(options))) await sleep(DRAIN_CHECK_MS);
    },
    stop: async () => {
      stopped = true;
      await Promise.all(running);
    },
  };
}

/** The next messages, none after a quiet second, or `undefined` when the queue could not be asked. */
async function receive(options: PollOptions): Promise<Message[] | undefined> {
  const { batchSize = DELIVERED_AT_ONCE, onProblem } = options;
  const batch: Message[] = [];
  try {
    await fillBatch(batch, batchSize, WAIT_SECONDS, options);
  } catch (problem) {
    onProblem?.(problem);
    if (batch.length === 0) return undefined;
  }
  return batch;
}

/**
 * Fills `batch` up to `most` messages as Lambda's poller does, in receives of ten. Its window is left out: the first receive alone
 * waits, and one that brings fewer than it might is the last.
 * @throws what ReceiveMessage throws; what came before stays in the batch
 */
export async function fillBatch(
  batch: Message[],
  most: number,
  waitSeconds: number,
  { sqs, queueUrl }: QueueAccess,
): Promise<void> {
  while (batch.length < most) {
    const wanted = Math.min(MOST_IN_A_CALL, most - batch.length);
    const request = new ReceiveMessageCommand({
      QueueUrl: queueUrl,
      MaxNumberOfMessages: wanted,
      WaitTimeSeconds: batch.length === 0 ? waitSeconds : 0,
      MessageSystemAttributeNames: ['All'],
    });
    const { Messages = [] } = await sqs.send(request);
    batch.push(...Messages);
    if (Messages.length < wanted) return;
  }
}

/** Deletes what was worked off, ten in a call. @throws what DeleteMessageBatch throws */
export async function deleteAll(handles: readonly string[], { sqs, queueUrl }: QueueAccess): Promise<void> {
  for (const some of inBatches(handles, MOST_IN_A_CALL)) {
    const Entries = some.map((ReceiptHandle, index) => ({ Id: String(index), ReceiptHandle }));
    await sqs.send(new DeleteMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
  }
}

async function invoke(options: PollOptions, records: SQSRecord[]): Promise<void> {
  const { handler, onProblem } = options;
  try {
    const failed = failedIds(records, await handler({ Records: records }));
    const done = records.filter(({ messageId }) => !failed.has(messageId));
    await deleteAll(
      done.map(({ receiptHandle }) => receiptHandle),
      options,
    );
  } catch (problem) {
    onProblem?.(problem);
  }
}

async function isEmpty({ sqs, queueUrl }: QueueAccess): Promise<boolean> {
  const { Attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ['All'] }),
  );
  return (
    Attributes.ApproximateNumberOfMessages === '0' &&
    Attributes.ApproximateNumberOfMessagesNotVisible === '0' &&
    Attributes.ApproximateNumberOfMessagesDelayed === '0'
  );
}

const BatchResponse = z
  .object({ batchItemFailures: z.array(z.object({ itemIdentifier: z.string().min(1) })).nullish() })
  .nullish();

/** @throws ShapeError when it is no batch response or names a message that was not in the batch; Lambda then fails all */
function failedIds(records: readonly SQSRecord[], response: unknown): Set<string> {
  const failures = parseAs(BatchResponse, response, 'batch response')?.batchItemFailures ?? [];
  const failed = new Set(failures.map(({ itemIdentifier }) => itemIdentifier));
  const known = new Set(records.map(({ messageId }) => messageId));
  if ([...failed].every((id) => known.has(id))) return failed;
  throw new ShapeError('batch response', 'names a message that was not in the batch');
}

function recordOf(queueArn: string): (message: Message) => SQSRecord {
  return ({ MessageId = '', ReceiptHandle = '', Body = '', MD5OfBody = '', Attributes = {} }) => ({
    messageId: MessageId,
    receiptHandle: ReceiptHandle,
    body: Body,
    md5OfBody: MD5OfBody,
    attributes: {
      ...Attributes,
      ApproximateReceiveCount: Attributes.ApproximateReceiveCount ?? '1',
      SentTimestamp: Attributes.SentTimestamp ?? '0',
      SenderId: Attributes.SenderId ?? '',
      ApproximateFirstReceiveTimestamp: Attributes.ApproximateFirstReceiveTimestamp ?? '0',
    },
    messageAttributes: {},
    eventSource: 'aws:sqs',
    eventSourceARN: queueArn,
    awsRegion: REGION,
  });
}

/** The queue's ARN, from a URL such as `http://127.0.0.1:4566/000000000000/digests`. */
function arnOf(queueUrl: string): string {
  const [, account, name] = new URL(queueUrl).pathname.split('/');
  return `arn:aws:sqs:${REGION}:${account}:${name}`;
}
