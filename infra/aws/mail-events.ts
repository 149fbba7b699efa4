import { Duration } from 'aws-cdk-lib';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { ConfigurationSetEventDestination, EmailSendingEvent, EventDestination } from 'aws-cdk-lib/aws-ses';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { LambdaSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Environment } from '../../functions/mail-events/index.js';
import type { Stage } from './config.js';
import { type FunctionSurroundings, HouseFunction } from './functions.js';
import { deadLetterQueue } from './queues.js';
import type { StageSecrets } from './secrets.js';
import type { Sending } from './sending.js';

/** What is between this stretch and the rest of the house. */
interface MailEventsProps {
  stage: Stage;
  surroundings: FunctionSurroundings;
  secrets: StageSecrets;
  sending: Sending;
}

/** What SES tells of mails in any case. Opens and clicks are never among it: nobody is tracked. */
const EVENTS = [
  EmailSendingEvent.SEND,
  EmailSendingEvent.DELIVERY_DELAY,
  EmailSendingEvent.BOUNCE,
  EmailSendingEvent.COMPLAINT,
  EmailSendingEvent.REJECT,
  EmailSendingEvent.RENDERING_FAILURE,
];

/** An event that could not be recorded is worth trying for as long as Lambda keeps it. */
const TRIED_FOR = Duration.hours(6);

/** From SES by way of a topic: what became of each mail is recorded, and who must not be mailed again is suppressed. */
export class MailEvents extends Construct {
  readonly deadLetters: Queue;
  readonly record: HouseFunction<typeof Environment>;

  constructor(scope: Construct, id: string, { stage, surroundings, secrets, sending }: MailEventsProps) {
    super(scope, id);
    const topic = new Topic(this, 'topic', { enforceSSL: true });
    new ConfigurationSetEventDestination(this, 'destination', {
      configurationSet: sending.configurationSet,
      destination: EventDestination.snsTopic(topic),
      events: stage.receipts ? [...EVENTS, EmailSendingEvent.DELIVERY] : EVENTS,
    });

    this.deadLetters = deadLetterQueue(this, 'mail-events-dead');
    this.record = new HouseFunction<typeof Environment>(
      this,
      'mail-events',
      {
        SUBSCRIBERS_TABLE: surroundings.tables.subscribers.tableName,
        SECRETS: secrets.reference,
        TOPIC_ARN: topic.topicArn,
        METRICS_NAMESPACE: surroundings.metricsNamespace,
      },
      surroundings,
    );
    this.record.may(['secretsmanager:GetSecretValue'], [secrets.reference]);
    this.record.may(['sqs:SendMessage'], [this.deadLetters.queueArn]);
    this.record.configureAsyncInvoke({
      retryAttempts: 2,
      maxEventAge: TRIED_FOR,
      onFailure: new SqsDestination(this.deadLetters),
    });
    topic.addSubscription(new LambdaSubscription(this.record, { deadLetterQueue: this.deadLetters }));
  }
}
