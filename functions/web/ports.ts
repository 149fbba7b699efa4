import type { Embedder } from '../../shared/embedders/embedder.js';
import type { Sender } from '../../shared/mail/plain-message.js';
import type { Send } from '../../shared/mail/send.js';
import type { Secrets } from '../../shared/secrets.js';
import type { AcclaimStore } from '../../shared/stores/acclaim.js';
import type { ConfirmationStore } from '../../shared/stores/confirmations.js';
import type { DeliveryStore } from '../../shared/stores/deliveries.js';
import type { EditionStore } from '../../shared/stores/editions.js';
import type { LimitStore } from '../../shared/stores/limits.js';
import type { PaperStore } from '../../shared/stores/papers.js';
import type { PhraseStore } from '../../shared/stores/phrases.js';
import type { PickStore } from '../../shared/stores/picks.js';
import type { ProfileStore } from '../../shared/stores/profiles.js';
import type { SubscriberStore } from '../../shared/stores/subscribers.js';
import type { SuppressionStore } from '../../shared/stores/suppressions.js';
import type { VectorStore } from '../../shared/stores/vectors.js';
import type { VoteStore } from '../../shared/stores/votes.js';
import type { Site } from '../../templates/pages/layout.js';
import type { Desk } from './reader/desk.js';
import type { Queries } from './reading/queries.js';

/** What the readers' side needs from outside. */
export interface ReaderPorts {
  site: Site;
  sender: Sender;
  subscribers: SubscriberStore;
  deliveries: DeliveryStore;
  suppressions: SuppressionStore;
  profiles: ProfileStore;
  votes: VoteStore;
  acclaim: AcclaimStore;
  confirmations: ConfirmationStore;
  limits: LimitStore;
  papers: PaperStore;
  /** Editions ready to be matched. */
  desk: Desk;
  editions: EditionStore;
  /** Those of papers. */
  vectors: VectorStore;
  phrases: PhraseStore;
  /** For phrases: makes a vector only where none is kept. */
  embedder: Embedder;
  /** Keys may change while a worker is warm, so they are asked for each time. */
  secrets(): Promise<Secrets>;
  send: Send;
  /** No answer that could tell whether an address is known comes sooner than this. */
  answerAfterMs: number;
  /** What only the CDN before the site knows, and with what it vouches for who asks; absent where there is no CDN. */
  cdnSecret?: (() => Promise<string>) | undefined;
  now(): Date;
}

/** What the reading side needs from outside: nothing about people. */
export interface ReadingPorts {
  site: Site;
  editions: EditionStore;
  papers: PaperStore;
  picks: PickStore;
  acclaim: AcclaimStore;
  queries: Queries;
  now(): Date;
}

/** What the web needs from outside. */
export interface WebPorts extends ReaderPorts, ReadingPorts {}
