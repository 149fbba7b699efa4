import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pMap from 'p-map';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseStage } from '../../../infra/aws/config.js';
import { readStage } from '../../../infra/aws/stage-file.js';

const sender = {
  name: 'Research Digest',
  address: 'papers@digest.example.org',
  postalAddress: 'Research Digest, 1 Example Street, 12345 Exampletown',
};
const right = {
  domain: 'digest.example.org',
  sender,
  categories: ['cs.AI', 'stat.ML'],
  editionAt: '04:30',
  workers: 2,
  alarmAddress: 'operator@example.org',
};
const { domain: _, ...homeless } = right;
const zone = { id: 'Z0123456789ABCDEFGHIJ', name: 'example.org' };

/** What an operator may get wrong, and what is said about it. */
const mistakes: [what: string, stage: unknown, said: string][] = [
  ['a file that holds a list', [], 'the file: is not a JSON object'],
  ['no domain', homeless, 'domain: name the domain that mail comes from and the site is at'],
  ['a domain with a scheme', { ...right, domain: 'https://digest.example.org' }, 'domain: name the domain'],
  ['no sender', { ...right, sender: undefined }, 'sender: say who sends: name, address and postalAddress'],
  ['a sender without a name', { ...right, sender: { ...sender, name: ' ' } }, 'sender.name: name the sender'],
  [
    'a name of two lines',
    { ...right, sender: { ...sender, name: 'a\r\nBcc: b' } },
    'sender.name: name the sender',
  ],
  [
    'a sender that is no address',
    { ...right, sender: { ...sender, address: 'digest' } },
    'sender.address: give the e-mail address',
  ],
  [
    'a sender outside the domain',
    { ...right, sender: { ...sender, address: 'papers@elsewhere.org' } },
    'sender.address: is outside digest.example.org, for which alone SES signs',
  ],
  [
    'a sender in a domain that only ends the same',
    { ...right, sender: { ...sender, address: 'papers@notdigest.example.org' } },
    'sender.address: is outside digest.example.org',
  ],
  [
    'no postal address',
    { ...right, sender: { ...sender, postalAddress: undefined } },
    'sender.postalAddress: give the postal address that the law asks for',
  ],
  [
    'a postal address of a word',
    { ...right, sender: { ...sender, postalAddress: 'Here' } },
    'sender.postalAddress: give the postal address',
  ],
  ['no categories', { ...right, categories: [] }, 'categories: name at least one category of arXiv'],
  [
    'categories in one string',
    { ...right, categories: 'cs.AI' },
    'categories: name at least one category of arXiv',
  ],
  [
    'an unknown category',
    { ...right, categories: ['cs.AI', 'cs.XX'] },
    'categories: "cs.XX" is not a category of arXiv',
  ],
  ['a category twice', { ...right, categories: ['cs.AI', 'cs.AI'] }, 'categories: name each category once'],
  ['an hour that no day has', { ...right, editionAt: '24:00' }, 'editionAt: give a time of day in UTC'],
  ['an hour as a number', { ...right, editionAt: 4 }, 'editionAt: give a time of day in UTC'],
  ['one worker', { ...right, workers: 1 }, 'workers: give a whole number from 2'],
  ['too many workers', { ...right, workers: 1000 }, 'workers: give a whole number from 2'],
  ['half a worker', { ...right, workers: 2.5 }, 'workers: give a whole number from 2'],
  [
    'a negative cap',
    { ...right, spendingCapUsd: -1 },
    'spendingCapUsd: give the most that one edition may spend',
  ],
  [
    'no alarm address',
    { ...right, alarmAddress: undefined },
    'alarmAddress: give the e-mail address of the person',
  ],
  [
    'the sender as the one to warn',
    { ...right, alarmAddress: sender.address },
    'alarmAddress: is the sender itself',
  ],
  ['logs for eleven days', { ...right, logDays: 11 }, 'logDays: give a number of days that CloudWatch knows'],
  ['tracing perhaps', { ...right, tracing: 'perhaps' }, 'tracing: say true or false'],
  ['receipts by number', { ...right, receipts: 1 }, 'receipts: say true or false'],
  [
    'a zone with another id',
    { ...right, hostedZone: { ...zone, id: 'example' } },
    'hostedZone.id: give the id of the zone',
  ],
  [
    'a zone elsewhere',
    { ...right, hostedZone: { ...zone, name: 'example.com' } },
    'hostedZone.name: does not contain digest.example.org',
  ],
  [
    'a certificate where the CDN does not look',
    { ...right, certificateArn: 'arn:aws:acm:eu-west-1:123456789012:certificate/0' },
    'certificateArn: give the ARN of a certificate in us-east-1',
  ],
  [
    'a model at no address',
    { ...right, openAiBaseUrl: 'localhost' },
    'openAiBaseUrl: give an address that begins with http',
  ],
  [
    'a source at no address',
    { ...right, sources: { arxivBaseUrl: 'ftp://x' } },
    'sources.arxivBaseUrl: give an address that begins with http',
  ],
  ['a misspelt setting', { ...right, worker: 3 }, 'worker: is not a setting that this stack knows'],
  [
    'a secret in the file',
    { ...right, openAiApiKey: 'sk-1' },
    'openAiApiKey: secrets do not stand in this file, but in Secrets Manager',
  ],
];

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

  it('stops at each mistake with its line alone and code 1; 25 and more have a line of their own', async () => {
    const runs = await pMap(mistakes, (_, nth) => synth(`s${nth}`), { concurrency: 2 });

    for (const [nth, { code, stderr }] of runs.entries()) {
      const said = mistakes[nth]?.[2] ?? '';
      expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(/^s\d+\.json: .+\.\n$/) });
      expect(stderr).toContain(said);
    }
    const lines = new Set(runs.map(({ stderr }) => stderr.replace(/^s\d+/, '')));
    expect(lines.size).toBeGreaterThanOrEqual(25);
  }, 180_000);

  it('stops at a stage that there is not, in the same way', async () => {
    expect(await synth('nowhere')).toEqual({
      code: 1,
      stderr: expect.stringMatching(/^stage "nowhere": there is no such file among the stages, only .+\.\n$/),
    });
  });
});
