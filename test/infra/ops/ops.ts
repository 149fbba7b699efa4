import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SESClient } from '@aws-sdk/client-ses';
import { SQSClient } from '@aws-sdk/client-sqs';
import { startSes } from '../../../infra/local/embedded/ses.js';
import { startSqs } from '../../../infra/local/embedded/sqs.js';
import type { OpsHouse } from '../../../infra/ops/house.js';
import { opsProgram } from '../../../infra/ops/program.js';
import { startTables } from '../../support/tables.js';

export const ADDRESS_KEY = 'a'.repeat(32);
export const NOW = new Date('2026-01-22T12:00:00Z');
const CLIENT = { region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };

/** The command line over embedded services, with its results in hand. */
export interface OpsBench {
  house: OpsHouse;
  folder: string;
  mailboxDir: string;
  /** Runs one command. Returns what it told. @throws what it throws */
  run(...words: string[]): Promise<string>;
  close(): Promise<void>;
}

/** Starts an empty house of embedded services. */
export async function startOps(): Promise<OpsBench> {
  const folder = await mkdtemp(join(tmpdir(), 'ops-'));
  const mailboxDir = join(folder, 'mailbox');
  const secretsFile = join(folder, 'secrets.json');
  await writeFile(secretsFile, JSON.stringify({ addressKey: ADDRESS_KEY }));
  const [tables, ses, sqs] = await Promise.all([
    startTables(),
    startSes({ mailboxDir, configurationSets: [] }),
    startSqs({
      queues: [{ name: 'deliveries', visibilityTimeout: 1, maxReceiveCount: 1, deadLetterQueue: 'dead' }],
    }),
  ]);
  const house: OpsHouse = {
    name: 'a test',
    content: tables.content,
    subscribers: tables.subscribers,
    ses: new SESClient({ ...CLIENT, endpoint: ses.endpoint }),
    sqs: new SQSClient({ ...CLIENT, endpoint: sqs.endpoint }),
    queueUrl: sqs.queueUrl('deliveries'),
    deadLetters: [{ name: 'deliveries', url: sqs.queueUrl('dead') }],
    environment: {
      SENDER_NAME: 'Research Digest',
      SENDER_ADDRESS: 'digest@example.org',
      POSTAL_ADDRESS: '1 Example Street, 12345 Exampletown',
      WEB_URL: 'https://digest.example.org',
    },
    secrets: {
      reference: secretsFile,
      read: () => readFile(secretsFile, 'utf8'),
      write: (text) => writeFile(secretsFile, text),
    },
    domain: undefined,
    schedules: async () => [],
    makeEdition: async (day) => `made ${day}`,
    close: async () => {},
  };
  const run = async (...words: string[]) => {
    const lines: string[] = [];
    process.exitCode = 0;
    const program = opsProgram({
      out: (line) => lines.push(line),
      progress: process.stderr,
      now: () => NOW,
      open: async () => house,
    });
    await program.parseAsync(['node', 'ops', ...words]);
    return lines.join('\n');
  };
  const close = async () => {
    process.exitCode = 0;
    await Promise.all([tables.close(), ses.close(), sqs.close()]);
    await rm(folder, { recursive: true });
  };
  return { house, folder, mailboxDir, run, close };
}
