import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serve } from '@hono/node-server';
import { Command } from 'commander';
import { Hono } from 'hono';
import { dayOf } from '../../shared/domain/day.js';
import { bundledEmbedder } from '../../shared/embedders/bundled.js';
import { DigestError } from '../../shared/errors.js';
import { closeServer } from '../local/embedded/loopback.js';
import { mailboxApp } from '../local/mailbox/app.js';
import { startSampleServer } from '../local/sample/server.js';
import { makeEdition } from './day.js';
import { deployOnEmulator } from './deployment.js';
import { startModelServer } from './model-server.js';

const command = new Command('npm run deploy:local --')
  .description(
    'Deploys the whole stack, as `cdk deploy` does, into an AWS on this machine (MiniStack), makes an edition of the ' +
      'sample there, and prints where the site is. Everything is gone when it ends.',
  )
  .option('--no-edition', 'deploy only')
  .addHelpText(
    'after',
    `
It needs MiniStack: pip install ministack (Python 3.10 or later).

Examples:
  npm run deploy:local                  the site with the sample's edition, until Ctrl-C
  npm run deploy:local -- --no-edition  the empty site, as an operator sees it after the first deployment`,
  );

async function main(flags: { edition: boolean }): Promise<void> {
  const say = (line: string) => void process.stderr.write(`${line}\n`);
  const folder = await mkdtemp(join(tmpdir(), 'research-digest-'));
  const embedder = bundledEmbedder();
  const [sample, models] = await Promise.all([startSampleServer(), startModelServer(embedder)]);
  const surroundings = {
    arxivBaseUrl: sample.url,
    huggingfaceBaseUrl: sample.url,
    openAiBaseUrl: models.url,
    categories: sample.categories,
  };
  try {
    const deployment = await deployOnEmulator(folder, surroundings, {
      say: (step) => say(`${step} …`),
    });
    const mailbox = serve({
      fetch: new Hono().route('/', mailboxApp(deployment.mailboxDir)).fetch,
      port: 0,
      hostname: '127.0.0.1',
    });
    try {
      const stack = await deployment.stack();
      if (flags.edition) {
        say('an edition of the sample …');
        await makeEdition(deployment.emulator, stack, dayOf(new Date()));
      }
      say('');
      say(`Site:     ${await deployment.siteUrl()}`);
      say(`Mailbox:  ${addressOf(mailbox)}`);
      say(`AWS:      AWS_ENDPOINT_URL=${deployment.emulator.endpoint}, any key, us-east-1`);
      say('End with Ctrl-C; nothing stays.');
      await interrupted();
    } finally {
      await closeServer(mailbox as Parameters<typeof closeServer>[0]);
      await deployment.close();
    }
  } finally {
    await Promise.all([sample.close(), models.close(), embedder.close()]);
    await rm(folder, { recursive: true, force: true });
  }
}

function addressOf(server: ReturnType<typeof serve>): string {
  const address = server.address();
  return typeof address === 'object' ? `http://127.0.0.1:${address?.port}/` : '';
}

function interrupted(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
}

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
try {
  await main(command.parse().opts<{ edition: boolean }>());
} catch (error) {
  console.error(error instanceof DigestError ? `Error: ${error.message}` : error);
  process.exitCode = 1;
}
