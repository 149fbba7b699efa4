import type { Hono } from 'hono';
import { handle, type LambdaContext, type LambdaEvent } from 'hono/aws-lambda';
import { z } from 'zod';
import { WebUrl } from '../../shared/domain/paper.js';
import { cachedEmbedder } from '../../shared/embedders/cached.js';
import { chooseEmbedder, EmbedderEnvironment } from '../../shared/embedders/choose.js';
import { sendingClient, sendThrough } from '../../shared/mail/send.js';
import { once } from '../../shared/once.js';
import { parseEnvironment } from '../../shared/parse.js';
import { readSecrets } from '../../shared/secrets.js';
import { DeliveryStore } from '../../shared/stores/deliveries.js';
import { EditionStore } from '../../shared/stores/editions.js';
import { PhraseStore } from '../../shared/stores/phrases.js';
import { SubscriberStore } from '../../shared/stores/subscribers.js';
import { SuppressionStore } from '../../shared/stores/suppressions.js';
import { openTable } from '../../shared/stores/table.js';
import { VectorStore } from '../../shared/stores/vectors.js';
import { webApp } from './app.js';
import type { WebPorts } from './ports.js';

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
  SEND_TIMEOUT_MS: z.coerce.number().int().positive().default(10_000),
  /** Where mails can be read when they stay on this machine. */
  MAILBOX_PATH: z.string().startsWith('/').optional(),
  ...EmbedderEnvironment.shape,
});

async function openPorts(): Promise<WebPorts> {
  const environment = parseEnvironment(Environment);
  const secrets = () => readSecrets(environment.SECRETS);
  const OPENAI_API_KEY = (await secrets()).openAiApiKey ?? environment.OPENAI_API_KEY;
  const content = openTable(environment.CONTENT_TABLE);
  const subscribers = openTable(environment.SUBSCRIBERS_TABLE);
  const vectors = new VectorStore(content);
  return {
    site: {
      name: environment.SENDER_NAME,
      baseUrl: environment.WEB_URL.replace(/\/+$/, ''),
      postalAddress: environment.POSTAL_ADDRESS,
      mailboxPath: environment.MAILBOX_PATH,
    },
    sender: {
      name: environment.SENDER_NAME,
      address: environment.SENDER_ADDRESS,
      postalAddress: environment.POSTAL_ADDRESS,
    },
    subscribers: new SubscriberStore(subscribers),
    deliveries: new DeliveryStore(subscribers),
    suppressions: new SuppressionStore(subscribers),
    editions: new EditionStore(content),
    vectors,
    phrases: new PhraseStore(content),
    embedder: cachedEmbedder(chooseEmbedder({ ...environment, OPENAI_API_KEY }), vectors),
    secrets,
    send: sendThrough(sendingClient(environment.SEND_TIMEOUT_MS), environment.CONFIGURATION_SET),
    now: () => new Date(),
  };
}

/** The web, made at the first call; on one machine it is served as it is. */
export const web: () => Promise<Hono> = once(async () => webApp(await openPorts()));

type LambdaAnswer = Awaited<ReturnType<ReturnType<typeof handle>>>;

/** Answers one request of the HTTP API. */
export async function handler(event: LambdaEvent, context: LambdaContext): Promise<LambdaAnswer> {
  return handle(await web())(event, context);
}
