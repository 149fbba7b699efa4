import { AwsSolutionsChecks } from 'cdk-nag';
import { describe, expect, it } from 'vitest';
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
