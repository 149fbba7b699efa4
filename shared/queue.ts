import { SQSClient } from '@aws-sdk/client-sqs';

/** An SQS client that goes where the environment says, and not where a queue's URL happens to point. */
export function queueClient(): SQSClient {
  return new SQSClient({ useQueueUrlAsEndpoint: false });
}
