import { promisify } from 'node:util';
import { brotliCompress, brotliDecompress, constants } from 'node:zlib';
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import type { Day } from '../domain/day.js';
import { Edition } from '../domain/edition.js';
import type { PackedPreparation } from '../matching/preparation-bytes.js';
import { parseAs, parseJsonAs } from '../parse.js';
import { type PackedVectors, packVectors, readPacked, unpackVectors } from '../vector-bytes.js';
import { readBlob, writeBlob } from './blobs.js';
import { type Key, queryRows, type Table, written } from './table.js';

const compress = promisify(brotliCompress);
const decompress = promisify(brotliDecompress);

/** The small row of an edition: what is asked for without its papers. */
export const EditionHeader = Edition.omit({ papers: true }).extend({
  paperCount: z.int().nonnegative(),
  /** Names the set of rows that belong together, so that two compilations never mix. */
  build: z.string(),
  /** Editions of before stories were known again have no centroids. */
  rows: z.object({
    papers: z.int(),
    vectors: z.int(),
    cards: z.int(),
    centroids: z.int().default(0),
    /** What matching needs, and what it needs for muted words; editions of before it was kept have none. */
    preparation: z.int().default(0),
    texts: z.int().default(0),
  }),
});
export type EditionHeader = z.infer<typeof EditionHeader>;

const HeaderRow = z.object({ header: EditionHeader });
const EDITIONS = 'EDITIONS';
const blobKey = (day: Day, build: string) => `EDITION#${day}#${build}`;

/** The row whose being there is the publication. */
export const editionKey = (day: Day): Key => ({ pk: EDITIONS, sk: day });

/** Whole editions with their vectors (in the papers' order) and packed cards, in the content table. */
export class EditionStore {
  constructor(private readonly table: Table) {}

  /**
   * Publishes an edition with one conditional write, after everything that belongs to it.
   * Returns false when an edition of that day stands already; it is then left as it is.
   * @param parts.centroids one unit vector for each story @param parts.build a name never used before for this day
   */
  async publish(
    edition: Edition,
    parts: {
      vectors: readonly Float32Array[];
      centroids?: readonly Float32Array[];
      cards: Uint8Array;
      preparation?: PackedPreparation;
      build: string;
    },
  ): Promise<boolean> {
    const pk = blobKey(edition.day, parts.build);
    const { papers, ...header } = edition;
    const text = Buffer.from(JSON.stringify(papers));
    const packed = await compress(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } });
    const rows = {
      papers: await writeBlob(this.table, pk, 'PAPERS', packed),
      vectors: await writeBlob(this.table, pk, 'VECTORS', packVectors(parts.vectors)),
      cards: await writeBlob(this.table, pk, 'CARDS', parts.cards),
      centroids: parts.centroids
        ? await writeBlob(this.table, pk, 'CENTROIDS', packVectors(parts.centroids))
        : 0,
      preparation: parts.preparation
        ? await writeBlob(this.table, pk, 'PREPARATION', parts.preparation.bytes)
        : 0,
      texts: parts.preparation ? await writeBlob(this.table, pk, 'TEXTS', parts.preparation.texts) : 0,
    };
    const whole: EditionHeader = { ...header, paperCount: papers.length, build: parts.build, rows };
    const publication = new PutCommand({
      TableName: this.table.name,
      Item: { pk: EDITIONS, sk: edition.day, header: whole },
      ConditionExpression: 'attribute_not_exists(pk)',
    });
    return written(this.table.client.send(publication));
  }

  /** The header of the edition of `day`, or `undefined` where none is published. */
  async header(day: Day): Promise<EditionHeader | undefined> {
    const { Item } = await this.table.client.send(
      new GetCommand({ TableName: this.table.name, Key: editionKey(day), ConsistentRead: true }),
    );
    return Item && parseAs(HeaderRow, Item, `row ${EDITIONS} ${day}`).header;
  }

  /** The headers of the last `count` editions up to and with `until`, newest first. */
  async latest(count: number, until: Day = '9999-12-31'): Promise<EditionHeader[]> {
    const headers: EditionHeader[] = [];
    const rows = queryRows(this.table, {
      KeyConditionExpression: 'pk = :pk AND sk <= :until',
      ExpressionAttributeValues: { ':pk': EDITIONS, ':until': until },
      ScanIndexForward: false,
      Limit: count,
      // A worker keeps what it reads here, so that a lagging replica would have it mail yesterday's edition all day.
      ConsistentRead: true,
    });
    for await (const row of rows) {
      headers.push(parseAs(HeaderRow, row, `row ${EDITIONS} ${String(row.sk)}`).header);
      if (headers.length === count) break;
    }
    return headers;
  }

  /** The edition with its papers. */
  async edition(header: EditionHeader): Promise<Edition> {
    const { build, rows, paperCount: _, ...rest } = header;
    const packed = await readBlob(this.table, blobKey(header.day, build), 'PAPERS', rows.papers);
    const papers = parseJsonAs(
      Edition.shape.papers,
      (await decompress(packed)).toString('utf8'),
      `papers of edition ${header.day}`,
    );
    return { ...rest, papers };
  }

  /** One vector for each paper of the edition, in its order; to within the precision of their packing. */
  async vectors(header: EditionHeader): Promise<Float32Array[]> {
    return unpackVectors(await this.#vectorBytes(header));
  }

  /** The same vectors as they are kept. */
  async packedVectors(header: EditionHeader): Promise<PackedVectors> {
    return readPacked(await this.#vectorBytes(header));
  }

  /** The centroid of each story of the edition, in its order; none where they were not kept. */
  async storyCentroids({ day, build, rows }: EditionHeader): Promise<Float32Array[]> {
    if (rows.centroids === 0) return [];
    return unpackVectors(await readBlob(this.table, blobKey(day, build), 'CENTROIDS', rows.centroids));
  }

  #vectorBytes(header: EditionHeader): Promise<Uint8Array> {
    return readBlob(this.table, blobKey(header.day, header.build), 'VECTORS', header.rows.vectors);
  }

  /** The packed cards of the edition. */
  async cards(header: EditionHeader): Promise<Uint8Array> {
    return readBlob(this.table, blobKey(header.day, header.build), 'CARDS', header.rows.cards);
  }

  /** What matching needs of the edition, packed; `undefined` where it was not kept. */
  async preparation({ day, build, rows }: EditionHeader): Promise<Uint8Array | undefined> {
    if (rows.preparation === 0) return undefined;
    return readBlob(this.table, blobKey(day, build), 'PREPARATION', rows.preparation);
  }

  /** The papers' plain texts, packed, where {@link preparation} was kept. */
  async texts({ day, build, rows }: EditionHeader): Promise<Uint8Array> {
    return readBlob(this.table, blobKey(day, build), 'TEXTS', rows.texts);
  }
}
