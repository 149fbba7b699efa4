import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { SQSEvent, SQSRecord } from 'aws-lambda';
import { afterEach, expect, test } from 'vitest';
import { type PollOptions, pollQueue, type SqsHandler } from '../../../../infra/local/embedded/poll.js';
import { startSqs } from '../../../../infra/local/embedded/sqs.js';
import { DELIVERED_AT_ONCE } from '../../../../shared/domain/delivery.js';
import { sqsClient } from './clients.js';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function start(
  handler: SqsHandler,
  bodies: string[],
  {
    visibilityTimeout = 1,
    prepare,
    ...options
  }: Partial<PollOptions> & { visibilityTimeout?: number; prepare?: (sqs: SQSClient) => void } = {},
) {
  const queues = [{ name: 'digests', visibilityTimeout, maxReceiveCount: 2, deadLetterQueue: 'dead' }];
  const local = await startSqs({ queues });
  closing.push(() => local.close());
  const sqs = sqsClient(local.endpoint);
  const queueUrl = local.queueUrl('digests');
  for (const MessageBody of bodies)
    await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody }));
  prepare?.(sqs);
  const polling = pollQueue({ sqs, queueUrl, handler, ...options });
  closing.push(() => polling.stop());
  return { polling, local };
}

test('every message reaches the handler once, as Lambda would hand it over', async () => {
  const seen: SQSRecord[] = [];
  const bodies = Array.from({ length: 25 }, (_, index) => `body ${index}`);

  const { polling } = await start(async ({ Records }) => void seen.push(...Records), bodies, { pollers: 3 });
  await polling.drained();

  expect(seen.map(({ body }) => body).sort()).toEqual(bodies.sort());
  expect(seen[0]).toMatchObject({
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:us-east-1:000000000000:digests',
    attributes: { ApproximateReceiveCount: '1' },
  });
});

test('a batch is as large as deliver’s, which is more than one receive brings, and all of it is deleted', async () => {
  const batches: number[] = [];
  const bodies = Array.from({ length: 2 * DELIVERED_AT_ONCE + 5 }, (_, index) => `body ${index}`);

  const { polling, local } = await start(async ({ Records }) => void batches.push(Records.length), bodies, {
    pollers: 1,
  });
  await polling.drained();

  expect(batches).toEqual([DELIVERED_AT_ONCE, DELIVERED_AT_ONCE, 5]);
  expect(await local.depth('digests')).toEqual({ ready: 0, inFlight: 0, delayed: 0 });
});

test('what came before a receive failed is worked off', async () => {
  const seen: string[] = [];
  const bodies = Array.from({ length: 15 }, (_, index) => `body ${index}`);
  const problems: unknown[] = [];
  const prepare = (sqs: SQSClient) => {
    let receives = 0;
    sqs.middlewareStack.add((next, { commandName }) => async (args) => {
      if (commandName === 'ReceiveMessageCommand' && ++receives === 2) throw new Error('no');
      return next(args);
    });
  };

  const { polling } = await start(
    async ({ Records }) => void seen.push(...Records.map(({ body }) => body)),
    bodies,
    { pollers: 1, onProblem: (problem) => problems.push(problem), visibilityTimeout: 60, prepare },
  );
  await polling.drained();

  expect(seen.sort()).toEqual(bodies.sort());
  expect(problems).toHaveLength(1);
});

test('only what failed comes again, after its timeout', async () => {
  const receives: string[] = [];
  const handler = async ({ Records }: SQSEvent) => {
    receives.push(...Records.map(({ body, attributes }) => `${body}${attributes.ApproximateReceiveCount}`));
    const failed = Records.filter(
      (record) => record.body === 'b' && record.attributes.ApproximateReceiveCount === '1',
    );
    return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
  };

  const { polling } = await start(handler, ['a', 'b', 'c']);
  await polling.drained();

  expect(receives.sort()).toEqual(['a1', 'b1', 'b2', 'c1']);
});

test.each([
  ['throws', async () => Promise.reject(new Error('no'))],
  ['answers another shape', async () => ({ batchItemFailures: [{ itemIdentifier: '' }] })],
  ['names a stranger', async () => ({ batchItemFailures: [{ itemIdentifier: 'x' }] })],
] as const)('when the handler %s the whole batch fails, and dead-letters in the end', async (_, handler) => {
  const problems: unknown[] = [];
  const { polling, local } = await start(handler, ['a', 'b'], {
    visibilityTimeout: 0,
    onProblem: (problem) => problems.push(problem),
  });

  await polling.drained();

  expect(problems.length).toBeGreaterThanOrEqual(2);
  expect(await local.depth('dead')).toMatchObject({ ready: 2 });
});

test('stopping waits for the running invocation, and takes no more', async () => {
  let ended = 0;
  let begun: () => void = () => undefined;
  const firstBegun = new Promise<void>((resolve) => {
    begun = resolve;
  });
  const handler = async () => {
    begun();
    await new Promise((resolve) => setTimeout(resolve, 50));
    ended++;
  };
  const { polling, local } = await start(handler, ['a', 'b', 'c'], { pollers: 1, batchSize: 1 });

  await firstBegun;
  await polling.stop();

  expect(ended).toBe(1);
  expect(await local.depth('digests')).toEqual({ ready: 2, inFlight: 0, delayed: 0 });
});
