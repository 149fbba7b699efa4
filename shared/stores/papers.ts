import { PutCommand } from '@aws-sdk/lib-dynamodb';
import pMap from 'p-map';
import { z } from 'zod';
import { Day } from '../domain/day.js';
import { Paper, type PaperId } from '../domain/paper.js';
import { parseAs } from '../parse.js';
import { batchGet, type Key, type Table, WRITES_IN_FLIGHT, written } from './table.js';

/** A paper as it is kept: with the edition that it belongs to, which never changes. */
export const StoredPaper = Paper.extend({ firstEdition: Day });
export type StoredPaper = z.infer<typeof StoredPaper>;

const PaperRow = z.object({ paper: StoredPaper, revision: z.int().positive() });
type PaperRow = z.infer<typeof PaperRow>;

const key = (id: PaperId): Key => ({ pk: `PAPER#${id}`, sk: 'PAPER' });

/** Papers by id, in the content table. */
export class PaperStore {
  constructor(private readonly table: Table) {}

  /** The papers of `ids` that are known. */
  async read(ids: readonly PaperId[]): Promise<Map<PaperId, StoredPaper>> {
    const rows = await this.#rows(ids);
    return new Map([...rows].map(([id, { paper }]) => [id, paper]));
  }

  /**
   * Lets `merge` join each paper with what is known of it, and keeps the result when it differs.
   * Safe while others write the same papers: a paper that changed meanwhile is read and merged again.
   * Returns every paper as it stands now.
   */
  async merge(
    papers: readonly Paper[],
    merge: (known: StoredPaper | undefined, incoming: Paper) => StoredPaper,
  ): Promise<Map<PaperId, StoredPaper>> {
    const merged = new Map<PaperId, StoredPaper>();
    let open = [...papers];
    while (open.length > 0) {
      const rows = await this.#rows(open.map((paper) => paper.id));
      const overtaken: Paper[] = [];
      const mergeOne = async (incoming: Paper) => {
        const row = rows.get(incoming.id);
        const paper = merge(row?.paper, incoming);
        const kept =
          JSON.stringify(paper) === JSON.stringify(row?.paper) || (await this.#put(paper, row?.revision));
        if (kept) merged.set(paper.id, paper);
        else overtaken.push(incoming);
      };
      await pMap(open, mergeOne, { concurrency: WRITES_IN_FLIGHT });
      open = overtaken;
    }
    return merged;
  }

  async #rows(ids: readonly PaperId[]): Promise<Map<PaperId, PaperRow>> {
    const rows = await batchGet(this.table, [...new Set(ids)].map(key));
    return new Map(
      rows.map((row) => {
        const parsed = parseAs(PaperRow, row, `row ${String(row.pk)}`);
        return [parsed.paper.id, parsed];
      }),
    );
  }

  /** Returns false when the row is no longer at `revision` (absent: must not exist). */
  #put(paper: StoredPaper, revision: number | undefined): Promise<boolean> {
    const write = new PutCommand({
      TableName: this.table.name,
      Item: { ...key(paper.id), paper, revision: (revision ?? 0) + 1 },
      ConditionExpression: revision === undefined ? 'attribute_not_exists(pk)' : 'revision = :revision',
      ...(revision !== undefined && { ExpressionAttributeValues: { ':revision': revision } }),
    });
    return written(this.table.client.send(write));
  }
}
