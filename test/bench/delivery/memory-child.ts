import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { handler } from '../../../functions/deliver/index.js';
import { DeliveryRequest } from '../../../shared/domain/delivery.js';
import { parseAs } from '../../../shared/parse.js';

/** The batch size of the queue. */
const BATCH = 10;

/** Takes delivery requests from its parent, delivers them as the Lambda does, and tells what memory that took. */
process.once('message', async (message) => {
  const requests = parseAs(z.array(DeliveryRequest), message, 'delivery requests');
  let failures = 0;
  for (let start = 0; start < requests.length; start += BATCH) {
    const { batchItemFailures } = await handler({
      Records: requests.slice(start, start + BATCH).map(recordOf),
    });
    failures += batchItemFailures.length;
  }
  const told = { failures, rss: process.memoryUsage.rss(), peak: peakBytes() };
  process.send?.(told, () => process.disconnect());
});

/** Linux takes the parent's size at the fork into `maxRSS`, and the bench is larger than what it measures. */
function peakBytes(): number {
  try {
    const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
    if (kilobytes !== undefined) return Number(kilobytes) * 1_024;
  } catch {
    // Other systems have no /proc, and tell of the process alone.
  }
  return process.resourceUsage().maxRSS * 1_024;
}

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
