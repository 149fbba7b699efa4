import { z } from 'zod';
import { parseAs, parseJsonAs } from '../../shared/parse.js';
import { tables } from '../house.js';
import { localTableName } from '../local/tables.js';
import type { Add, Answer } from './meter.js';

const Row = z.record(z.string(), z.unknown());
type Row = z.infer<typeof Row>;

const Request = z.looseObject({
  TableName: z.string().optional(),
  Key: Row.optional(),
  Item: Row.optional(),
});

const Units = z.object({ CapacityUnits: z.number() });
const Capacity = z.object({ ConsumedCapacity: z.union([Units, z.array(Units)]) });
const Found = z.object({ Item: Row.optional() });

const READS = new Set(['GetItem', 'BatchGetItem', 'Query']);
const WRITES = new Set(['PutItem', 'UpdateItem', 'DeleteItem']);

/**
 * Counts the capacity units of DynamoDB's calls. Those of a table are what the database itself says, which rounds as
 * DynamoDB does; a write that is refused costs what the row that stands would; and an index costs a unit for each row
 * of it that a write changes, which is found by looking at the row before and after, uncounted.
 */
export class TableMeter {
  constructor(
    private readonly endpoint: string,
    private readonly add: Add,
  ) {}

  async hand(target: string, body: string, onward: (base: string) => Promise<Answer>): Promise<Answer> {
    const verb = target.split('.')[1] ?? '';
    if (!READS.has(verb) && !WRITES.has(verb)) return onward(this.endpoint);
    const request = parseJsonAs(Request, body, 'request');
    this.add('tableCalls', 1);
    if (READS.has(verb)) return this.#read(target, request);
    return this.#write(target, request);
  }

  async #read(target: string, request: z.infer<typeof Request>): Promise<Answer> {
    const answer = await this.#ask(target, request);
    this.add('reads', unitsIn(answer));
    return answer;
  }

  async #write(target: string, request: z.infer<typeof Request>): Promise<Answer> {
    const before = await this.#row(request);
    const answer = await this.#ask(target, request);
    if (answer.status !== 200) {
      this.add('writes', writeUnits(before));
      return answer;
    }
    const after = await this.#row(request);
    this.add('writes', Math.max(writeUnits(before), writeUnits(after)) + indexUnits(request, before, after));
    if (request.Item) this.add('rowBytes', rowBytes(request.Item));
    return answer;
  }

  async #row({ TableName, Key, Item }: z.infer<typeof Request>): Promise<Row | undefined> {
    const key = Key ?? { pk: Item?.pk, sk: Item?.sk };
    const answer = await this.#ask('DynamoDB_20120810.GetItem', {
      TableName,
      Key: key,
      ConsistentRead: true,
    });
    return parseJsonAs(Found, answer.body.toString(), 'row').Item;
  }

  async #ask(target: string, request: object): Promise<Answer> {
    const answer = await fetch(this.endpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': target,
        authorization:
          'AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
        'x-amz-date': '20260101T000000Z',
      },
      body: JSON.stringify({ ...request, ReturnConsumedCapacity: 'TOTAL' }),
    });
    return {
      status: answer.status,
      type: 'application/x-amz-json-1.0',
      body: Buffer.from(await answer.arrayBuffer()),
    };
  }
}

function unitsIn({ status, body }: Answer): number {
  if (status !== 200) return 0;
  const { ConsumedCapacity } = parseJsonAs(Capacity, body.toString(), 'consumed capacity');
  return [ConsumedCapacity].flat().reduce((sum, { CapacityUnits }) => sum + CapacityUnits, 0);
}

const writeUnits = (row: Row | undefined): number => Math.max(1, Math.ceil((row ? rowBytes(row) : 0) / 1024));

/** One unit for each entry that is put into an index or taken out of it; a changed key does both. */
function indexUnits({ TableName }: z.infer<typeof Request>, before?: Row, after?: Row): number {
  const spec = Object.entries(tables).find(
    ([name]) => localTableName(name as keyof typeof tables) === TableName,
  );
  let units = 0;
  for (const { partitionKey, sortKey, attributes } of spec?.[1].indexes ?? []) {
    const keyOf = (row?: Row) =>
      row?.[partitionKey] && row[sortKey] && JSON.stringify([row[partitionKey], row[sortKey]]);
    const [was, is] = [keyOf(before), keyOf(after)];
    if (was !== is) units += (was ? 1 : 0) + (is ? 1 : 0);
    else if (
      is &&
      attributes.some((name) => JSON.stringify(before?.[name]) !== JSON.stringify(after?.[name]))
    )
      units += 1;
  }
  return units;
}

const Value = z.record(z.string(), z.unknown());

/** A row's bytes: of its names and its values. Source: "DynamoDB item sizes and formats", DynamoDB developer guide. */
export function rowBytes(row: Row): number {
  return Object.entries(row).reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name) + valueBytes(value),
    0,
  );
}

function valueBytes(value: unknown): number {
  const [[type, held] = ['', undefined]] = Object.entries(parseAs(Value, value, 'attribute'));
  switch (type) {
    case 'S':
      return Buffer.byteLength(String(held));
    case 'B':
      return Buffer.byteLength(String(held), 'base64');
    case 'N':
      return Math.ceil(String(held).replace(/[-.]/g, '').length / 2) + 1;
    case 'L':
      return 3 + (held as unknown[]).reduce<number>((sum, one) => sum + 1 + valueBytes(one), 0);
    case 'M':
      return 3 + rowBytes(held as Row) + Object.keys(held as Row).length;
    default:
      return 1;
  }
}
