import { createServer, type IncomingMessage } from 'node:http';
import { z } from 'zod';
import { closeServer, type Embedded, listenOnLoopback } from '../local/embedded/loopback.js';
import { answerModel } from './model.js';
import { TableMeter } from './table-meter.js';
import { NOTHING, type Unit, type Units } from './units.js';

/** What the meter stands before. */
export interface MeteredServices {
  dynamoDb: string;
  sqs: string;
  ses: string;
}

/** Counts what is added to it. */
export type Add = (unit: Unit, amount: number) => void;

const SendRaw = z.object({ Action: z.literal('SendRawEmail'), 'RawMessage.Data': z.string() });

/**
 * Stands before the services on `/dynamodb`, `/sqs`, `/ses` and `/openai`, hands everything on and counts what AWS would
 * charge for it; the model it is itself. `GET /tally` answers what was counted since it was last asked.
 */
export async function startMeter(services: MeteredServices): Promise<Embedded> {
  let tally: Record<Unit, number> = { ...NOTHING };
  const add: Add = (unit, amount) => {
    tally[unit] += amount;
  };
  const table = new TableMeter(services.dynamoDb, add);
  const answer = async (path: string, request: IncomingMessage, body: Buffer): Promise<Answer> => {
    const [, service, ...rest] = path.split('/');
    const onward = (base: string) => hand(`${base}/${rest.join('/')}`, request, body);
    switch (service) {
      case 'tally': {
        const counted: Units = tally;
        tally = { ...NOTHING };
        return json(counted);
      }
      case 'dynamodb':
        return table.hand(String(request.headers['x-amz-target']), body.toString(), onward);
      case 'sqs':
        add('queueCalls', 1);
        return onward(services.sqs);
      case 'ses':
        countMail(body, add);
        return onward(services.ses);
      case 'openai':
        return json(answerModel(rest.join('/'), JSON.parse(body.toString()), add));
      default:
        return { status: 404, type: 'text/plain', body: Buffer.from('Not found') };
    }
  };
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { status, type, body } = await answer(request.url ?? '/', request, Buffer.concat(chunks));
    response.writeHead(status, { 'content-type': type });
    response.end(body);
  });
  const endpoint = await listenOnLoopback(server);
  return { endpoint, close: () => closeServer(server) };
}

/** What goes back to whoever asked. */
export interface Answer {
  status: number;
  type: string;
  body: Buffer;
}

function json(value: unknown): Answer {
  return { status: 200, type: 'application/json', body: Buffer.from(JSON.stringify(value)) };
}

async function hand(
  url: string,
  { method = 'POST', headers }: IncomingMessage,
  body: Buffer,
): Promise<Answer> {
  const { host: _, connection: __, 'content-length': ___, ...kept } = headers;
  const answer = await fetch(url, { method, headers: kept as Record<string, string>, body });
  return {
    status: answer.status,
    type: answer.headers.get('content-type') ?? 'text/plain',
    body: Buffer.from(await answer.arrayBuffer()),
  };
}

function countMail(body: Buffer, add: Add): void {
  const sent = SendRaw.safeParse(Object.fromEntries(new URLSearchParams(body.toString())));
  if (!sent.success) return;
  add('mails', 1);
  add('mailBytes', Buffer.byteLength(sent.data['RawMessage.Data'], 'base64'));
}
