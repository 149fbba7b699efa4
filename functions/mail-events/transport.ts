import { z } from 'zod';
import { DigestError } from '../../shared/errors.js';
import { parseAs, parseJsonAs } from '../../shared/parse.js';

/** An event came by a topic that is not ours. */
export class ForeignTopicError extends DigestError {
  readonly code = 'foreign-topic';
}

const SnsEvent = z.object({
  Records: z.array(z.object({ Sns: z.object({ TopicArn: z.string(), Message: z.string() }) })).min(1),
});
const EventBridgeEvent = z.object({ source: z.literal('aws.ses'), detail: z.looseObject({}) });
const Invocation = z.union([SnsEvent, EventBridgeEvent], {
  error: 'expected an SNS event, or an EventBridge event of aws.ses',
});

/** What SES writes to a topic, not in JSON, when it becomes an event destination. */
const TOPIC_TEST = 'Successfully validated SNS topic for Amazon SES event publishing.';

/**
 * The SES events in what Lambda was invoked with: by SNS, as JSON text in its records, or by EventBridge, in `detail`.
 * Who may invoke the function is IAM's to check: only the topic and the rule are given leave to, so there is no
 * signature to verify as there is on an open HTTP address. With `topicArn`, records of another topic are refused.
 * @throws ShapeError when it is neither, or a message is not JSON
 * @throws ForeignTopicError
 */
export function sesEventsIn(invocation: unknown, topicArn: string | undefined): unknown[] {
  const event = parseAs(Invocation, invocation, 'mail event');
  if ('detail' in event) return [event.detail];
  return event.Records.flatMap(({ Sns }) => {
    if (topicArn !== undefined && Sns.TopicArn !== topicArn) {
      throw new ForeignTopicError('A mail event came by another topic than TOPIC_ARN names.');
    }
    return Sns.Message.trim() === TOPIC_TEST ? [] : [parseJsonAs(z.unknown(), Sns.Message, 'SNS message')];
  });
}
