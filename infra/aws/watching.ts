import { Duration, Stack } from 'aws-cdk-lib';
import {
  Alarm,
  type AlarmProps,
  ComparisonOperator,
  Metric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import { Overview } from './dashboard.js';
import type { DeliveryFlow } from './delivery.js';
import type { EditionFlow } from './edition.js';
import type { MailEvents } from './mail-events.js';
import type { Web } from './web.js';

/** What is watched, and who is warned. */
export interface WatchingProps {
  stageName: string;
  alarmAddress: string;
  edition: EditionFlow;
  web: Web;
  delivery: DeliveryFlow;
  mailEvents: MailEvents;
}

/** Amazon reviews an account at bounces of 5 % and complaints of 0.1 % (SES, "Reputation metrics"); we hear before. */
const BOUNCES_AT_MOST = 0.03;
const COMPLAINTS_AT_MOST = 0.0008;

/** An edition a day, and two hours for a slow one. */
const EDITION_HOURS = 26;

/** Readers expect the mail in their hour. */
const LONGEST_WAIT = Duration.hours(2);

/** What a person must act on wakes one; each alarm is a heading of the runbook. The rest is on one dashboard. */
export class Watching extends Construct {
  readonly #topic: Topic;

  constructor(
    scope: Construct,
    id: string,
    { stageName, alarmAddress, edition, web, delivery, mailEvents }: WatchingProps,
  ) {
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
    this.#topic.addSubscription(new EmailSubscription(alarmAddress));

    const alarms = [
      this.#alarm('no-edition', {
        metric: edition.stateMachine.metricSucceeded({ period: Duration.hours(1), statistic: 'Sum' }),
        comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
        threshold: 1,
        evaluationPeriods: EDITION_HOURS,
        treatMissingData: TreatMissingData.BREACHING,
      }),
      this.#alarm('edition-failed', {
        metric: edition.stateMachine.metricFailed({ statistic: 'Sum' }),
        threshold: 1,
      }),
      this.#alarm('edition-late', {
        metric: edition.stateMachine.metricTimedOut({ statistic: 'Sum' }),
        threshold: 1,
      }),
      this.#alarm('dispatch-failing', {
        metric: delivery.dispatch.metricErrors({ period: Duration.minutes(15) }),
        threshold: 1,
        evaluationPeriods: 2,
      }),
      this.#alarm('deliveries-late', {
        metric: delivery.queue.metricApproximateAgeOfOldestMessage({ period: Duration.minutes(15) }),
        threshold: LONGEST_WAIT.toSeconds(),
      }),
      this.#alarm('deliveries-dead', {
        metric: delivery.deadLetters.metricApproximateNumberOfMessagesVisible({ statistic: 'Maximum' }),
        threshold: 1,
      }),
      this.#alarm('mail-events-dead', {
        metric: mailEvents.deadLetters.metricApproximateNumberOfMessagesVisible({ statistic: 'Maximum' }),
        threshold: 1,
      }),
      this.#alarm('web-failing', {
        metric: web.api.metricServerError({ statistic: 'Sum', period: Duration.minutes(5) }),
        threshold: 3,
        evaluationPeriods: 3,
      }),
      this.#alarm('bounces', { metric: sesRate('Reputation.BounceRate'), threshold: BOUNCES_AT_MOST }),
      this.#alarm('complaints', {
        metric: sesRate('Reputation.ComplaintRate'),
        threshold: COMPLAINTS_AT_MOST,
      }),
      this.#alarm('mails-rejected', {
        metric: new Metric({ namespace: 'AWS/SES', metricName: 'Reject', statistic: 'Sum' }),
        threshold: 1,
      }),
    ];
    new Overview(this, 'overview', { stageName, alarms, edition, web, delivery, mailEvents });
  }

  /** An alarm that is called as its heading in the runbook is. */
  #alarm(heading: string, props: Partial<AlarmProps> & Pick<AlarmProps, 'metric' | 'threshold'>): Alarm {
    const alarm = new Alarm(this, heading, {
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      alarmDescription: `What it means and what to do: docs/runbook.md#${heading}`,
      ...props,
    });
    alarm.addAlarmAction(new SnsAction(this.#topic));
    return alarm;
  }
}

/** The account's own standing with SES, which other senders in the account share. */
function sesRate(metricName: string): Metric {
  return new Metric({ namespace: 'AWS/SES', metricName, statistic: 'Maximum', period: Duration.hours(1) });
}
