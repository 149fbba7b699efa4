import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { needs } from '../../support/mail-judges.js';
import { temporaryFolder } from '../../support/silent.js';
import { templateOf } from './built.js';

const Findings = z.array(
  z.object({
    Rule: z.object({ Id: z.string() }),
    Level: z.string(),
    Message: z.string(),
    Location: z.object({ Path: z.array(z.union([z.string(), z.number()])).nullish() }),
  }),
);

/** What cfn-lint finds in a template, errors and warnings alike, as a line each. */
async function lint(file: string): Promise<string[]> {
  const report = await new Promise<string>((resolve, reject) =>
    // It ends with another code than 0 as soon as it finds something; what it found is in the report all the same.
    execFile('cfn-lint', ['--format', 'json', '--template', file], (error, stdout, stderr) =>
      stdout === '' ? reject(error ?? new Error(stderr)) : resolve(stdout),
    ),
  );
  return Findings.parse(JSON.parse(report)).map(
    ({ Rule, Level, Message, Location }) => `${Level} ${Rule.Id} at ${Location.Path?.join('/')}: ${Message}`,
  );
}

describe('cfn-lint', { timeout: 120_000 }, () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  beforeAll(async () => {
    folder = await temporaryFolder();
  });
  afterAll(() => folder.remove());

  async function lintTemplate(name: string, template: object): Promise<string[]> {
    const file = join(folder.folder, `${name}.json`);
    await writeFile(file, JSON.stringify(template));
    return lint(file);
  }

  it.for(['sample', 'sample-large'])('finds no error and no warning in stage %s', async (stage, context) => {
    needs(context, 'cfn-lint');

    expect(await lintTemplate(stage, templateOf(stage).toJSON())).toEqual([]);
  });

  it('would find a property that AWS does not know', async (context) => {
    needs(context, 'cfn-lint');

    const found = await lintTemplate('wrong', {
      Resources: { queue: { Type: 'AWS::SQS::Queue', Properties: { VisibilityTimeOut: 30 } } },
    });

    expect(found).toEqual([
      expect.stringContaining('Error E3002 at Resources/queue/Properties/VisibilityTimeOut'),
    ]);
  });
});
