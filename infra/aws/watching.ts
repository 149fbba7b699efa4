import { Stack } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import { alarmsOf, type When } from './alarms.js';
import type { Stage } from './config.js';
import { Overview } from './dashboard.js';
import type { DeliveryFlow } from './delivery.js';
import type { EditionFlow } from './edition.js';
import type { MailEvents } from './mail-events.js';
import type { Web } from './web.js';

/** What is watched: the stretches of the flow, and where their functions tell their metrics. */
export interface Watched {
  stage: Stage;
  namespace: string;
  edition: EditionFlow;
  web: Web;
  delivery: DeliveryFlow;
  mailEvents: MailEvents;
}

/** What a person must act on wakes one; each alarm is a heading of the runbook. The rest is on one dashboard. */
export class Watching extends Construct {
  readonly #topic: Topic;

  constructor(scope: Construct, id: string, { stageName, ...watched }: Watched & { stageName: string }) {
    super(scope, id);
    this.#topic = new Topic(this, 'alarms', { enforceSSL: true });
    // Refusing who comes without TLS takes the place of the policy that would let alarms in.
    this.#topic.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [this.#topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    );
    this.#topic.addSubscription(new EmailSubscription(watched.stage.alarmAddress));
    const alarms = Object.entries(alarmsOf(watched)).map(([heading, when]) => this.#alarm(heading, when));
    new Overview(this, 'overview', { stageName, alarms, ...watched });
  }

  /** An alarm that is called as its heading in the runbook is. */
  #alarm(heading: string, when: When): Alarm {
    const alarm = new Alarm(this, heading, {
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      alarmDescription: `What it means and what to do: docs/runbook.md#${heading}`,
      ...when,
    });
    alarm.addAlarmAction(new SnsAction(this.#topic));
    return alarm;
  }
}
