import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { DigestStack } from '../../../infra/aws/stack.js';
import { readStage } from '../../../infra/aws/stage-file.js';
import { type FunctionName, functions } from '../../../infra/house.js';

const MB = 1_000_000;
const names = Object.keys(functions) as FunctionName[];

const Built = z.object({
  Resources: z.record(
    z.string(),
    z.object({
      Type: z.string(),
      Metadata: z.object({ 'aws:cdk:path': z.string(), 'aws:asset:path': z.string() }).partial().optional(),
    }),
  ),
});

/** What a function's bundle holds, as it would be uploaded: the path of its one file, by the function's name. */
function bundle(): { folder: string; files: Map<string, string> } {
  process.env.CDK_VALIDATION = 'false';
  const app = new App({
    context: { 'aws:cdk:enable-path-metadata': true, 'aws:cdk:enable-asset-metadata': true },
  });
  new DigestStack(app, 'bundled', readStage('sample'));
  const folder = app.synth().directory;
  const { Resources } = Built.parse(JSON.parse(readFileSync(join(folder, 'bundled.template.json'), 'utf8')));
  const files = Object.values(Resources).flatMap(({ Type, Metadata }): [string, string][] => {
    const asset = Metadata?.['aws:asset:path'];
    if (Type !== 'AWS::Lambda::Function' || asset === undefined) return [];
    return [[Metadata?.['aws:cdk:path']?.split('/').at(-2) ?? '', join(folder, asset, 'index.mjs')]];
  });
  return { folder, files: new Map(files) };
}

const COLD_MS = 300;

/** Milliseconds from nothing to a handler, in a process of its own. */
function coldImport(file: string): number {
  const code = `const began = performance.now();
    const { handler } = await import(${JSON.stringify(file)});
    console.log(typeof handler === 'function' ? performance.now() - began : NaN);`;
  return Number(
    execFileSync(process.execPath, ['--input-type=module', '--eval', code], { encoding: 'utf8' }),
  );
}

describe('the bundle', () => {
  let built: ReturnType<typeof bundle>;
  const fileOf = (name: string) => built.files.get(name) ?? '';
  beforeAll(() => {
    built = bundle();
  }, 120_000);
  afterAll(() => rmSync(built.folder, { recursive: true, force: true }));

  it.each(names)('of %s is one file, of 2 MB at most, the web’s of 4', (name) => {
    expect(readdirSync(join(fileOf(name), '..'))).toEqual(['index.mjs']);
    expect(statSync(fileOf(name)).size).toBeLessThan(name === 'web' ? 4 * MB : 2 * MB);
  });

  it.each(names)('of %s holds nothing that only builds', (name) => {
    expect(readFileSync(fileOf(name), 'utf8')).not.toMatch(/mjml2html|aws-cdk-lib|createSourceFile/);
  });

  it.each(names)('of %s is loaded within 300 ms', (name) => {
    // Others use the machine, so one good try of some tells what the code can do.
    const tries = [];
    do tries.push(coldImport(fileOf(name)));
    while (tries.length < 5 && Math.min(...tries) >= COLD_MS);

    expect(Math.min(...tries)).toBeLessThan(COLD_MS);
  });

  it('keeps the name by which the state machine knows a source that failed', () => {
    expect(readFileSync(fileOf('collect'), 'utf8')).toContain('"SourceError"');
  });
});
