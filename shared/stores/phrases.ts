import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import type { Topic } from '../domain/preferences.js';
import { textHash } from '../embedders/cached.js';
import { parseAs } from '../parse.js';
import { queryRows, type Table } from './table.js';

const PHRASES = 'PHRASES';
const PhraseRow = z.object({ phrase: z.string() });
const CATEGORIES = 'CATEGORIES';
const CategoryRow = z.object({ sk: z.string() });

/**
 * The topics that anybody ever chose, phrases and categories, in the content table: without whose they are, so that
 * an edition made with another model can embed all phrases anew, and a language model is asked only about papers that
 * somebody may want.
 */
export class PhraseStore {
  constructor(private readonly table: Table) {}

  /** Keeps topics of both kinds. Keeping one twice changes nothing. */
  async keep(topics: readonly Topic[]): Promise<void> {
    await Promise.all(
      topics.map((topic) =>
        topic.kind === 'phrase' ? this.add(topic.phrase) : this.#put({ pk: CATEGORIES, sk: topic.category }),
      ),
    );
  }

  async add(phrase: string): Promise<void> {
    await this.#put({ pk: PHRASES, sk: textHash(phrase), phrase });
  }

  /** All phrases. */
  async all(): Promise<string[]> {
    return (await this.#rows(PHRASES, PhraseRow)).map(({ phrase }) => phrase);
  }

  /** All categories, by their codes. */
  async categories(): Promise<string[]> {
    return (await this.#rows(CATEGORIES, CategoryRow)).map(({ sk }) => sk);
  }

  async #put(Item: Record<string, string>): Promise<void> {
    await this.table.client.send(new PutCommand({ TableName: this.table.name, Item }));
  }

  async #rows<S extends z.ZodType>(pk: string, schema: S): Promise<z.output<S>[]> {
    const rows: z.output<S>[] = [];
    const query = { KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: { ':pk': pk } };
    for await (const row of queryRows(this.table, query)) rows.push(parseAs(schema, row, `row ${pk}`));
    return rows;
  }
}
