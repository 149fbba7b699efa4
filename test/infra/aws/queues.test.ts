import { Match, type Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import { functions, queues } from '../../../infra/house.js';
import { resourcesOf, templateOf } from './built.js';

describe.each(['sample', 'sample-large'])('the queues of stage %s', (stage) => {
  let template: Template;
  beforeAll(() => {
    template = templateOf(stage);
  });

  it('has a dead-letter queue behind every queue, for the number of receives that the house names', () => {
    const all = resourcesOf(template, 'AWS::SQS::Queue');
    const working = all.filter(([id]) => !/dead/.test(id));

    expect(working).toHaveLength(Object.keys(queues).length);
    for (const { visibilityTimeout, maxReceiveCount } of Object.values(queues)) {
      expect(working.map(([, queue]) => queue.Properties)).toContainEqual(
        expect.objectContaining({
          VisibilityTimeout: visibilityTimeout,
          RedrivePolicy: {
            maxReceiveCount,
            deadLetterTargetArn: { 'Fn::GetAtt': [expect.stringMatching(/dead/), 'Arn'] },
          },
        }),
      );
    }
  });

  it('puts a mail event that cannot be recorded, or even handed over, on a dead-letter queue', () => {
    const dead = { 'Fn::GetAtt': [expect.stringMatching(/maileventsdead/), 'Arn'] };

    const [[, invoke] = []] = resourcesOf(template, 'AWS::Lambda::EventInvokeConfig');
    const subscriptions = resourcesOf(template, 'AWS::SNS::Subscription').map(
      ([, { Properties }]) => Properties,
    );
    const handed = subscriptions.filter(({ Protocol }) => Protocol === 'lambda');

    expect(invoke?.Properties).toMatchObject({ DestinationConfig: { OnFailure: { Destination: dead } } });
    expect(handed).toMatchObject([{ RedrivePolicy: { deadLetterTargetArn: dead } }]);
  });

  it('encrypts every queue and refuses who comes without TLS', () => {
    const all = resourcesOf(template, 'AWS::SQS::Queue');

    for (const [id, { Properties }] of all) {
      expect(Properties, id).toMatchObject({ SqsManagedSseEnabled: true });
      template.hasResourceProperties('AWS::SQS::QueuePolicy', {
        Queues: [{ Ref: id }],
        PolicyDocument: {
          Statement: Match.arrayWith([
            Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
          ]),
        },
      });
    }
  });

  it('keeps what died for a fortnight', () => {
    for (const [id, { Properties }] of resourcesOf(template, 'AWS::SQS::Queue')) {
      if (/dead/.test(id)) expect(Properties).toMatchObject({ MessageRetentionPeriod: 14 * 86_400 });
    }
  });

  it('hands deliver a batch of which it says what failed, to a limited number of workers', () => {
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      BatchSize: 20,
      MaximumBatchingWindowInSeconds: 1,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: stage === 'sample' ? 2 : 20 },
    });
  });

  it('hides a message for longer than deliver may run', () => {
    expect(queues.deliveries.visibilityTimeout).toBeGreaterThan(functions.deliver.timeout);
  });
});
