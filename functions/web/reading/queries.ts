import { setTimeout as sleep } from 'node:timers/promises';
import { textHash } from '../../../shared/embedders/cached.js';
import type { Embedder } from '../../../shared/embedders/embedder.js';
import { logFailure } from '../../../shared/log.js';
import type { Limit, LimitStore } from '../../../shared/stores/limits.js';
import type { VectorStore } from '../../../shared/stores/vectors.js';

/** Of strangers' searches together; what was searched for before costs nothing and does not count. */
const LIMIT: Limit = { most: 600, seconds: 3_600 };

/** Nobody waits longer for a vector; the search then goes by words. */
const PATIENCE_MS = 4_000;

const KEPT = 500;

export interface QueryPorts {
  embedder: Embedder;
  /** Where the vectors of earlier queries are. */
  cache: Pick<VectorStore, 'read' | 'write'>;
  limits: Pick<LimitStore, 'take'>;
  now(): Date;
}

/** Where queries are in the editions' space, such that a stranger's searches cannot spend much of anybody's money. */
export class Queries {
  readonly #known = new Map<string, Float32Array>();

  constructor(private readonly ports: QueryPorts) {}

  /** The model in whose space the vectors are. */
  get model(): string {
    return this.ports.embedder.model;
  }

  /** The vector of `query`, or `undefined` when none is to be had now: the hour is full, or the model does not answer. */
  async vector(query: string): Promise<Float32Array | undefined> {
    const text = query.toLowerCase();
    const known = this.#known.get(text);
    if (known) return known;
    const patience = new AbortController();
    try {
      const tooLate = sleep(PATIENCE_MS, undefined, { signal: patience.signal });
      const vector = await Promise.race([this.#lookUp(text), tooLate]);
      if (vector) this.#remember(text, vector);
      return vector ?? undefined;
    } catch (error) {
      logFailure('search', error);
      return undefined;
    } finally {
      patience.abort();
    }
  }

  async #lookUp(text: string): Promise<Float32Array | undefined> {
    const { embedder, cache, limits, now } = this.ports;
    const hash = textHash(text);
    const cached = (await cache.read(embedder.model, [hash])).get(hash);
    if (cached || !(await limits.take('search', LIMIT, now()))) return cached;
    const [vector] = await embedder.embed([text]);
    if (vector) await cache.write(embedder.model, new Map([[hash, vector]]));
    return vector;
  }

  #remember(text: string, vector: Float32Array): void {
    this.#known.set(text, vector);
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= KEPT) break;
      this.#known.delete(oldest);
    }
  }
}
