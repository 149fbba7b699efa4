import type { Hono } from 'hono';
import PostalMime, { type Email } from 'postal-mime';
import { webApp } from '../../../../functions/web/app.js';
import type { WebPorts } from '../../../../functions/web/ports.js';
import { Desk } from '../../../../functions/web/reader/desk.js';
import { Queries } from '../../../../functions/web/reading/queries.js';
import { subscriberIdOf } from '../../../../shared/address.js';
import type { EditionPaper } from '../../../../shared/domain/edition.js';
import { paperText } from '../../../../shared/domain/paper.js';
import { Preferences } from '../../../../shared/domain/preferences.js';
import type { Subscriber } from '../../../../shared/domain/subscriber.js';
import { cachedEmbedder } from '../../../../shared/embedders/cached.js';
import type { Embedder } from '../../../../shared/embedders/embedder.js';
import { digestLinks, votePath } from '../../../../shared/links/digest-links.js';
import { packPreparation } from '../../../../shared/matching/preparation-bytes.js';
import { prepareEdition } from '../../../../shared/matching/prepare.js';
import { AcclaimStore } from '../../../../shared/stores/acclaim.js';
import { ConfirmationStore } from '../../../../shared/stores/confirmations.js';
import { DeliveryStore } from '../../../../shared/stores/deliveries.js';
import { EditionStore } from '../../../../shared/stores/editions.js';
import { LimitStore } from '../../../../shared/stores/limits.js';
import { PaperStore } from '../../../../shared/stores/papers.js';
import { PhraseStore } from '../../../../shared/stores/phrases.js';
import { PickStore } from '../../../../shared/stores/picks.js';
import { ProfileStore } from '../../../../shared/stores/profiles.js';
import { SubscriberStore } from '../../../../shared/stores/subscribers.js';
import { SuppressionStore } from '../../../../shared/stores/suppressions.js';
import { queryRows, type Row } from '../../../../shared/stores/table.js';
import { VectorStore } from '../../../../shared/stores/vectors.js';
import { VoteStore } from '../../../../shared/stores/votes.js';
import { anEditionPaper } from '../../../support/papers.js';
import { startTables, type TestTables } from '../../../support/tables.js';

export const DAY = '2026-01-22';
export const SITE = 'https://digest.example.org';
const KEYS = { linkKeys: ['l'.repeat(32)], addressKey: 'a'.repeat(32) };
const SUBJECTS = ['swifts', 'galaxies', 'proteins', 'robots'];

/** The web on an embedded DynamoDB, with a mailbox in memory and a clock to be set. */
export class Bench {
  readonly mails: Buffer[] = [];
  /** Texts that a model was asked to embed. */
  readonly embedded: string[] = [];
  now = new Date(`${DAY}T12:00:00Z`);
  readonly app: Hono;

  constructor(
    readonly tables: TestTables,
    readonly ports: WebPorts,
  ) {
    this.app = webApp(ports);
  }

  get(path: string, init: RequestInit = {}) {
    return this.app.request(path, init);
  }

  /** Posts a form as a browser does from our own page. @param from the reader's network address */
  post(path: string, fields: Record<string, string | string[]> = {}, from = '192.0.2.1') {
    const body = new URLSearchParams();
    for (const [name, values] of Object.entries(fields)) {
      for (const value of [values].flat()) body.append(name, value);
    }
    return this.app.request(
      path,
      { method: 'POST', body, headers: { 'Sec-Fetch-Site': 'same-origin' } },
      { incoming: { socket: { remoteAddress: from } } },
    );
  }

  /** The mails so far, read. */
  async mailbox(): Promise<Email[]> {
    return Promise.all(this.mails.map((mail) => PostalMime.parse(mail)));
  }

  idOf(address: string) {
    return subscriberIdOf(address, KEYS.addressKey);
  }

  /** Adds somebody who has confirmed, and returns the paths of the links in their mails. */
  async reader(address: string, fields: Partial<Subscriber> = {}, preferences: Partial<Preferences> = {}) {
    const subscriber: Subscriber = {
      id: this.idOf(address),
      address,
      state: 'active',
      since: '2026-01-01T00:00:00Z',
      linkEpoch: 0,
      ...fields,
    };
    await this.ports.subscribers.add(subscriber, { preferences: Preferences.parse(preferences) });
    return { subscriber, ...this.linksOf(subscriber) };
  }

