import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { textHash } from '../embedders/cached.js';
import { parseAs } from '../parse.js';
import { queryRows, type Table } from './table.js';

const PHRASES = 'PHRASES';
const PhraseRow = z.object({ phrase: z.string() });

/**
 * The topic phrases that anybody ever chose, in the content table: without whose they are, so that an edition
 * made with another model can embed them all anew.
 */
export class PhraseStore {
  constructor(private readonly table: Table) {}

  async add(phrase: string): Promise<void> {
    await this.table.client.send(
      new PutCommand({ TableName: this.table.name, Item: { pk: PHRASES, sk: textHash(phrase), phrase } }),
    );
  }

  async all(): Promise<string[]> {
    const phrases: string[] = [];
    const query = { KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: { ':pk': PHRASES } };
    for await (const row of queryRows(this.table, query)) {
      phrases.push(parseAs(PhraseRow, row, `row ${PHRASES}`).phrase);
    }
    return phrases;
  }
}
