import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { asForLambda, BANNER } from '../../infra/bundle.js';
import { type FunctionName, functions } from '../../infra/house.js';
import { letterhead } from './letterhead.js';

/** A worker that does not answer for so long hangs. */
const PATIENCE_MS = 600_000;

/** A process that runs as a function runs on AWS: bundled, and with Lambda's heap flags for its memory. */
export class Worker {
  readonly #child: ChildProcess;
  readonly #ended: Promise<never>;

  /** @param label names it in errors @param of the function that it runs as */
  constructor(
    private readonly label: string,
    of: FunctionName,
    bundle: string,
    environment: Record<string, string>,
  ) {
    this.#child = fork(bundle, {
      execArgv: lambdaFlags(functions[of].memoryMb),
      env: { PATH: process.env.PATH ?? '', ...environment },
    });
    this.#ended = once(this.#child, 'exit').then(([code, signal]) => {
      throw new Error(`the worker ${label} ended with ${code ?? signal}`);
    });
    // Also where nobody waits for it, as when it is stopped.
    this.#ended.catch(() => {});
  }

  /** Returns what the worker answers. @throws Error when it ends without an answer, or hangs */
  async ask(question: object): Promise<unknown> {
    this.#child.send(question);
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const answered = once(this.#child, 'message', { signal }).catch((cause) => {
      throw new Error(`the worker ${this.label} did not answer for ${PATIENCE_MS / 1_000} s`, { cause });
    });
    const [answer] = await Promise.race([answered, this.#ended]);
    return answer;
  }

  /** Ends it, and waits until it has ended. */
  async stop(): Promise<void> {
    this.#child.kill();
    await this.#ended.catch(() => {});
  }
}

/**
 * The heap flags with which Lambda's Node runtimes start a function of `memoryMb`: a tenth of it for what is new, in two
 * halves (which V8 rounds up to a power of two: 25 MB to 32), the rest for what stays.
 */
function lambdaFlags(memoryMb: number): string[] {
  const young = Math.floor(memoryMb / 10);
  return [`--max-semi-space-size=${Math.floor(young / 2)}`, `--max-old-space-size=${memoryMb - young}`];
}

/**
 * Runs `entry` as the function `name`, with `environment` and what all functions get, and returns what it answers.
 * @throws Error when it ends without an answer, or hangs
 */
export function runWorker(
  name: FunctionName,
  entry: URL,
  environment: Record<string, string>,
  question: object,
): Promise<unknown> {
  return withFolder(async (folder) => {
    const secrets = join(folder, 'secrets.json');
    await writeFile(
      secrets,
      JSON.stringify({ linkKeys: letterhead.site.linkKeys, addressKey: 'a'.repeat(32) }),
    );
    const worker = new Worker(basename(entry.pathname, '.ts'), name, await bundleOf(entry, folder), {
      ...environment,
      SECRETS: pathToFileURL(secrets).href,
      WEB_URL: letterhead.site.baseUrl,
      SENDER_NAME: letterhead.sender.name,
      SENDER_ADDRESS: letterhead.sender.address,
      POSTAL_ADDRESS: letterhead.sender.postalAddress,
    });
    try {
      return await worker.ask(question);
    } finally {
      await worker.stop();
    }
  });
}

/** Does `work` with a folder of its own, from which packages are found, and clears it away. */
export async function withFolder<Result>(work: (folder: string) => Promise<Result>): Promise<Result> {
  const cache = resolve('node_modules/.cache/bench');
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(join(cache, 'run-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** What rivals use, which finds files beside its own. */
const LEFT_OUT = ['mjml', 'handlebars', 'nodemailer'];

/** What looks for files beside itself finds them where its source is, and not where the bundle is. */
const besideTheSource: Plugin = {
  name: 'beside-the-source',
  setup: ({ onLoad }) => {
    onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      const place = JSON.stringify(pathToFileURL(path).href);
      return { contents: source.replaceAll(', import.meta.url)', `, ${place})`), loader: 'ts' };
    });
  },
};

/** Bundles `entry` into `folder` as functions are bundled for Lambda, and returns the bundle's path. */
export async function bundleOf(entry: URL, folder: string): Promise<string> {
  const outfile = join(folder, `${basename(entry.pathname, '.ts')}.mjs`);
  await build({
    ...asForLambda,
    entryPoints: [fileURLToPath(entry)],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    charset: 'utf8',
    banner: { js: BANNER },
    external: LEFT_OUT,
    plugins: [besideTheSource],
    logLevel: 'error',
  });
  return outfile;
}
