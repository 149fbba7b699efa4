import type { Embedder } from '../../shared/embedders/embedder.js';
import type { Sender } from '../../shared/mail/plain-message.js';
import type { Send } from '../../shared/mail/send.js';
import type { Secrets } from '../../shared/secrets.js';
import type { DeliveryStore } from '../../shared/stores/deliveries.js';
import type { EditionStore } from '../../shared/stores/editions.js';
import type { PhraseStore } from '../../shared/stores/phrases.js';
import type { SubscriberStore } from '../../shared/stores/subscribers.js';
import type { SuppressionStore } from '../../shared/stores/suppressions.js';
import type { VectorStore } from '../../shared/stores/vectors.js';
import type { Site } from '../../templates/pages/layout.js';

/** What the readers' side needs from outside. */
export interface ReaderPorts {
  site: Site;
  sender: Sender;
  subscribers: SubscriberStore;
  deliveries: DeliveryStore;
  suppressions: SuppressionStore;
  editions: EditionStore;
  vectors: VectorStore;
  phrases: PhraseStore;
  /** Makes a vector only where none is kept. */
  embedder: Embedder;
  /** Keys may change while a worker is warm, so they are asked for each time. */
  secrets(): Promise<Secrets>;
  send: Send;
  now(): Date;
}

/** What the reading side needs from outside: nothing about people. */
export interface ReadingPorts {
  site: Site;
  editions: EditionStore;
  embedder: Embedder;
  now(): Date;
}

/** What the web needs from outside. */
export interface WebPorts extends ReaderPorts, ReadingPorts {}
