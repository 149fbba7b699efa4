import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { letterhead } from './delivery/press.js';

/**
 * Runs `entry` as a function runs on AWS: bundled, in a process of its own, with its environment.
 * Returns what it answers to `message`; nothing when it exits without an answer.
 */
export async function runWorker(
  entry: URL,
  environment: Record<string, string>,
  message: object,
): Promise<unknown> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-'));
  const secrets = join(folder, 'secrets.json');
  await writeFile(
    secrets,
    JSON.stringify({ linkKeys: letterhead.site.linkKeys, addressKey: 'a'.repeat(32) }),
  );
  const child = fork(await bundle(entry), {
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
  child.send(message);
  const [told] = await Promise.race([once(child, 'message'), once(child, 'exit').then(() => [])]);
  await rm(folder, { recursive: true });
  return told;
}

async function bundle(entry: URL): Promise<string> {
  const outfile = resolve('node_modules/.cache/bench', `${basename(entry.pathname, '.ts')}.mjs`);
  await build({
    entryPoints: [fileURLToPath(entry)],
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
