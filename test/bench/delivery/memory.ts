import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import pMap from 'p-map';
import { z } from 'zod';
import { parseAs } from '../../../shared/parse.js';
import { SubscriberStore } from '../../../shared/stores/subscribers.js';
import { makeEdition } from './edition.js';
import { letterhead, publish } from './press.js';
import { readersOf } from './readers.js';
import type { Services } from './services.js';

const PAPERS = 2_000;
const READERS = 300;

const Told = z.object({ failures: z.int(), rss: z.number(), peak: z.number() });

/** What deliver takes of memory, in megabytes of 2^20 bytes: when it is warm, and at the most. */
export interface Memory {
  papers: number;
  mails: number;
  warmMb: number;
  peakMb: number;
}

/**
 * Runs deliver's own handler, bundled as for Lambda and in a process of its own, until it has mailed readers of an
 * edition of 2,000 papers.
 * @throws Error when not every reader got a mail
 */
export async function deliverMemory({ content, subscribers, environment }: Services): Promise<Memory> {
  const bench = await makeEdition(PAPERS, '2026-03-01');
  await publish(bench, content);
  const reader = readersOf(bench);
  const tasks = Array.from({ length: READERS }, (_, number) => reader(number));
  const store = new SubscriberStore(subscribers);
  await pMap(tasks, ({ subscriber, profile }) => store.add(subscriber, profile), { concurrency: 4 });
  const before = await mailsAccepted(environment);
  const told = await runDeliver(
    tasks.map(({ request }) => request),
    environment,
  );
  const mails = (await mailsAccepted(environment)) - before;
  if (told.failures > 0 || mails < READERS)
    throw new Error(`expected ${READERS} mails, deliver sent ${mails}`);
  return { papers: PAPERS, mails, warmMb: told.rss / 2 ** 20, peakMb: told.peak / 2 ** 20 };
}

async function runDeliver(requests: object[], environment: Record<string, string>) {
  const folder = await mkdtemp(join(tmpdir(), 'bench-'));
  const secrets = join(folder, 'secrets.json');
  await writeFile(
    secrets,
    JSON.stringify({ linkKeys: letterhead.site.linkKeys, addressKey: 'a'.repeat(32) }),
  );
  const child = fork(await bundle(), {
    execArgv: [],
    env: {
      PATH: process.env.PATH ?? '',
      ...environment,
      SECRETS: pathToFileURL(secrets).href,
      WEB_URL: letterhead.site.baseUrl,
      SENDER_NAME: letterhead.sender.name,
      SENDER_ADDRESS: letterhead.sender.address,
      POSTAL_ADDRESS: letterhead.sender.postalAddress,
    },
  });
  child.send(requests);
  const told = await Promise.race([once(child, 'message'), once(child, 'exit')]);
  await rm(folder, { recursive: true });
  return parseAs(Told, told[0], 'what deliver told');
}

async function bundle(): Promise<string> {
  const outfile = resolve('node_modules/.cache/bench/deliver.mjs');
  await build({
    entryPoints: [fileURLToPath(new URL('memory-child.ts', import.meta.url))],
    outfile,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
    logLevel: 'error',
  });
  return outfile;
}

async function mailsAccepted({ AWS_ENDPOINT_URL_SES }: Record<string, string>): Promise<number> {
  const answer = await fetch(`${AWS_ENDPOINT_URL_SES}/_ses/tally`);
  return parseAs(z.object({ accepted: z.int().default(0) }), await answer.json(), 'tally').accepted;
}
