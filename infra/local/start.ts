import { createServer } from 'node:net';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { serve } from '@hono/node-server';
import { Command } from 'commander';
import { Hono } from 'hono';
import { z } from 'zod';
import * as deliverFunction from '../../functions/deliver/index.js';
import * as dispatchFunction from '../../functions/dispatch/index.js';
import { web } from '../../functions/web/index.js';
import { dayOf } from '../../shared/domain/day.js';
import { DigestError } from '../../shared/errors.js';
import { logFailure } from '../../shared/log.js';
import { parseEnvironment } from '../../shared/parse.js';
import { pollQueue } from './embedded/poll.js';
import { type LocalHouse, openLocalHouse } from './house.js';
import { mailboxApp } from './mailbox/app.js';
import { type PaperSupply, supplyPapers } from './papers.js';
import { progressReporter } from './progress.js';
import { makeEdition, runDay } from './run-day.js';

const Environment = z.object({ PORT: z.coerce.number().int().min(0).max(65_535).default(3_000) });

/** As on AWS: who is due is looked up every quarter of an hour. */
const DISPATCH_EVERY_MS = 15 * 60_000;

const command = new Command('npm start --')
  .description('Runs the service on this machine: a digest now, then one a day, each reader at their hour.')
  .option('--sample', "use the project's own sample instead of arXiv")
  .option('--papers <file>', 'use a file of papers: JSON Lines, plain or gzipped')
  .option('--fresh', 'forget the local data first')
  .option('--data <folder>', 'where tables, queue and mailbox are kept', '.local')
  .addHelpText('after', '\nThe port is taken from PORT, 3000 by default, or a free one where that is taken.');

interface Flags {
  sample?: true;
  papers?: string;
  fresh?: true;
  data: string;
}

async function main(flags: Flags): Promise<void> {
  const reporter = progressReporter(process.stderr);
  const port = await freePort(parseEnvironment(Environment).PORT);
  const webUrl = `http://127.0.0.1:${port}`;
  const house = await openLocalHouse({ dataDir: resolve(flags.data), fresh: flags.fresh ?? false, webUrl });
  const app = new Hono();
  app.route('/mailbox', mailboxApp(house.mailboxDir));
  const pages = await web();
  app.all('*', (context) => pages.fetch(context.req.raw, context.env));
  const server = serve({ fetch: app.fetch, port, hostname: '127.0.0.1' });
  reporter.say(`Web: ${webUrl}  Mailbox: ${webUrl}/mailbox`);

  const supply = await supplyPapers(flags);
  reporter.say(supply.said);
  await runDay(house, supply, reporter);
  reporter.say(`Ready: ${webUrl}, and every mail at ${webUrl}/mailbox. End with Ctrl-C.`);

  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort());
  await serveDays(house, supply, stopping.signal);
  server.close();
  await house.close();
  await supply.close();
}

/** Until it is stopped: makes each new day's edition, dispatches what is due, and delivers. */
async function serveDays(house: LocalHouse, supply: PaperSupply, stopping: AbortSignal): Promise<void> {
  const polling = pollQueue({
    sqs: house.sqs,
    queueUrl: house.queueUrl,
    handler: deliverFunction.handler,
    onProblem: (problem) => logFailure('poll', problem),
  });
  const reporter = progressReporter(process.stderr);
  let day = supply.day;
  const attempt = (task: () => Promise<unknown>) =>
    task().catch((error: unknown) => logFailure('start', error));
  while (!stopping.aborted) {
    const today = dayOf(new Date());
    await attempt(async () => {
      if (today > day) await makeEdition({ ...supply, day: today }, reporter);
      day = today;
    });
    await attempt(() => dispatchFunction.handler({}));
    await sleep(DISPATCH_EVERY_MS, undefined, { signal: stopping }).catch(() => {});
  }
  await polling.stop();
}

/** `wanted` where it can be listened on, else a port that is free. */
async function freePort(wanted: number): Promise<number> {
  for (const port of [wanted, 0]) {
    const found = await new Promise<number | undefined>((settle) => {
      const server = createServer();
      server.once('error', () => settle(undefined));
      server.listen(port, '127.0.0.1', () => {
        const address = server.address();
        server.close(() => settle(typeof address === 'object' ? address?.port : undefined));
      });
    });
    if (found !== undefined) return found;
  }
  return wanted;
}

try {
  await main(command.parse().opts<Flags>());
} catch (error) {
  console.error(error instanceof DigestError ? `Error: ${error.message}` : error);
  process.exitCode = 1;
}
