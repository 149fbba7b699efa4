import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { BANNER, bundling } from '../../infra/bundle.js';
import { type FunctionName, functions } from '../../infra/house.js';
import { letterhead } from './delivery/press.js';

/** How long an answer may take, beyond what is asked for: a worker that is silent for longer hangs. */
const PATIENCE_MS = 300_000;

/** A process that runs as a function runs on AWS: bundled, and with Lambda's heap flags for its memory. */
export class Worker {
  readonly #child: ChildProcess;
  readonly #ended: Promise<never>;

  constructor(
    readonly name: FunctionName,
    bundle: string,
    environment: Record<string, string>,
  ) {
    this.#child = fork(bundle, {
      execArgv: lambdaFlags(functions[name].memoryMb),
      env: { PATH: process.env.PATH ?? '', ...environment },
    });
    this.#ended = once(this.#child, 'exit').then(([code, signal]) => {
      throw new Error(`a worker of the bench ended with ${code ?? signal}`);
    });
    // Also where nobody waits for it, as when it is stopped.
    this.#ended.catch(() => {});
  }

  /** Returns what the worker answers. @throws Error when it ends without an answer, and AbortError when it hangs */
  async ask(message: object): Promise<unknown> {
    this.#child.send(message);
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const [answer] = await Promise.race([once(this.#child, 'message', { signal }), this.#ended]);
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
 * Runs `entry` as the function `name`, with all of its environment, and returns what it answers to `message`.
 * @throws Error when it ends without an answer
 */
export async function runWorker(
  name: FunctionName,
  entry: URL,
  environment: Record<string, string>,
  message: object,
): Promise<unknown> {
  const bundle = await bundleOf(entry);
  const folder = await mkdtemp(join(tmpdir(), 'bench-'));
  try {
    const secrets = join(folder, 'secrets.json');
    await writeFile(
      secrets,
      JSON.stringify({ linkKeys: letterhead.site.linkKeys, addressKey: 'a'.repeat(32) }),
    );
    const worker = new Worker(name, bundle, {
      ...environment,
      SECRETS: pathToFileURL(secrets).href,
      WEB_URL: letterhead.site.baseUrl,
      SENDER_NAME: letterhead.sender.name,
      SENDER_ADDRESS: letterhead.sender.address,
      POSTAL_ADDRESS: letterhead.sender.postalAddress,
    });
    try {
      return await worker.ask(message);
    } finally {
      await worker.stop();
    }
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Those that are not ours find files beside their own. */
const LEFT_OUT = ['mjml', 'handlebars', 'nodemailer'];

/** Ours look for the files beside them where the source is, and not where the bundle is. */
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

/** Bundles `entry` as functions are bundled for Lambda, for the Node that the bench runs on. Returns the bundle's path. */
export async function bundleOf(entry: URL): Promise<string> {
  const outfile = resolve('node_modules/.cache/bench', `${basename(entry.pathname, '.ts')}.mjs`);
  await build({
    ...bundling,
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
