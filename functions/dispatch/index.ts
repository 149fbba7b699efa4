import { SESClient } from '@aws-sdk/client-ses';
import { GetQueueAttributesCommand, SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import pMap from 'p-map';
import { z } from 'zod';
import { Day } from '../../shared/domain/day.js';
import type { DeliveryRequest } from '../../shared/domain/delivery.js';
import { DigestError } from '../../shared/errors.js';
import { readSendQuota } from '../../shared/mail/quota.js';
import { metricsOf, type Tell } from '../../shared/metrics.js';
import { once } from '../../shared/once.js';
import { parseAs, parseEnvironment } from '../../shared/parse.js';
import { queueClient } from '../../shared/queue.js';
import { DeliveryStore } from '../../shared/stores/deliveries.js';
import { EditionStore } from '../../shared/stores/editions.js';
import { RunStore } from '../../shared/stores/runs.js';
import { SendingStore } from '../../shared/stores/sending.js';
import { SubscriberStore } from '../../shared/stores/subscribers.js';
import { inBatches, openTable } from '../../shared/stores/table.js';
import { type DispatchPorts, type DispatchReport, dispatch } from './dispatch.js';
import { figuresOf } from './figures.js';

/** The variables of this function. */
export const Environment = z.object({
  CONTENT_TABLE: z.string(),
  SUBSCRIBERS_TABLE: z.string(),
  DELIVERIES_QUEUE_URL: z.url(),
  /** The hour, in UTC, by which a day's edition is expected. */
  EDITION_READY_HOUR: z.coerce.number().int().min(0).max(23).default(4),
  /** Where the metrics go; without one none are told. */
  METRICS_NAMESPACE: z.string().optional(),
});

/** The schedule sends nothing of it; an operator may name an edition, or send it to everybody at once. */
export const DispatchEvent = z.object({ day: Day.optional(), everybodyNow: z.boolean().optional() });
export type DispatchEvent = z.input<typeof DispatchEvent>;

/** Some messages could not be put on the queue; those that were are claimed once all the same. */
class QueueError extends DigestError {
  readonly code = 'queue';
}

const kept = once(async (): Promise<{ ports: Omit<DispatchPorts, 'now'>; tell: Tell<'dispatch'> }> => {
  const environment = parseEnvironment(Environment);
  const content = openTable(environment.CONTENT_TABLE);
  const subscribers = openTable(environment.SUBSCRIBERS_TABLE);
  const sending = new SendingStore(subscribers);
  const ses = new SESClient({});
  return {
    tell: metricsOf('dispatch', environment.METRICS_NAMESPACE),
    ports: {
      editions: new EditionStore(content),
      subscribers: new SubscriberStore(subscribers),
      deliveries: new DeliveryStore(subscribers),
      runs: new RunStore(subscribers, () => new Date()),
      queue: queueAt(environment.DELIVERIES_QUEUE_URL),
      readyHour: environment.EDITION_READY_HOUR,
      allowance: async () => {
        if ((await sending.parkedUntil()) > Date.now()) return 0;
        return (await readSendQuota(ses)).remaining;
      },
    },
  };
});

/** Dispatches what is due; answers a report for each edition in question. */
export async function handler(event: unknown): Promise<DispatchReport[]> {
  const order = parseAs(DispatchEvent, event, 'dispatch event');
  const { ports, tell } = await kept();
  const now = new Date();
  const reports = await dispatch(order, { ...ports, now });
  // An edition that an operator names need not be the newest.
  if (order.day === undefined) tell(figuresOf(reports, now), now);
  return reports;
}

function queueAt(url: string): DispatchPorts['queue'] {
  const sqs = queueClient();
  return {
    put: async (requests) => {
      await pMap(inBatches(requests, 10), (batch) => putBatch(sqs, url, batch), { concurrency: 8 });
    },
    isEmpty: async () => {
      const { Attributes = {} } = await sqs.send(
        new GetQueueAttributesCommand({
          QueueUrl: url,
          AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
        }),
      );
      return Object.values(Attributes).every((count) => count === '0');
    },
  };
}

async function putBatch(sqs: SQSClient, url: string, batch: readonly DeliveryRequest[]): Promise<void> {
  const { Failed = [] } = await sqs.send(
    new SendMessageBatchCommand({
      QueueUrl: url,
      Entries: batch.map((request, index) => ({ Id: String(index), MessageBody: JSON.stringify(request) })),
    }),
  );
  if (Failed.length > 0) throw new QueueError(`${Failed.length} of ${batch.length} messages were not taken`);
}
