import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { templateOf } from './built.js';
import { type Grant, grantsOf } from './statements.js';

/** The lines of the table in the documentation, without the reasons. */
function documented(): Grant[] {
  const lines = readFileSync('docs/rights.md', 'utf8').split('\n');
  return lines
    .filter((line) => /^\| [a-z-]+-role /.test(line))
    .map((line) => {
      const [role = '', may = '', resource = '', condition = ''] = line
        .split('|')
        .slice(1)
        .map((cell) => cell.replaceAll('`', '').trim());
      return { role, actions: may.split(', '), resource, condition };
    });
}

const rightsOf = (role: string) => grantsOf(templateOf()).filter((grant) => grant.role === `${role}-role`);

describe('rights', () => {
  it('are those that the documentation tells, no fewer and no more', () => {
    const asLine = ({ role, actions, resource, condition }: Grant) =>
      `${role}: ${actions.join(', ')} on ${resource} (${condition})`;

    const given = grantsOf(templateOf()).map(asLine).sort();

    expect(given).toEqual(documented().map(asLine).sort());
  });

  it.each(['collect', 'compile'])('of %s do not reach people', (name) => {
    expect(rightsOf(name).map(({ resource }) => resource)).not.toContainEqual(
      expect.stringMatching(/^subscribers/),
    );
  });

  it('to send are those of deliver and web alone, and as the stage’s own address', () => {
    const senders = grantsOf(templateOf()).filter(({ actions }) =>
      actions.some((one) => one.startsWith('ses:Send')),
    );

    expect(new Set(senders.map(({ role }) => role))).toEqual(new Set(['deliver-role', 'web-role']));
    for (const { condition } of senders) expect(condition).toBe('papers@digest.example.org');
  });

  it('let nobody scan a table, and only the web delete, what a person asks to have erased', () => {
    const rough = grantsOf(templateOf()).filter(({ actions }) =>
      actions.some((action) => /dynamodb:(Scan|Delete|BatchWrite)/.test(action)),
    );

    expect(rough.map(({ role, condition }) => `${role} ${condition}`)).toEqual(['web-role SUBSCRIBER#*']);
  });
});
