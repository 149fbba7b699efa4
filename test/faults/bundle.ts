import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { build, type Plugin } from 'esbuild';
import type { Mutation } from './mutations.js';

export const WORKERS = ['tables', 'deliver', 'dispatch', 'mail-events'] as const;
export type WorkerName = (typeof WORKERS)[number];

/** The text that a mutation would replace is not there: the mutation proves nothing any more, and must be rewritten. */
export class StaleMutationError extends Error {}

/**
 * Bundles the workers, with the product's own code as it stands or as `mutation` spoils it, into a folder within the
 * tree, where the packages that stay outside are found. Returns their files.
 * @throws StaleMutationError
 */
export async function bundleWorkers(name: string, mutation?: Mutation): Promise<Record<WorkerName, string>> {
  const outdir = resolve('node_modules/.cache/faults', name);
  const spoiling = mutation && spoil(mutation);
  await build({
    entryPoints: WORKERS.map((worker) => `test/faults/workers/${worker}.ts`),
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    external: ['dynalite', 'level'],
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
    logLevel: 'error',
    plugins: spoiling ? [spoiling.plugin] : [],
  });
  spoiling?.check();
  const files = WORKERS.map((worker) => [worker, join(outdir, `${worker}.mjs`)]);
  return Object.fromEntries(files) as Record<WorkerName, string>;
}

function spoil({ name, changes }: Mutation): { plugin: Plugin; check: () => void } {
  const left = new Map(changes.map((change) => [resolve(change.file), change]));
  const plugin: Plugin = {
    name: 'mutation',
    setup: ({ onLoad }) => {
      onLoad({ filter: /\.ts$/ }, async ({ path }) => {
        const change = left.get(path);
        if (!change) return undefined;
        const source = await readFile(path, 'utf8');
        if (source.split(change.from).length !== 2) return undefined;
        left.delete(path);
        return { contents: source.replace(change.from, () => change.to), loader: 'ts' };
      });
    },
  };
  const check = () => {
    if (left.size === 0) return;
    const files = [...left.values()].map(({ file }) => file).join(', ');
    throw new StaleMutationError(`mutation "${name}": its text does not stand exactly once in ${files}`);
  };
  return { plugin, check };
}
