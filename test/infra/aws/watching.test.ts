import { readFileSync } from 'node:fs';
import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { resourcesOf, templateOf } from './built.js';

const template = templateOf();
const alarms = resourcesOf(template, 'AWS::CloudWatch::Alarm');

describe('an alarm', () => {
  it('wakes the stage’s own person', () => {
    template.hasResourceProperties('AWS::SNS::Subscription', {
      Protocol: 'email',
      Endpoint: 'operator@example.org',
    });
    for (const [id, { Properties }] of alarms) expect(Properties.AlarmActions, id).toHaveLength(1);
  });

  it('may publish to the topic that it is to wake that person by', () => {
    template.hasResourceProperties('AWS::SNS::TopicPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Effect: 'Allow',
            Action: 'sns:Publish',
            Principal: { Service: 'cloudwatch.amazonaws.com' },
          }),
        ]),
      },
    });
  });

  it('is explained under a heading of the runbook, and no heading is left over', () => {
    const headings = [...readFileSync('docs/runbook.md', 'utf8').matchAll(/^### (.+)$/gm)].map(
      ([, name]) => name,
    );

    const named = alarms.map(([, { Properties }]) => /#(.+)$/.exec(String(Properties.AlarmDescription))?.[1]);

    expect(named.sort()).toEqual(headings.sort());
  });

  it('stands at every dead-letter queue', () => {
    const watched = JSON.stringify(alarms.map(([, { Properties }]) => Properties.Dimensions));
    const dead = resourcesOf(template, 'AWS::SQS::Queue').filter(([id]) => /dead/.test(id));

    expect(dead.length).toBeGreaterThan(1);
    for (const [id] of dead) expect(watched).toContain(id);
  });

  it('goes off when no edition came, even when nothing at all is told', () => {
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: 'ExecutionsSucceeded',
      TreatMissingData: 'breaching',
      ComparisonOperator: 'LessThanThreshold',
    });
  });
});

it('one dashboard shows the day', () => {
  template.resourceCountIs('AWS::CloudWatch::Dashboard', 1);
});
