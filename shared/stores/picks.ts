import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import type { Day } from '../domain/day.js';
import { PaperId } from '../domain/paper.js';
import { parseAs } from '../parse.js';
import { queryRows, type Table } from './table.js';

/** One paper that the editor puts forward, and why, in a line. */
export const EditorsPick = z.object({ paperId: PaperId, why: z.string().trim().min(1).max(300) });
export type EditorsPick = z.infer<typeof EditorsPick>;

const PickRow = z.object({ pick: EditorsPick });
const pkOf = (day: Day) => `PICK#${day}`;

/** The editor's picks of each edition, in the content table. */
export class PickStore {
  constructor(private readonly table: Table) {}

  /** The picks of the edition of `day`, by paper: why each is one. */
  async read(day: Day): Promise<Map<PaperId, string>> {
    const picks = new Map<PaperId, string>();
    const query = { KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: { ':pk': pkOf(day) } };
    for await (const row of queryRows(this.table, query)) {
      const { pick } = parseAs(PickRow, row, `row ${pkOf(day)}`);
      picks.set(pick.paperId, pick.why);
    }
    return picks;
  }

  /** Adds a pick, or says anew why it is one. @throws ShapeError when it has no reason, or a long one */
  async write(day: Day, pick: EditorsPick): Promise<void> {
    const parsed = parseAs(EditorsPick, pick, 'pick');
    const Item = { pk: pkOf(day), sk: parsed.paperId, pick: parsed };
    await this.table.client.send(new PutCommand({ TableName: this.table.name, Item }));
  }

  async remove(day: Day, paperId: PaperId): Promise<void> {
    const Key = { pk: pkOf(day), sk: paperId };
    await this.table.client.send(new DeleteCommand({ TableName: this.table.name, Key }));
  }
}
