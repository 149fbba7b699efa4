import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { subscriberIdOf } from '../../shared/address.js';
import type { Day } from '../../shared/domain/day.js';
import { Preferences } from '../../shared/domain/preferences.js';
import type { SubscriberId } from '../../shared/domain/subscriber.js';
import { packTaste } from '../../shared/matching/taste-bytes.js';
import { PhraseStore } from '../../shared/stores/phrases.js';
import { registerSlot } from '../../shared/stores/slots.js';
import { SubscriberStore } from '../../shared/stores/subscribers.js';
import { openTable } from '../../shared/stores/table.js';
import { normalFrom, seededRandom } from '../../shared/terms/random.js';
import { readSample } from '../local/sample/papers.js';
import { createTables, localTableName } from '../local/tables.js';
import type { Services } from './services.js';

export const ADDRESS_KEY = 'a'.repeat(43);
export const LINK_KEY = 'k'.repeat(43);
export const TOPIC_ARN = 'arn:aws:sns:us-east-1:000000000000:mail-events';

/** One reader in so many has voted, so that a taste is read with the profile; `test/bench/delivery` draws the same. */
const VOTERS = 10;
const DIMENSIONS = 512;
const MODEL = `openai:text-embedding-3-small@${DIMENSIONS}`;

/** So many pairs of time zone and hour are in use; all readers are in one of them, so that roster pages fill. */
export const SLOTS = 24;

/** What readers choose and papers are of, as a stage collects what may be chosen: so there is a summary to make of each. */
const CATEGORIES = ['cs.AI', 'cs.CL', 'cs.CV', 'cs.LG'];

const PHRASES = [
  'reasoning and alignment of large language models',
  'robot manipulation learned from video',
  'galaxy formation in the early universe',
  'error correction for quantum computers',
  'finding security holes in software',
];

/** A house of few readers and few papers, to be counted in. */
export interface SmallHouse {
  readers: SubscriberId[];
  /** Lets `count` papers be what is new on `day`. */
  announce(day: Day, count: number): Promise<void>;
  close(): Promise<void>;
}

/** Puts what the functions need into this process's environment, makes the tables, and lets `readers` people subscribe. */
export async function openSmallHouse(services: Services, readers: number): Promise<SmallHouse> {
  const folder = await mkdtemp(join(tmpdir(), 'research-digest-cost-'));
  const secrets = join(folder, 'secrets.json');
  const keys = { addressKey: ADDRESS_KEY, linkKeys: [LINK_KEY], openAiApiKey: 'none' };
  await writeFile(secrets, JSON.stringify(keys), { mode: 0o600 });
  const papersFile = join(folder, 'papers.jsonl');
  Object.assign(process.env, environment(services, pathToFileURL(secrets).href, papersFile));

  const client = new DynamoDBClient({});
  await createTables(client);
  const subscribers = openTable(localTableName('subscribers'), client);
  const people = new SubscriberStore(subscribers);
  const phrases = new PhraseStore(openTable(localTableName('content'), client));
  for (let hour = 0; hour < SLOTS; hour++) await registerSlot(subscribers, { timeZone: 'UTC', hour });
  const ids: SubscriberId[] = [];
  const sample = await readSample();
  for (let number = 0; number < readers; number++) {
    const address = `reader-${number}@example.org`;
    const id = subscriberIdOf(address, ADDRESS_KEY);
    const preferences = preferencesOf(number);
    await phrases.keep(preferences.topics);
    const since = '2026-01-01T00:00:00.000Z';
    const taste = number % VOTERS === 0 ? { taste: { model: MODEL, bytes: tasteOf(number) } } : {};
    await people.add(
      { id, address, state: 'active', since, linkEpoch: 0 },
      { preferences, consent: CONSENT, ...taste },
    );
    ids.push(id);
  }
  let announced = 0;
  return {
    readers: ids,
    announce: async (day, count) => {
      const lines = Array.from({ length: count }, (_, number) => {
        const { title, abstract, authors, categories } = pick(sample, number);
        const primary = pick(CATEGORIES, number);
        const nth = announced + number;
        // A number in each title, so that no text is known already.
        const paper = { id: `2611.${10_000 + nth}`, title: `${title} (${nth + 1})`, announced: day };
        return JSON.stringify({ ...paper, abstract, authors, categories, primary });
      });
      announced += count;
      await writeFile(papersFile, lines.join('\n'));
    },
    close: () => rm(folder, { recursive: true }),
  };
}

const CONSENT = {
  askedAt: '2026-01-01T00:00:00.000Z',
  confirmedAt: '2026-01-01T00:01:00.000Z',
  form: 'subscribe',
  textVersion: '2026-01',
};

function preferencesOf(number: number): Preferences {
  return Preferences.parse({
    topics: [
      { kind: 'category', category: pick(CATEGORIES, number) },
      { kind: 'category', category: pick(CATEGORIES, number + 1) },
      { kind: 'phrase', phrase: pick(PHRASES, number) },
      { kind: 'phrase', phrase: pick(PHRASES, number + 2) },
    ],
    mutedWords: number % 5 === 0 ? ['blockchain'] : [],
    threshold: 'everything',
  });
}

function pick<T>(list: readonly T[], at: number): T {
  const picked = list[at % list.length];
  if (picked === undefined) throw new RangeError('expected something to pick from');
  return picked;
}

/** A full taste: three groups of what is liked and one of what is not, of as many words as are kept. */
function tasteOf(seed: number): Uint8Array<ArrayBuffer> {
  const random = normalFrom(seededRandom(seed));
  const group = (number: number) => ({
    paperId: `arxiv:2610.0000${number}`,
    title: 'A title of the usual length of a paper, which is about seventy letters',
    evidence: 3,
    words: Array.from({ length: 36 }, (_, word) => `interesting-${word}`),
    weights: Array.from({ length: 36 }, () => 1),
    vector: unit(Float32Array.from({ length: DIMENSIONS }, random)),
  });
  return new Uint8Array(packTaste({ likes: [group(1), group(2), group(3)], dislikes: [group(4)] }));
}

function unit(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}

function environment({ endpoint, queueUrl }: Services, secrets: string, papersFile: string) {
  return {
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    AWS_ENDPOINT_URL_DYNAMODB: `${endpoint}/dynamodb`,
    AWS_ENDPOINT_URL_SQS: `${endpoint}/sqs`,
    AWS_ENDPOINT_URL_SES: `${endpoint}/ses`,
    OPENAI_BASE_URL: `${endpoint}/openai/v1`,
    EMBEDDER: 'openai',
    CONTENT_TABLE: localTableName('content'),
    SUBSCRIBERS_TABLE: localTableName('subscribers'),
    DELIVERIES_QUEUE_URL: queueUrl,
    METRICS_NAMESPACE: 'research-digest',
    CONFIGURATION_SET: 'research-digest',
    TOPIC_ARN,
    SECRETS: secrets,
    PAPERS_FILE: papersFile,
    WEB_URL: 'https://digest.example.org',
    SENDER_NAME: 'Research Digest',
    SENDER_ADDRESS: 'digest@example.org',
    POSTAL_ADDRESS: 'Research Digest, 1 Example Street, 12345 Exampletown',
  };
}
