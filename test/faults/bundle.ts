import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { BANNER } from '../../infra/bundle.js';
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
    banner: { js: BANNER },
    logLevel: 'error',
    plugins: spoiling ? [spoiling.plugin] : [],
  });
  spoiling?.check();
  const files = WORKERS.map((worker) => [worker, join(outdir, `${worker}.mjs`)]);
  return Object.fromEntries(files) as Record<WorkerName, string>;
}

function spoil({ name, changes }: Mutation): { plugin: Plugin; check: () => void } {
  const left = new Set(changes);
  const plugin: Plugin = {
    name: 'mutation',
    setup: ({ onLoad }) => {
      onLoad({ filter: /\.ts$/ }, async ({ path }) => {
        const here = changes.filter(({ file }) => resolve(file) === path);
        if (here.length === 0) return undefined;
        let contents = await readFile(path, 'utf8');
        for (const change of here) {
          if (contents.split(change.from).length !== 2) continue;
          contents = contents.replace(change.from, () => change.to);
          left.delete(change);
        }
        return { contents, loader: 'ts' };
      });
    },
  };
  const check = () => {
    for (const { file, from } of left) {
      throw new StaleMutationError(
        `mutation "${name}": this does not stand exactly once in ${file}: ${from}`,
      );
    }
  };
  return { plugin, check };
}
