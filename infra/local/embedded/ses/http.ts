import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { DigestError, ShapeError } from '../../../../shared/errors.js';
import { parseJsonAs } from '../../../../shared/parse.js';
import { escapeXml, refusalAnswer, resultAnswer, SesRefusal } from './answer.js';
import type { Ending, LoopbackSes } from './loopback-ses.js';
import { SesPlan } from './plan.js';
import type { EventPublisher } from './publisher.js';
import { readForm, readRawSend, readSimpleSend, type SesForm } from './request.js';

/** The v1 query protocol on `POST /`, and the control paths under `/_ses/` that `control.ts` speaks. */
export function sesServer(ses: LoopbackSes, publisher: EventPublisher): Server {
  return createServer((request, response) => {
    const answering = request.url?.startsWith('/_ses/')
      ? control(ses, publisher, request, response)
      : query(ses, request, response);
    answering.catch((problem) => fail(response, problem));
  });
}

async function query(ses: LoopbackSes, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await readBody(request, ses.plan.sink);
  if (body === 'sunk') {
    ses.count('accepted');
    return writeXml(response, 200, SINK_ANSWER);
  }
  const form = readForm(body.toString('latin1'));
  const ending = await answerTo(ses, form).catch((problem) => {
    if (!(problem instanceof SesRefusal)) throw problem;
    return refusalAnswer(problem);
  });
  if (ending === 'reset') request.socket.resetAndDestroy();
  else if (ending !== 'silence') writeXml(response, ending.status, ending.body);
}

const SINK_ANSWER = resultAnswer('SendRawEmail', '<MessageId>sink</MessageId>').body;

/** The whole body; or, when sends are to sink and this is one, nothing of it. */
async function readBody(request: IncomingMessage, sink: boolean): Promise<Buffer | 'sunk'> {
  const chunks: Buffer[] = [];
  let sunk = false;
  for await (const chunk of request) {
    if (sink && chunks.length === 0) sunk ||= chunk.toString('latin1', 0, 20) === 'Action=SendRawEmail&';
    if (!sunk) chunks.push(chunk);
  }
  return sunk ? 'sunk' : Buffer.concat(chunks);
}

async function answerTo(ses: LoopbackSes, form: SesForm): Promise<Ending> {
  const action = form.params.get('Action') ?? '';
  switch (action) {
    case 'SendRawEmail':
      return ses.send(action, readRawSend(form));
    case 'SendEmail':
      return ses.send(action, await readSimpleSend(form));
    case 'GetSendQuota':
      return resultAnswer(action, ses.quotaXml());
    case 'GetIdentityVerificationAttributes':
      return resultAnswer(action, verifiedXml(form.params));
    default:
      throw new SesRefusal('InvalidAction', `Could not find operation ${action} for version 2010-12-01`);
  }
}

/** Every identity asked about is verified. */
function verifiedXml(params: URLSearchParams): string {
  const identities = [...params].filter(([name]) => name.startsWith('Identities.member.'));
  const entries = identities.map(
    ([, identity]) =>
      `<entry><key>${escapeXml(identity)}</key><value><VerificationStatus>Success</VerificationStatus></value></entry>`,
  );
  return `<VerificationAttributes>${entries.join('')}</VerificationAttributes>`;
}

async function control(
  ses: LoopbackSes,
  publisher: EventPublisher,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const writeJson = (value: unknown) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));
  };
  switch (`${request.method} ${request.url}`) {
    case 'GET /_ses/accepted':
      return writeJson(ses.accepted);
    case 'GET /_ses/events':
      return writeJson(publisher.records);
    case 'GET /_ses/tally':
      return writeJson(ses.tally);
    case 'GET /_ses/settled':
      await publisher.settled();
      return writeJson({});
    case 'PUT /_ses/plan':
      ses.setPlan(parseJsonAs(SesPlan, await text(request), 'SES plan'));
      return writeJson(ses.plan);
    default:
      throw new ShapeError('SES control', 'unknown path');
  }
}

function writeXml(response: ServerResponse, status: number, body: string): void {
  response
    .writeHead(status, { 'content-type': 'text/xml', 'content-length': Buffer.byteLength(body) })
    .end(body);
}

function fail(response: ServerResponse, problem: unknown): void {
  if (response.headersSent || response.destroyed) return;
  const words = problem instanceof Error ? problem.message : String(problem);
  const status = problem instanceof DigestError ? 400 : 500;
  const { body } = refusalAnswer(new SesRefusal('InternalFailure', words, status));
  writeXml(response, status, body);
}
