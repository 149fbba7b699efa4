import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { SESClient } from '@aws-sdk/client-ses';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { z } from 'zod';
import { DeliveryRequest } from '../../shared/domain/delivery.js';
import { WebUrl } from '../../shared/domain/paper.js';
import { logFailure } from '../../shared/log.js';
import { Pacer } from '../../shared/mail/pacer.js';
import { readSendQuota } from '../../shared/mail/quota.js';
import { type Send, sendingClient, sendThrough } from '../../shared/mail/send.js';
import { metricsOf, type Tell } from '../../shared/metrics.js';
import { keptFor, once } from '../../shared/once.js';
import { parseEnvironment, parseJsonAs } from '../../shared/parse.js';
import { readSecrets } from '../../shared/secrets.js';
import { DeliveryStore } from '../../shared/stores/deliveries.js';
import { EditionStore } from '../../shared/stores/editions.js';
import { PhraseStore } from '../../shared/stores/phrases.js';
import { SendingStore } from '../../shared/stores/sending.js';
import { SubscriberStore } from '../../shared/stores/subscribers.js';
import { openTable } from '../../shared/stores/table.js';
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
  /** How long a throttled digest is tried again: with a last turn a minute ahead, within the function's own time. */
  PATIENCE_SECONDS: z.coerce.number().positive().default(45),
  /** How long nothing is sent after the day's allowance is used up; some of it frees every moment. */
  PARK_SECONDS: z.coerce.number().positive().default(900),
  /** Where the metrics go; without one none are told. */
  METRICS_NAMESPACE: z.string().optional(),
  SEND_TIMEOUT_MS: z.coerce.number().int().positive().default(10_000),
});

/** The rate changes when SES raises it, which takes days. */
const QUOTA_KEPT_MS = 5 * 60_000;

const ports = once(async () => {
  const environment = parseEnvironment(Environment);
  const content = openTable(environment.CONTENT_TABLE);
  const subscribers = openTable(environment.SUBSCRIBERS_TABLE);
  const ses = sendingClient(environment.SEND_TIMEOUT_MS);
  const quota = keptFor(QUOTA_KEPT_MS, () => readSendQuota(new SESClient({})));
  return {
    subscribers: new SubscriberStore(subscribers),
    deliveries: new DeliveryStore(subscribers),
    shelf: new Shelf(new EditionStore(content), new PhraseStore(content)),
    pacer: new Pacer({
      sending: new SendingStore(subscribers),
      rate: async () => (await quota()).ratePerSecond,
      now: Date.now,
      sleep,
    }),
    send: tellingStops(
      sendThrough(ses, environment.CONFIGURATION_SET),
      metricsOf('deliver', environment.METRICS_NAMESPACE),
    ),
    sender: {
      name: environment.SENDER_NAME,
      address: environment.SENDER_ADDRESS,
      postalAddress: environment.POSTAL_ADDRESS,
    },
    /** Asked for anew each time, since keys are changed while workers are warm. */
    site: async () => ({
      baseUrl: environment.WEB_URL,
      linkKeys: (await readSecrets(environment.SECRETS)).linkKeys,
    }),
    graceMs: environment.GRACE_SECONDS * 1000,
    patienceMs: environment.PATIENCE_SECONDS * 1000,
    parkMs: environment.PARK_SECONDS * 1000,
    now: () => new Date(),
    newAttempt: () => randomBytes(9).toString('base64url'),
  };
});

/** Sends through `send`, and tells when SES sends for nobody. */
function tellingStops(send: Send, tell: Tell<'deliver'>): Send {
  return async (raw, tags) => {
    const outcome = await send(raw, tags);
    if (outcome.kind === 'paused') tell({ SendingRefused: 1 }, new Date());
    if (outcome.kind === 'quota-spent') tell({ QuotaSpent: 1 }, new Date());
    return outcome;
  };
}

/** Delivers each record of the batch; answers those that threw, to be tried again. */
export async function handler(event: SQSEvent): Promise<SQSBatchResponse> {
  const { site, ...others } = await ports();
  const held: DeliverPorts = { ...others, site: await site() };
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
