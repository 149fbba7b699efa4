import type { Hono } from 'hono';
import { handle, type LambdaContext, type LambdaEvent } from 'hono/aws-lambda';
import { z } from 'zod';
import { WebUrl } from '../../shared/domain/paper.js';
import { cachedEmbedder } from '../../shared/embedders/cached.js';
import { chooseEmbedder, EmbedderEnvironment } from '../../shared/embedders/choose.js';
import { sendingClient, sendThrough } from '../../shared/mail/send.js';
import { once } from '../../shared/once.js';
import { parseEnvironment } from '../../shared/parse.js';
import { readSecrets, secretText } from '../../shared/secrets.js';
import { AcclaimStore } from '../../shared/stores/acclaim.js';
import { ConfirmationStore } from '../../shared/stores/confirmations.js';
import { DeliveryStore } from '../../shared/stores/deliveries.js';
import { EditionStore } from '../../shared/stores/editions.js';
import { LimitStore } from '../../shared/stores/limits.js';
import { PaperStore } from '../../shared/stores/papers.js';
import { PhraseStore } from '../../shared/stores/phrases.js';
import { PickStore } from '../../shared/stores/picks.js';
import { ProfileStore } from '../../shared/stores/profiles.js';
import { SubscriberStore } from '../../shared/stores/subscribers.js';
import { SuppressionStore } from '../../shared/stores/suppressions.js';
import { openTable } from '../../shared/stores/table.js';
import { VectorStore } from '../../shared/stores/vectors.js';
import { VoteStore } from '../../shared/stores/votes.js';
import { webApp } from './app.js';
import type { WebPorts } from './ports.js';
import { Desk } from './reader/desk.js';
import { Queries } from './reading/queries.js';

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
  /** How long an answer is kept back that could else tell by its time whether an address is known. */
  ANSWER_AFTER_MS: z.coerce.number().int().nonnegative().default(600),
  /** Where the secret is kept that the CDN before the site sends along; absent where there is none. */
  CDN_SECRET: z.string().optional(),
  /** Where mails can be read when they stay on this machine. */
  MAILBOX_PATH: z.string().startsWith('/').optional(),
  ...EmbedderEnvironment.shape,
});

async function openPorts(): Promise<WebPorts> {
  const environment = parseEnvironment(Environment);
  const secrets = () => readSecrets(environment.SECRETS);
  const currentKey = async () => (await secrets()).openAiApiKey ?? environment.OPENAI_API_KEY;
  const content = openTable(environment.CONTENT_TABLE);
  const subscribers = openTable(environment.SUBSCRIBERS_TABLE);
  const phrases = new PhraseStore(content);
  const editions = new EditionStore(content);
  const subscriberStore = new SubscriberStore(subscribers);
  const limits = new LimitStore(subscribers);
  // Until the operator has brought the key, all but what embeds is served: searches and phrases go by words.
  const embedder = chooseEmbedder({ ...environment, OPENAI_API_KEY: await currentKey() }, { currentKey });
  const now = () => new Date();
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
    subscribers: subscriberStore,
    deliveries: new DeliveryStore(subscribers),
    suppressions: new SuppressionStore(subscribers),
    profiles: new ProfileStore(subscribers, subscriberStore),
    votes: new VoteStore(subscribers),
    confirmations: new ConfirmationStore(subscribers),
    limits,
    papers: new PaperStore(content),
    desk: new Desk(editions),
    editions,
    vectors: new VectorStore(content),
    phrases,
    embedder: cachedEmbedder(embedder, phrases.vectors),
    queries: new Queries({ embedder, cache: new VectorStore(content, 'QUERY'), limits, now }),
    picks: new PickStore(content),
    acclaim: new AcclaimStore(content),
    secrets,
    send: sendThrough(sendingClient(environment.SEND_TIMEOUT_MS), environment.CONFIGURATION_SET),
    answerAfterMs: environment.ANSWER_AFTER_MS,
    cdnSecret: environment.CDN_SECRET === undefined ? undefined : secretText(environment.CDN_SECRET),
    now,
  };
}

/** The web, made at the first call; on one machine it is served as it is. */
export const web: () => Promise<Hono> = once(async () => webApp(await openPorts()));

type LambdaAnswer = Awaited<ReturnType<ReturnType<typeof handle>>>;

/** Answers one request of the HTTP API. */
export async function handler(event: LambdaEvent, context: LambdaContext): Promise<LambdaAnswer> {
  return handle(await web())(event, context);
}
