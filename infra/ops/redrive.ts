import {
  DeleteMessageBatchCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { OpsError } from './house.js';

/** An empty answer may be one of several servers' only, so that it is believed the second time. */
const EMPTY_ANSWERS = 2;

/**
 * Puts what is on `from` on `to`, ten messages at a time, each on the one before it is off the other: a message may be on
 * both when this is cut short, which is harmless for deliveries. Returns how many.
 * @throws OpsError when the queue takes a message not
 */
export async function redrive(sqs: SQSClient, from: string, to: string): Promise<number> {
  let moved = 0;
  for (let empty = 0; empty < EMPTY_ANSWERS; ) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl: from, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 }),
    );
    if (Messages.length === 0) {
      empty += 1;
      continue;
    }
    empty = 0;
    const { Failed = [] } = await sqs.send(
      new SendMessageBatchCommand({
        QueueUrl: to,
        Entries: Messages.map(({ Body = '' }, at) => ({ Id: String(at), MessageBody: Body })),
      }),
    );
    if (Failed.length > 0) throw new OpsError(`${Failed.length} messages were not taken; redrive again`);
    await sqs.send(
      new DeleteMessageBatchCommand({
        QueueUrl: from,
        Entries: Messages.map(({ ReceiptHandle = '' }, at) => ({ Id: String(at), ReceiptHandle })),
      }),
    );
    moved += Messages.length;
  }
  return moved;
}
