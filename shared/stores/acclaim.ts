import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import type { Day } from '../domain/day.js';
import { PaperId } from '../domain/paper.js';
import { parseAs } from '../parse.js';
import { queryRows, type Table, written } from './table.js';

/** Fewer readers than this are not told of, so that nobody is shown alone. */
export const SHOWN_FROM = 3;

const AcclaimRow = z.object({ sk: PaperId, readers: z.int().nonnegative() });
const pkOf = (day: Day) => `ACCLAIM#${day}`;

/** How many readers want more like a paper, in the content table: a number for each, and nobody's name. */
export class AcclaimStore {
  constructor(private readonly table: Table) {}

  /** Counts one reader more. @param day the paper's first edition */
  async add(day: Day, paperId: PaperId): Promise<void> {
    await this.table.client.send(
      new UpdateCommand({
        TableName: this.table.name,
        Key: { pk: pkOf(day), sk: paperId },
        UpdateExpression: 'ADD readers :one',
        ExpressionAttributeValues: { ':one': 1 },
      }),
    );
  }

  /** Counts one reader less; none is none. @param day the paper's first edition */
  async remove(day: Day, paperId: PaperId): Promise<void> {
    await written(
      this.table.client.send(
        new UpdateCommand({
          TableName: this.table.name,
          Key: { pk: pkOf(day), sk: paperId },
          UpdateExpression: 'ADD readers :less',
          ConditionExpression: 'readers > :none',
          ExpressionAttributeValues: { ':less': -1, ':none': 0 },
        }),
      ),
    );
  }

  /** The counts of the edition of `day`, of papers that at least {@link SHOWN_FROM} readers want more of. */
  async read(day: Day): Promise<Map<PaperId, number>> {
    const counts = new Map<PaperId, number>();
    const query = { KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: { ':pk': pkOf(day) } };
    for await (const row of queryRows(this.table, query)) {
      const { sk, readers } = parseAs(AcclaimRow, row, `row ${pkOf(day)}`);
      if (readers >= SHOWN_FROM) counts.set(sk, readers);
    }
    return counts;
  }
}
