import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import type { SQSEvent, SQSRecord } from 'aws-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as collect from '../../../functions/collect/index.js';
import * as compile from '../../../functions/compile/index.js';
import * as deliver from '../../../functions/deliver/index.js';
import * as dispatch from '../../../functions/dispatch/index.js';
import * as mailEvents from '../../../functions/mail-events/index.js';
import { tableRights } from '../../../infra/aws/rights.js';
import { type FunctionName, functions } from '../../../infra/house.js';
import { snsEvent } from '../../../infra/local/embedded/sns.js';
import { type LocalHouse, openLocalHouse } from '../../../infra/local/house.js';
import { localTableName } from '../../../infra/local/tables.js';
import { type Call, startRecorder } from './recorder.js';

const day = '2026-01-22';

/** Whether the rights of `name` allow a call, as IAM would judge it. */
function isAllowed(name: FunctionName, { verb, table, index, partitions }: Call): boolean {
  return tableRights[name].some((right) => {
    if (localTableName(right.table) !== table) return false;
    if ('index' in right) return verb === 'Query' && right.index === index;
    if (index !== undefined || !right.verbs.some((one) => one === verb)) return false;
    const patterns = right.rows.map((row) => new RegExp(`^${row.replace('*', '.*')}$`));
    return partitions.length > 0 && partitions.every((key) => patterns.some((pattern) => pattern.test(key)));
  });
}

/** The day’s digests as Lambda would hand them to deliver. */
async function batchFrom({ sqs, queueUrl }: LocalHouse): Promise<SQSEvent> {
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl: queueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 }),
  );
  return {
    Records: Messages.map(({ MessageId, Body }) => ({ messageId: MessageId, body: Body }) as SQSRecord),
  };
}

describe('the rights that a function has in the tables', () => {
  let folder: string;
  let house: LocalHouse;
  const recorders = new Map<string, Awaited<ReturnType<typeof startRecorder>>>();

  /** Calls a function so that its own recorder stands before the tables; it stays with the one of its first call. */
  async function record<T>(name: FunctionName, call: () => Promise<T>): Promise<T> {
    const behind = process.env.AWS_ENDPOINT_URL_DYNAMODB ?? '';
    const recorder = await startRecorder(behind);
    recorders.set(name, recorder);
    process.env.AWS_ENDPOINT_URL_DYNAMODB = recorder.url;
    try {
      return await call();
    } finally {
      process.env.AWS_ENDPOINT_URL_DYNAMODB = behind;
    }
  }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rights-'));
    const papers = (await readFile('infra/local/sample/papers.jsonl', 'utf8')).split('\n').slice(0, 4);
    await writeFile(join(folder, 'papers.jsonl'), papers.join('\n'));
    house = await openLocalHouse({ dataDir: join(folder, 'house'), fresh: true, webUrl: 'http://127.0.0.1' });
    process.env.PAPERS_FILE = join(folder, 'papers.jsonl');

    await record('collect', () => collect.handler({ day, source: 'file' }));
    await record('compile', () => compile.handler({ day }));
    await record('dispatch', () => dispatch.handler({ day, everybodyNow: true }));
    await record('mail-events', () => mailEvents.handler(snsEvent(process.env.TOPIC_ARN ?? '', BOUNCE)));
    const batch = await batchFrom(house);
    await record('deliver', () => deliver.handler(batch));
    await house.ses.settled();
  }, 60_000);
  afterAll(async () => {
    await house.close();
    for (const recorder of recorders.values()) recorder.close();
    await rm(folder, { recursive: true });
  });

  const walked = (Object.keys(functions) as FunctionName[]).filter((name) => name !== 'web');
  it.each(walked)('suffice for a day of %s', (name) => {
    const calls = recorders.get(name)?.calls ?? [];

    expect(calls.length).toBeGreaterThan(0);
    expect(calls.filter((call) => !isAllowed(name, call))).toEqual([]);
  });

  it('would not suffice for the rows of another', () => {
    const calls = recorders.get('deliver')?.calls ?? [];

    expect(calls.some((call) => !isAllowed('compile', call))).toBe(true);
  });
});

/** A hard bounce of an address that nobody here knows. */
const BOUNCE = JSON.stringify({
  eventType: 'Bounce',
  mail: {
    messageId: 'one',
    timestamp: '2026-01-22T08:00:00.000Z',
    source: 'digest@example.org',
    destination: ['nobody@example.org'],
    tags: {},
  },
  bounce: {
    bounceType: 'Permanent',
    bounceSubType: 'General',
    timestamp: '2026-01-22T08:00:01.000Z',
    bouncedRecipients: [{ emailAddress: 'nobody@example.org' }],
  },
});
