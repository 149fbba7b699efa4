import pMap from 'p-map';
import { z } from 'zod';
import { parseAs } from '../../../shared/parse.js';
import { SubscriberStore } from '../../../shared/stores/subscribers.js';
import { runWorker } from '../worker.js';
import { makeEdition } from './edition.js';
import { publish } from './press.js';
import { readersOf } from './readers.js';
import type { Services } from './services.js';

const PAPERS = 2_000;
const READERS = 3_000;

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
  const requests = tasks.map(({ request }) => request);
  const answer = await runWorker(
    'deliver',
    new URL('memory-child.ts', import.meta.url),
    environment,
    requests,
  );
  const told = parseAs(Told, answer, 'what deliver told');
  const mails = (await mailsAccepted(environment)) - before;
  if (told.failures > 0 || mails < READERS)
    throw new Error(`expected ${READERS} mails, deliver sent ${mails} and failed ${told.failures} times`);
  return { papers: PAPERS, mails, warmMb: told.rss / 2 ** 20, peakMb: told.peak / 2 ** 20 };
}

async function mailsAccepted({ AWS_ENDPOINT_URL_SES }: Record<string, string>): Promise<number> {
  const answer = await fetch(`${AWS_ENDPOINT_URL_SES}/_ses/tally`);
  return parseAs(z.object({ accepted: z.int().default(0) }), await answer.json(), 'tally').accepted;
}
