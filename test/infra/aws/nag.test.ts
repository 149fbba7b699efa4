import { AwsSolutionsChecks } from 'cdk-nag';
import { describe, expect, it } from 'vitest';
import { accepted } from '../../../infra/aws/accepted.js';
import { buildStack } from './built.js';

describe.each(['sample', 'sample-large'])('the auditor’s rules, stage %s', (stage) => {
  it('find nothing that is not accepted with a reason', () => {
    const { app, stack } = buildStack(stage);

    const { violations } = new AwsSolutionsChecks(app).validateScope(stack);

    const found = violations.map(
      ({ ruleName, violatingResources }) =>
        `${ruleName}: ${violatingResources.map(({ resourceLogicalId }) => resourceLogicalId).join(', ')}`,
    );
    expect(found).toEqual([]);
  });
});

it('at most 8 findings are accepted, each for a reason of its own', () => {
  expect(accepted.length).toBeLessThanOrEqual(8);
  expect(new Set(accepted.map(({ reason }) => reason)).size).toBe(accepted.length);
});
