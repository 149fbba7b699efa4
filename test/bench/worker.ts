import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { type FunctionName, functions } from '../../infra/house.js';
import { letterhead } from './delivery/press.js';

/** What finds files beside its own. */
const LEFT_OUT = ['mjml', 'handlebars', 'nodemailer'];

/**
 * The heap flags with which Lambda's Node runtimes start a function of `memoryMb`: a tenth of it for what is new, in two
 * halves (which V8 rounds up to a power of two: 25 MB to 32), the rest for what stays.
 */
export function lambdaFlags(memoryMb: number): string[] {
  const young = Math.floor(memoryMb / 10);
  return [`--max-semi-space-size=${Math.floor(young / 2)}`, `--max-old-space-size=${memoryMb - young}`];
}

/**
 * Runs `entry` as the function `name` runs on AWS: bundled, in a process of its own, with its memory and environment.
 * Returns what it answers to `message`; nothing when it exits without an answer.
 */
export async function runWorker(
  name: FunctionName,
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
  const child = fork(await bundleOf(entry), {
    execArgv: lambdaFlags(functions[name].memoryMb),
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

/** Bundles `entry`, much as functions are bundled for Lambda. Returns the path of what came of it. */
export async function bundleOf(entry: URL): Promise<string> {
  const outfile = resolve('node_modules/.cache/bench', `${basename(entry.pathname, '.ts')}.mjs`);
  await build({
    entryPoints: [fileURLToPath(entry)],
    outfile,
    bundle: true,
    minify: true,
    keepNames: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
    external: LEFT_OUT,
    logLevel: 'error',
  });
  return outfile;
}
