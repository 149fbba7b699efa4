import { randomBytes } from 'node:crypto';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { z } from 'zod';
import { DeliveryRequest } from '../../shared/domain/delivery.js';
import { WebUrl } from '../../shared/domain/paper.js';
import { logFailure } from '../../shared/log.js';
import { sendingClient, sendThrough } from '../../shared/mail/send.js';
import { once } from '../../shared/once.js';
import { parseEnvironment, parseJsonAs } from '../../shared/parse.js';
import { readSecrets } from '../../shared/secrets.js';
import { DeliveryStore } from '../../shared/stores/deliveries.js';
import { EditionStore } from '../../shared/stores/editions.js';
import { SubscriberStore } from '../../shared/stores/subscribers.js';
import { openTable } from '../../shared/stores/table.js';
import { VectorStore } from '../../shared/stores/vectors.js';
import { type DeliverPorts, deliver } from './deliver.js';
import { Shelf } from './shelf.js';

/** The variables of this function. */
export const Environment = z.object({
  CONTENT_TABLE: z.string(),
  SUBSCRIBERS_TABLE: z.string(),
  SECRETS: z.string(),
  WEB_URL: WebUrl,
  SENDER_NAME: z.string().min(1),
  SENDER_ADDRESS: z.email(),
  POSTAL_ADDRESS: z.string().min(10),
  CONFIGURATION_SET: z.string().optional(),
  /** How long SES may take to tell of a mail whose answer was lost. */
  GRACE_SECONDS: z.coerce.number().positive().default(900),
  SEND_TIMEOUT_MS: z.coerce.number().int().positive().default(10_000),
});

const ports = once(async (): Promise<DeliverPorts> => {
  const environment = parseEnvironment(Environment);
  const { linkKeys } = await readSecrets(environment.SECRETS);
  const content = openTable(environment.CONTENT_TABLE);
  const subscribers = openTable(environment.SUBSCRIBERS_TABLE);
  return {
    subscribers: new SubscriberStore(subscribers),
    deliveries: new DeliveryStore(subscribers),
    shelf: new Shelf(new EditionStore(content), new VectorStore(content)),
    send: sendThrough(sendingClient(environment.SEND_TIMEOUT_MS), environment.CONFIGURATION_SET),
    sender: {
      name: environment.SENDER_NAME,
      address: environment.SENDER_ADDRESS,
      postalAddress: environment.POSTAL_ADDRESS,
    },
    site: { baseUrl: environment.WEB_URL, linkKeys },
    graceMs: environment.GRACE_SECONDS * 1000,
    now: () => new Date(),
    newAttempt: () => randomBytes(9).toString('base64url'),
  };
});

/** Delivers each record of the batch; answers those that threw, to be tried again. */
export async function handler(event: SQSEvent): Promise<SQSBatchResponse> {
  const held = await ports();
  const batchItemFailures: SQSBatchResponse['batchItemFailures'] = [];
  await Promise.all(
    event.Records.map(async (record) => {
      try {
        await deliver(parseJsonAs(DeliveryRequest, record.body, 'delivery request'), held);
      } catch (error) {
        logFailure('deliver', error);
        batchItemFailures.push({ itemIdentifier: record.messageId });
      }
    }),
  );
  return { batchItemFailures };
}
