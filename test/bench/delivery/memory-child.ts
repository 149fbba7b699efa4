import { z } from 'zod';
import { handler } from '../../../functions/deliver/index.js';
import { DELIVERED_AT_ONCE, DeliveryRequest } from '../../../shared/domain/delivery.js';
import { parseAs } from '../../../shared/parse.js';
import { answerOnce } from '../answers.js';
import { peakBytes } from '../peak.js';

// Takes delivery requests from its parent, delivers them as the Lambda does, and tells what memory that took.
answerOnce(async (question) => {
  const requests = parseAs(z.array(DeliveryRequest), question, 'delivery requests');
  let failures = 0;
  for (let start = 0; start < requests.length; start += DELIVERED_AT_ONCE) {
    const { batchItemFailures } = await handler({
      Records: requests.slice(start, start + DELIVERED_AT_ONCE).map(recordOf),
    });
    failures += batchItemFailures.length;
  }
  return { failures, rss: process.memoryUsage.rss(), peak: peakBytes() };
});

function recordOf(request: DeliveryRequest, nth: number) {
  return {
    messageId: String(nth),
    receiptHandle: '',
    body: JSON.stringify(request),
    attributes: {
      ApproximateReceiveCount: '1',
      SentTimestamp: '0',
      SenderId: 'bench',
      ApproximateFirstReceiveTimestamp: '0',
    },
    messageAttributes: {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: '',
    awsRegion: 'us-east-1',
  };
}
