import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { type Day, Instant } from '../domain/day.js';
import { Completeness } from '../domain/edition.js';
import { PaperId } from '../domain/paper.js';
import { parseAs } from '../parse.js';
import { queryRows, type Table, written } from './table.js';

/**
 * What one source brought for one edition. It is written after all its papers, so that a listing that stands
 * is whole: an edition never sees half of a source.
 */
export const StoredListing = z.object({
  source: z.string(),
  /** The papers that belong to this edition. */
  paperIds: z.array(PaperId),
  completeness: z.array(Completeness),
  /** How far the source was read; the next run goes on from here. */
  until: Instant,
});
export type StoredListing = z.infer<typeof StoredListing>;

const ListingRow = z.object({ listing: StoredListing });
const LatestRow = z.object({ until: Instant });

/** The listings of each edition's sources, in the content table. */
export class ListingStore {
  constructor(private readonly table: Table) {}

  /** Every source's listing for the edition of `day`. */
  async read(day: Day): Promise<StoredListing[]> {
    const listings: StoredListing[] = [];
    const query = {
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': `LISTING#${day}` },
      ConsistentRead: true,
    };
    for await (const row of queryRows(this.table, query)) {
      listings.push(parseAs(ListingRow, row, `row ${String(row.pk)}`).listing);
    }
    return listings;
  }

  /** Keeps a source's listing of `day`, and how far the source was read, which never goes back. */
  async write(day: Day, listing: StoredListing): Promise<void> {
    await this.table.client.send(
      new PutCommand({
        TableName: this.table.name,
        Item: { pk: `LISTING#${day}`, sk: listing.source, listing },
      }),
    );
    const progress = new PutCommand({
      TableName: this.table.name,
      Item: { pk: `SOURCE#${listing.source}`, sk: 'UNTIL', until: listing.until },
      ConditionExpression: 'attribute_not_exists(pk) OR #until < :until',
      ExpressionAttributeNames: { '#until': 'until' },
      ExpressionAttributeValues: { ':until': listing.until },
    });
    await written(this.table.client.send(progress));
  }

  /** The listing that `source` brought for the edition of `day`, or `undefined` before it did. */
  async readOne(day: Day, source: string): Promise<StoredListing | undefined> {
    const { Item } = await this.table.client.send(
      new GetCommand({ TableName: this.table.name, Key: { pk: `LISTING#${day}`, sk: source } }),
    );
    return Item && parseAs(ListingRow, Item, `row LISTING#${day} ${source}`).listing;
  }

  /** How far `source` was read by the last run that went through, or `undefined` before the first. */
  async readUntil(source: string): Promise<Date | undefined> {
    const { Item } = await this.table.client.send(
      new GetCommand({ TableName: this.table.name, Key: { pk: `SOURCE#${source}`, sk: 'UNTIL' } }),
    );
    if (!Item) return undefined;
    return new Date(parseAs(LatestRow, Item, `row SOURCE#${source}`).until);
  }
}
