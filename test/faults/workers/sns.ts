import { randomUUID } from 'node:crypto';
import type { SNSEvent } from 'aws-lambda';

/** One message as SNS hands it to a Lambda. */
export function snsEvent(message: string): SNSEvent {
  const topic = 'arn:aws:sns:us-east-1:000000000000:mail-events';
  return {
    Records: [
      {
        EventSource: 'aws:sns',
        EventVersion: '1.0',
        EventSubscriptionArn: `${topic}:${randomUUID()}`,
        Sns: {
          Type: 'Notification',
          MessageId: randomUUID(),
          TopicArn: topic,
          Subject: 'Amazon SES Email Event Notification',
          Message: message,
          Timestamp: new Date().toISOString(),
          SignatureVersion: '1',
          Signature: '',
          SigningCertUrl: '',
          UnsubscribeUrl: '',
          MessageAttributes: {},
        },
      },
    ],
  };
}