  linksOf(subscriber: Pick<Subscriber, 'id' | 'linkEpoch'>, linkKeys = KEYS.linkKeys) {
    const links = digestLinks(subscriber, DAY, { baseUrl: SITE, linkKeys });
    const path = (url: string) => url.slice(SITE.length);
    return {
      manage: path(links.manage),
      unsubscribe: path(links.unsubscribe),
      read: path(links.read),
      vote: (paperId: string, direction: 'more' | 'less' = 'more') =>
        path(links.vote) + votePath(paperId, direction),
    };
  }

  /** Every row of the reader, and of everything else that strangers can write. */
  async rowsOf(address: string): Promise<Row[]> {
    const rows: Row[] = [];
    const query = {
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': `SUBSCRIBER#${this.idOf(address)}` },
    };
    for await (const row of queryRows(this.tables.subscribers, query)) rows.push(row);
    return rows;
  }
}

/** Starts a bench with one edition of 40 papers, ten on each of four subjects. */
export async function startBench(): Promise<Bench> {
  const tables = await startTables();
  const held: { bench?: Bench } = {};
  const now = () => held.bench?.now ?? new Date();
  const embedder = subjectEmbedder((texts) => held.bench?.embedded.push(...texts));
  const subscribers = new SubscriberStore(tables.subscribers);
  const editions = new EditionStore(tables.content);
  const vectors = new VectorStore(tables.content);
  const phrases = new PhraseStore(tables.content);
  const limits = new LimitStore(tables.subscribers);
  const bench = new Bench(tables, {
    site: { name: 'Research Digest', baseUrl: SITE, postalAddress: '1 Nest Lane, Birdham' },
    sender: { name: 'Research Digest', address: 'digest@example.org', postalAddress: '1 Nest Lane, Birdham' },
    subscribers,
    deliveries: new DeliveryStore(tables.subscribers),
    suppressions: new SuppressionStore(tables.subscribers),
    profiles: new ProfileStore(tables.subscribers, subscribers),
    votes: new VoteStore(tables.subscribers),
    confirmations: new ConfirmationStore(tables.subscribers),
    limits,
    papers: new PaperStore(tables.content),
    desk: new Desk(editions),
    editions,
    vectors,
    phrases,
    embedder: cachedEmbedder(embedder, phrases.vectors),
    queries: new Queries({ embedder, cache: vectors, limits, now }),
    picks: new PickStore(tables.content),
    acclaim: new AcclaimStore(tables.content),
    secrets: async () => KEYS,
    send: async (raw) => {
      held.bench?.mails.push(Buffer.from(raw));
      return { kind: 'accepted', messageId: 'm' };
    },
    answerAfterMs: 0,
    now,
  });
  held.bench = bench;
  await publishDay(bench, embedder);
  return bench;
}

export const paperId = (nth: number) => `arxiv:2601.${String(10_000 + nth)}`;

async function publishDay({ ports }: Bench, embedder: Embedder): Promise<void> {
  const papers = Array.from({ length: 40 }, (_, nth): EditionPaper => {
    const subject = SUBJECTS[nth % SUBJECTS.length] ?? '';
    return anEditionPaper({
      id: paperId(nth),
      title: `Finding ${nth} about ${subject}`,
      abstract: `We look at ${subject} and find that number ${nth} of them matters most.`,
    });
  });
  const vectors = await cachedEmbedder(embedder, ports.vectors).embed(papers.map(paperText));
  const edition = {
    day: DAY,
    publishedAt: `${DAY}T05:00:00Z`,
    sample: false,
    papers,
    stories: [],
    completeness: [],
    failures: [],
    embeddingModel: embedder.model,
    summaryCounts: {},
  };
  const preparation = await packPreparation(prepareEdition(edition, vectors));
  await ports.editions.publish(edition, { vectors, cards: new Uint8Array([1]), preparation, build: 'b' });
  await ports.papers.merge(papers, (_, paper) => ({ ...paper, firstEdition: DAY }));
}

/** Texts on one subject are near each other. */
function subjectEmbedder(asked: (texts: readonly string[]) => void): Embedder {
  return {
    model: 'by-subject',
    dimensions: 8,
    async embed(texts) {
      asked(texts);
      return texts.map((text) => {
        const vector = new Float32Array(8).fill(0.1);
        SUBJECTS.forEach((subject, at) => {
          if (text.includes(subject)) vector[at] = 1;
        });
        vector[4 + (text.length % 4)] = 0.25;
        const length = Math.hypot(...vector);
        return vector.map((value) => value / length);
      });
    },
    close: async () => {},
  };
}
