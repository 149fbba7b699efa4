import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { buildApp } from 'fauxqs';
import { z } from 'zod';
import { parseJsonAs } from '../../../shared/parse.js';
import type { SqsCall } from './sqs.js';
import { writeWhole } from './write-whole.js';

const KeptMessage = z.object({ body: z.string(), messageAttributes: z.record(z.string(), z.unknown()) });
const Inspection = z.object({
  messages: z.object({
    ready: z.array(KeptMessage),
    delayed: z.array(KeptMessage),
    inflight: z.array(z.object({ message: KeptMessage })),
  }),
});
const Backlog = z.record(z.string(), z.array(KeptMessage));
type Backlog = z.infer<typeof Backlog>;

type Fauxqs = ReturnType<typeof buildApp>;

const EVERY_MS = 1_000;

/**
 * Puts back the messages that an earlier run left in `dataDir/queues.json`, and from then on keeps that file true to
 * the queues. Messages in flight count as waiting: whoever held them is gone when the file is read. What
 * waited in a queue that is no more is dropped.
 * @throws ShapeError when the file is not what this project wrote
 */
export async function keepQueues(
  app: Fauxqs,
  urls: ReadonlyMap<string, string>,
  call: SqsCall,
  dataDir: string,
): Promise<{ close(): Promise<void> }> {
  await mkdir(dataDir, { recursive: true });
  const file = join(dataDir, 'queues.json');
  await putBack(await readBacklog(file), urls, call);

  let written = '';
  const write = async () => {
    const content = JSON.stringify(await inspect(app, [...urls.keys()]));
    if (content === written) return;
    await writeWhole(file, content);
    written = content;
  };
  let writing = Promise.resolve();
  const timer = setInterval(() => {
    writing = writing.then(write);
  }, EVERY_MS);
  timer.unref();
  return {
    close: async () => {
      clearInterval(timer);
      await writing;
      await write();
    },
  };
}

async function readBacklog(file: string): Promise<Backlog> {
  try {
    return parseJsonAs(Backlog, await readFile(file, 'utf8'), file);
  } catch (problem) {
    if (problem instanceof Error && 'code' in problem && problem.code === 'ENOENT') return {};
    throw problem;
  }
}

async function putBack(backlog: Backlog, urls: ReadonlyMap<string, string>, call: SqsCall): Promise<void> {
  for (const [name, messages] of Object.entries(backlog)) {
    const url = urls.get(name);
    if (url === undefined) continue;
    for (const { body, messageAttributes } of messages) {
      await call('SendMessage', { QueueUrl: url, MessageBody: body, MessageAttributes: messageAttributes });
    }
  }
}

async function inspect(app: Fauxqs, names: readonly string[]): Promise<Backlog> {
  const backlog: Backlog = {};
  for (const name of names) {
    const answer = await app.inject({ method: 'GET', url: `/_fauxqs/queues/${name}` });
    const { messages } = parseJsonAs(Inspection, answer.body, `queue ${name}`);
    const inFlight = messages.inflight.map(({ message }) => message);
    backlog[name] = [...inFlight, ...messages.ready, ...messages.delayed];
  }
  return backlog;
}
