import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { type Table, written } from './table.js';

/** At most `most` in any one window of `seconds`. */
export interface Limit {
  most: number;
  seconds: number;
}

/** Counts in the subscribers table of what strangers may do so often and no oftener; they go away by themselves. */
export class LimitStore {
  constructor(private readonly table: Table) {}

  /**
   * Counts one more under `name`, in one conditional write. Returns false when the window is full.
   * @param name tells nobody's address or network: hash those first
   */
  take(name: string, { most, seconds }: Limit, now: Date): Promise<boolean> {
    const window = Math.floor(now.getTime() / 1000 / seconds);
    const write = new UpdateCommand({
      TableName: this.table.name,
      Key: { pk: `LIMIT#${name}`, sk: `WINDOW#${window}` },
      UpdateExpression: 'ADD taken :one SET expiresAt = :expiresAt',
      ConditionExpression: 'attribute_not_exists(taken) OR taken < :most',
      ExpressionAttributeValues: { ':one': 1, ':most': most, ':expiresAt': (window + 2) * seconds },
    });
    return written(this.table.client.send(write));
  }
}
