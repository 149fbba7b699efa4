import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';

/** One call of DynamoDB: what was done to which table, by which partition keys. */
export interface Call {
  verb: string;
  table: string;
  index?: string | undefined;
  partitions: string[];
}

const Text = z.object({ S: z.string() });
const Keyed = z.object({ pk: Text });
const Body = z.object({
  TableName: z.string().optional(),
  IndexName: z.string().optional(),
  Key: Keyed.optional(),
  Item: Keyed.optional(),
  RequestItems: z.record(z.string(), z.object({ Keys: z.array(Keyed) })).optional(),
  KeyConditionExpression: z.string().startsWith('pk = :pk').optional().catch(undefined),
  ExpressionAttributeValues: z.object({ ':pk': Text.optional() }).optional().catch(undefined),
});

/** Stands before a DynamoDB, hands everything on, and writes down what it was asked. */
export async function startRecorder(
  dynamoUrl: string,
): Promise<{ url: string; calls: Call[]; close(): void }> {
  const calls: Call[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString();
    calls.push(...callsIn(String(request.headers['x-amz-target']).split('.')[1] ?? '', JSON.parse(body)));
    const { host: _, connection: __, 'content-length': ___, ...headers } = request.headers;
    const answer = await fetch(dynamoUrl, {
      method: 'POST',
      headers: headers as Record<string, string>,
      body,
    });
    response.writeHead(answer.status, { 'content-type': 'application/x-amz-json-1.0' });
    response.end(Buffer.from(await answer.arrayBuffer()));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, calls, close: () => server.close() };
}

function callsIn(verb: string, value: unknown): Call[] {
  const body = Body.parse(value);
  if (body.RequestItems) {
    return Object.entries(body.RequestItems).map(([table, { Keys }]) => ({
      verb,
      table,
      partitions: Keys.map(({ pk }) => pk.S),
    }));
  }
  const partition = (body.Key ?? body.Item)?.pk.S ?? body.ExpressionAttributeValues?.[':pk']?.S;
  const partitions = partition === undefined ? [] : [partition];
  return [{ verb, table: body.TableName ?? '', index: body.IndexName, partitions }];
}
