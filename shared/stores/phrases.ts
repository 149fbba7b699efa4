import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import type { Topic } from '../domain/preferences.js';
import { textHash } from '../embedders/cached.js';
import { parseAs } from '../parse.js';
import { queryRows, type Table } from './table.js';
import { VectorStore } from './vectors.js';

const PHRASES = 'PHRASES';
const PhraseRow = z.object({ phrase: z.string(), expiresAt: z.number().optional() });
const CATEGORIES = 'CATEGORIES';
const CategoryRow = z.object({ sk: z.string() });

const DAY_SECONDS = 86_400;
/** How long a phrase is kept after it was last chosen or renewed, which outlasts its vector by far. */
const PHRASE_DAYS = 90;
/** How little of a vector's time is left when it is renewed: more than passes between two digests of one reader. */
const RENEWED_DAYS = 15;

/** Phrases as they stand for a reader who is matched by them. */
export interface PhraseVectors {
  /** By phrase; one that nobody embedded yet has none. */
  vectors: Map<string, Float32Array>;
  /** Those that want renewing, for they or their vectors would go away soon, or have gone. */
  ending: string[];
}

/**
 * The topics that readers chose, phrases and categories, in the content table: without whose they are, so that an
 * edition made with another model can embed all phrases anew, and a language model is asked only about papers that
 * somebody may want. A phrase is somebody's own words, and goes away 90 days after nobody uses it any more: whoever
 * makes a digest by it reads its vector, sees by that when it is time, and renews both.
 */
export class PhraseStore {
  /** The vectors of phrases, which go away with them. */
  readonly vectors: VectorStore;

  constructor(
    private readonly table: Table,
    private readonly now: () => Date = () => new Date(),
  ) {
    this.vectors = new VectorStore(table, 'PHRASE', now);
  }

  /** Keeps topics of both kinds. Keeping one again changes nothing but how long a phrase stays. */
  async keep(topics: readonly Topic[]): Promise<void> {
    await Promise.all(
      topics.map((topic) =>
        topic.kind === 'phrase' ? this.add(topic.phrase) : this.#put({ pk: CATEGORIES, sk: topic.category }),
      ),
    );
  }

  async add(phrase: string): Promise<void> {
    const expiresAt = this.#seconds() + PHRASE_DAYS * DAY_SECONDS;
    await this.#put({ pk: PHRASES, sk: textHash(phrase), phrase, expiresAt });
  }

  /** The vectors of `phrases` in `model`, in one read. */
  async read(phrases: readonly string[], model: string): Promise<PhraseVectors> {
    const kept = await this.vectors.readKept(model, phrases.map(textHash));
    const soon = this.#seconds() + RENEWED_DAYS * DAY_SECONDS;
    const found: PhraseVectors = { vectors: new Map(), ending: [] };
    for (const phrase of new Set(phrases)) {
      const { vector, expiresAt = 0 } = kept.get(textHash(phrase)) ?? {};
      if (vector) found.vectors.set(phrase, vector);
      if (expiresAt < soon) found.ending.push(phrase);
    }
    return found;
  }

  /** Keeps phrases, and their vectors in `model`, as long again as if they were chosen now. */
  async renew(phrases: readonly string[], model: string): Promise<void> {
    await Promise.all(
      phrases.map(async (phrase) => {
        await this.add(phrase);
        await this.vectors.prolong(model, textHash(phrase));
      }),
    );
  }

  /** All phrases. */
  async all(): Promise<string[]> {
    const rows = await this.#rows(PHRASES, PhraseRow);
    const now = this.#seconds();
    return rows.flatMap(({ phrase, expiresAt }) =>
      expiresAt === undefined || expiresAt > now ? [phrase] : [],
    );
  }

  /** All categories, by their codes. */
  async categories(): Promise<string[]> {
    return (await this.#rows(CATEGORIES, CategoryRow)).map(({ sk }) => sk);
  }

  #seconds(): number {
    return Math.floor(this.now().getTime() / 1000);
  }

  async #put(Item: Record<string, string | number>): Promise<void> {
    await this.table.client.send(new PutCommand({ TableName: this.table.name, Item }));
  }

  async #rows<S extends z.ZodType>(pk: string, schema: S): Promise<z.output<S>[]> {
    const rows: z.output<S>[] = [];
    const query = { KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: { ':pk': pk } };
    for await (const row of queryRows(this.table, query)) rows.push(parseAs(schema, row, `row ${pk}`));
    return rows;
  }
}
