import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import pMap from 'p-map';
import { z } from 'zod';
import type { PaperId } from '../domain/paper.js';
import { Vote } from '../domain/preferences.js';
import type { SubscriberId } from '../domain/subscriber.js';
import { parseAs } from '../parse.js';
import { type Key, queryRows, type Table, WRITES_IN_FLIGHT } from './table.js';

const VoteRow = z.object({ vote: Vote });
const PREFIX = 'VOTE#';

const key = (id: SubscriberId, paperId: PaperId): Key => ({
  pk: `SUBSCRIBER#${id}`,
  sk: `${PREFIX}${paperId}`,
});

/** The votes of readers, in the subscribers table: one row for each reader and paper, beside the reader's own. */
export class VoteStore {
  constructor(private readonly table: Table) {}

  /** The reader's votes, in the order of their papers' ids. */
  async of(id: SubscriberId): Promise<Vote[]> {
    const votes: Vote[] = [];
    const rows = queryRows(this.table, {
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
      ExpressionAttributeValues: { ':pk': `SUBSCRIBER#${id}`, ':prefix': PREFIX },
      ConsistentRead: true,
    });
    for await (const row of rows) votes.push(parseAs(VoteRow, row, `votes of ${id}`).vote);
    return votes;
  }

  /** Keeps a vote in place of the reader's former one on that paper. Returns the former, if there was one. */
  async cast(id: SubscriberId, vote: Vote): Promise<Vote | undefined> {
    const { Attributes } = await this.table.client.send(
      new PutCommand({
        TableName: this.table.name,
        Item: { ...key(id, vote.paperId), vote },
        ReturnValues: 'ALL_OLD',
      }),
    );
    return Attributes && parseAs(VoteRow, Attributes, `vote of ${id}`).vote;
  }

  /** Takes a vote back. Returns what it was, or `undefined` where there was none. */
  async takeBack(id: SubscriberId, paperId: PaperId): Promise<Vote | undefined> {
    const { Attributes } = await this.table.client.send(
      new DeleteCommand({ TableName: this.table.name, Key: key(id, paperId), ReturnValues: 'ALL_OLD' }),
    );
    return Attributes && parseAs(VoteRow, Attributes, `vote of ${id}`).vote;
  }

  /** Takes all of a reader's votes back. Returns what they were. */
  async takeAllBack(id: SubscriberId): Promise<Vote[]> {
    const taken = await pMap(await this.of(id), ({ paperId }) => this.takeBack(id, paperId), {
      concurrency: WRITES_IN_FLIGHT,
    });
    return taken.flatMap((vote) => vote ?? []);
  }
}
