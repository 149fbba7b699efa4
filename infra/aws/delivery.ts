import { Duration } from 'aws-cdk-lib';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Schedule, ScheduleExpression, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Environment as DeliverEnvironment } from '../../functions/deliver/index.js';
import type { Environment as DispatchEnvironment } from '../../functions/dispatch/index.js';
import { DELIVERED_AT_ONCE } from '../../shared/domain/delivery.js';
import { queues } from '../house.js';
import type { Stage } from './config.js';
import { actingAs, type FunctionSurroundings, HouseFunction, INVOKE, serviceRole } from './functions.js';
import { deadLetterQueue, SEALED } from './queues.js';
import type { StageSecrets } from './secrets.js';
import type { Sending } from './sending.js';

/** What is between this stretch and the rest of the house. */
interface DeliveryFlowProps {
  stage: Stage;
  surroundings: FunctionSurroundings;
  secrets: StageSecrets;
  sending: Sending;
  /** Where readers' links lead. */
  webUrl: string;
}

/** Slots begin at full hours, and some time zones are a quarter of an hour off. */
const DISPATCH_EVERY = Duration.minutes(15);

/** How long Lambda may wait for a batch to fill; without a window it takes no more than ten. */
const BATCHING_WINDOW = Duration.seconds(1);

/** The quota is the account's, so there is no resource to name. */
const READ_QUOTA = [['ses:GetSendQuota'], ['*']] as const;

/** What Lambda's poller does in the function's name. */
const TAKE_MESSAGES = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];

/** Every quarter of an hour: who is due is put on a queue, from which each one's digest is made and sent. */
export class DeliveryFlow extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;
  readonly dispatch: HouseFunction<typeof DispatchEnvironment>;
  readonly deliver: HouseFunction<typeof DeliverEnvironment>;

  constructor(
    scope: Construct,
    id: string,
    { stage, surroundings, secrets, sending, webUrl }: DeliveryFlowProps,
  ) {
    super(scope, id);
    const { tables, metricsNamespace } = surroundings;
    const { visibilityTimeout, maxReceiveCount } = queues.deliveries;
    this.deadLetters = deadLetterQueue(this, 'deliveries-dead');
    this.queue = new Queue(this, 'deliveries', {
      ...SEALED,
      visibilityTimeout: Duration.seconds(visibilityTimeout),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount },
    });

    this.dispatch = new HouseFunction<typeof DispatchEnvironment>(
      this,
      'dispatch',
      {
        CONTENT_TABLE: tables.content.tableName,
        SUBSCRIBERS_TABLE: tables.subscribers.tableName,
        DELIVERIES_QUEUE_URL: this.queue.queueUrl,
        EDITION_READY_HOUR: String(readyHour(stage.editionAt)),
        METRICS_NAMESPACE: metricsNamespace,
      },
      surroundings,
    );
    this.dispatch.may(['sqs:SendMessage', 'sqs:GetQueueAttributes'], [this.queue.queueArn]);
    this.dispatch.may(...READ_QUOTA);
    const role = serviceRole(this, 'every-quarter-role', 'scheduler.amazonaws.com', INVOKE, [
      this.dispatch.functionArn,
    ]);
    new Schedule(this, 'every-quarter', {
      description: 'Puts who is due on the queue',
      schedule: ScheduleExpression.rate(DISPATCH_EVERY),
      target: new LambdaInvoke(this.dispatch, {
        input: ScheduleTargetInput.fromObject({}),
        role: actingAs(role),
        retryAttempts: 0,
      }),
    });

    this.deliver = new HouseFunction<typeof DeliverEnvironment>(
      this,
      'deliver',
      {
        CONTENT_TABLE: tables.content.tableName,
        SUBSCRIBERS_TABLE: tables.subscribers.tableName,
        SECRETS: secrets.reference,
        WEB_URL: webUrl,
        SENDER_NAME: stage.sender.name,
        SENDER_ADDRESS: stage.sender.address,
        POSTAL_ADDRESS: stage.sender.postalAddress,
        CONFIGURATION_SET: sending.configurationSet.configurationSetName,
        METRICS_NAMESPACE: metricsNamespace,
      },
      surroundings,
    );
    this.deliver.may(['ses:SendRawEmail'], sending.arns, sending.fromOurAddress);
    this.deliver.may(...READ_QUOTA);
    this.deliver.may(['secretsmanager:GetSecretValue'], [secrets.reference]);
    this.deliver.may(TAKE_MESSAGES, [this.queue.queueArn]);
    this.deliver.addEventSource(
      new SqsEventSource(this.queue, {
        batchSize: DELIVERED_AT_ONCE,
        maxBatchingWindow: BATCHING_WINDOW,
        maxConcurrency: stage.workers,
        reportBatchItemFailures: true,
      }),
    );
  }
}

/** The first full hour after editions are made, in UTC: readers' hours count from it. */
function readyHour(editionAt: string): number {
  const [hour = 0, minute = 0] = editionAt.split(':').map(Number);
  return Math.min(23, minute > 0 ? hour + 1 : hour);
}
