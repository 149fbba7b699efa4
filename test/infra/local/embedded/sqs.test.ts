import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterEach, expect, test } from 'vitest';
import { startSqs } from '../../../../infra/local/embedded/sqs.js';
import { sqsClient } from './clients.js';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function start(dataDir?: string) {
  const queues = [
    { name: 'digests', visibilityTimeout: 0, maxReceiveCount: 2, deadLetterQueue: 'digests-dead' },
  ];
  const sqs = await startSqs({ queues, ...(dataDir ? { dataDir } : {}) });
  closing.push(() => sqs.close());
  return { sqs, client: sqsClient(sqs.endpoint) };
}

test('it answers on loopback only', async () => {
  const { sqs } = await start();
  expect(sqs.endpoint).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
});

test('a message moves to the dead-letter queue after its receives', async () => {
  const { sqs, client } = await start();
  const QueueUrl = sqs.queueUrl('digests');
  await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'a' }));

  const receives = [];
  for (let nth = 0; nth < 3; nth++) receives.push(await client.send(new ReceiveMessageCommand({ QueueUrl })));

  expect(receives.map(({ Messages }) => Messages?.length ?? 0)).toEqual([1, 1, 0]);
  expect(await sqs.depth('digests-dead')).toEqual({ ready: 1, inFlight: 0, delayed: 0 });
});

test('what waits outlives the run where it has a folder', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'sqs-'));
  closing.push(() => rm(dataDir, { recursive: true }));
  const first = await start(dataDir);
  await first.client.send(
    new SendMessageCommand({ QueueUrl: first.sqs.queueUrl('digests'), MessageBody: 'kept' }),
  );
  await first.sqs.close();

  const second = await start(dataDir);

  const QueueUrl = second.sqs.queueUrl('digests');
  const { Messages } = await second.client.send(new ReceiveMessageCommand({ QueueUrl }));
  expect(Messages?.map(({ Body }) => Body)).toEqual(['kept']);
});

test('an unknown queue is named', async () => {
  const { sqs } = await start();
  expect(() => sqs.queueUrl('other')).toThrow(/no queue other/);
});
