import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseStage } from '../../../infra/aws/config.js';
import { readStage, StageError } from '../../../infra/aws/stage-file.js';
import { mistakes, right } from './mistakes.js';

describe('a stage', () => {
  it('with nothing wrong is taken as it stands', () => {
    expect(parseStage(right)).toMatchObject({
      stage: { ...right, logDays: 30, tracing: false, receipts: false },
    });
  });

  it.each(mistakes)('with %s is refused in one line', (_, stage, said) => {
    const read = parseStage(stage);

    const lines = 'mistakes' in read ? read.mistakes : [];
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(said);
    expect(lines[0]).not.toMatch(/\n|sk-1/);
  });

  it('with several mistakes is told all of them', () => {
    const read = parseStage({ ...right, workers: 0, categories: ['cs.XX', 'cs.YY'] });

    expect(read).toMatchObject({ mistakes: expect.objectContaining({ length: 3 }) });
  });
});

describe('a stage file', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'stages-'));
    await writeFile(join(folder, 'broken.json'), '{ "domain": ');
    await writeFile(join(folder, 'Big.json'), '{}');
  });
  afterAll(() => rm(folder, { recursive: true }));

  it.each([
    ['nowhere', 'stage "nowhere": there is no such file among the stages, only Big, broken.'],
    [undefined, 'there is no such file'],
    ['../sample', 'there is no such file'],
    ['Big', 'Big.json: a stage is named in up to 30 small letters, digits and hyphens, a letter first.'],
    ['broken', 'broken.json: is not JSON'],
  ])('%s is refused', (name, said) => {
    expect(() => readStage(name, folder)).toThrow(said);
  });

  it.each(['sample', 'sample-large'])('%s is one that can be built', (name) => {
    expect(readStage(name).stage.domain).toBe('digest.example.org');
  });

  it('in a folder that is not there is refused', () => {
    expect(() => readStage('sample', join(folder, 'none'))).toThrow(
      /^stages ".+": there is no such folder\.$/,
    );
  });
});

describe('a build', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'stages-'));
    await Promise.all(
      mistakes.map(([, stage], nth) => writeFile(join(folder, `s${nth}.json`), JSON.stringify(stage))),
    );
  });
  afterAll(() => rm(folder, { recursive: true }));

  /** What is said of a stage of the folder when it is read, which is before anything is built. */
  function refusal(stage: string): string {
    try {
      readStage(stage, folder);
    } catch (error) {
      if (error instanceof StageError) return error.message;
      throw error;
    }
    return '';
  }

  /** What `cdk synth` runs, for a stage of the folder. */
  function synth(stage: string): Promise<{ code: unknown; stderr: string }> {
    const CDK_CONTEXT_JSON = JSON.stringify({ stage, stages: folder });
    return new Promise((resolve) =>
      execFile(
        process.execPath,
        ['--import', 'tsx', 'infra/app.ts'],
        { env: { ...process.env, CDK_CONTEXT_JSON } },
        (error, _stdout, stderr) => resolve({ code: error?.code, stderr }),
      ),
    );
  }

  it('is told at each mistake in one line of its own, 25 and more of them', () => {
    const lines = mistakes.map(([, , said], nth) => {
      const [line = '', ...more] = refusal(`s${nth}`).split('\n');
      expect(line).toContain(said);
      expect(more).toEqual([]);
      return line.replace(/^s\d+/, '');
    });

    expect(new Set(lines).size).toBeGreaterThanOrEqual(25);
  });

  it('stops at a mistake with that line alone and code 1', async () => {
    const nth = mistakes.length - 1;

    expect(await synth(`s${nth}`)).toEqual({ code: 1, stderr: `${refusal(`s${nth}`)}\n` });
  });

  it('stops at a stage that there is not, in the same way', async () => {
    expect(await synth('nowhere')).toEqual({
      code: 1,
      stderr: expect.stringMatching(/^stage "nowhere": there is no such file among the stages, only .+\.\n$/),
    });
  });
});
