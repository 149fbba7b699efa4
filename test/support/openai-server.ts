import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';

/** A request as the server received it; `body` is the parsed JSON. */
export interface OpenAiRequest {
  path: string;
  headers: IncomingMessage['headers'];
  body: unknown;
}

/** What the server does with one request: answers, hangs until the client gives up, or resets the connection. */
export type OpenAiAnswer =
  | { status?: number; headers?: Record<string, string>; json: unknown }
  | { status?: number; headers?: Record<string, string>; text: string }
  | 'hang'
  | 'reset';

export type OpenAiBehaviour = (request: OpenAiRequest) => OpenAiAnswer;

export interface OpenAiServer {
  /** For `baseURL`, ends in `/v1`. */
  url: string;
  /** Every request so far, in order of arrival. */
  requests: OpenAiRequest[];
  /** Queues behaviours for the coming requests, one each, before the standing behaviour of their path takes over. */
  next(...behaviours: OpenAiBehaviour[]): void;
  close(): Promise<void>;
}

/** The standing behaviours; by default embeddings are made up from the texts and a chat answers `{}`. */
export interface OpenAiStandIns {
  embeddings?: OpenAiBehaviour;
  chat?: OpenAiBehaviour;
}

/** Starts a server on a free loopback port that speaks `/v1/embeddings` and `/v1/chat/completions`. */
export async function startOpenAiServer(standIns: OpenAiStandIns = {}): Promise<OpenAiServer> {
  const requests: OpenAiRequest[] = [];
  const queued: OpenAiBehaviour[] = [];
  const standing: Record<string, OpenAiBehaviour | undefined> = {
    '/v1/embeddings': standIns.embeddings ?? embeddingsReply(),
    '/v1/chat/completions': standIns.chat ?? chatReply({}),
  };
  const server = createServer(async (incoming, response) => {
    const request = { path: incoming.url ?? '', headers: incoming.headers, body: await readJson(incoming) };
    requests.push(request);
    const behave = queued.shift() ?? standing[request.path] ?? failure(404, 'no such path');
    send(response, behave(request));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    requests,
    next: (...behaviours) => {
      queued.push(...behaviours);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Answers with an error of OpenAI's shape, e.g. `failure(429, 'slow down', { 'retry-after': '1' })`. */
export function failure(
  status: number,
  message: string,
  headers: Record<string, string> = {},
): OpenAiBehaviour {
  return () => ({ status, headers, json: { error: { message, type: 'stand_in', param: null, code: null } } });
}

/** Answers with these very bytes, or this very JSON, whatever was asked. */
export function reply(body: unknown): OpenAiBehaviour {
  return () => (typeof body === 'string' ? { text: body } : { json: body });
}

export const hang: OpenAiBehaviour = () => 'hang';
export const reset: OpenAiBehaviour = () => 'reset';

const chatUsage = { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 };

/**
 * Answers a chat with `content` as the assistant's message (an object is written as JSON).
 * A function gets the request, so that the reply can depend on the prompt.
 */
export function chatReply(
  content: string | object | ((request: OpenAiRequest) => string | object),
  { usage = chatUsage, finishReason = 'stop' } = {},
): OpenAiBehaviour {
  return (request) => {
    const said =
      typeof content === 'function' ? (content as (r: OpenAiRequest) => unknown)(request) : content;
    const text = typeof said === 'string' ? said : JSON.stringify(said);
    return { json: completion({ role: 'assistant', content: text, refusal: null }, finishReason, usage) };
  };
}

/** Answers a chat with a refusal in place of content. */
export function chatRefusal(refusal: string): OpenAiBehaviour {
  return () => ({ json: completion({ role: 'assistant', content: null, refusal }, 'stop', chatUsage) });
}

function completion(message: object, finishReason: string, usage: object): object {
  return {
    id: 'chatcmpl-stand-in',
    object: 'chat.completion',
    created: 1_767_225_600,
    model: 'stand-in',
    choices: [{ index: 0, message, finish_reason: finishReason, logprobs: null }],
    usage,
  };
}

const EmbeddingsRequest = z.object({
  model: z.string(),
  input: z.array(z.string()),
  dimensions: z.int().default(1536),
  encoding_format: z.enum(['float', 'base64']).default('float'),
});

/** Answers with a made-up vector for each text, the same for the same text, and one token for each four characters. */
export function embeddingsReply(): OpenAiBehaviour {
  return ({ body }) => {
    const { model, input, dimensions, encoding_format } = EmbeddingsRequest.parse(body);
    const data = input.map((text, index) => {
      const vector = madeUpVector(text, dimensions);
      const embedding =
        encoding_format === 'base64' ? Buffer.from(vector.buffer).toString('base64') : Array.from(vector);
      return { object: 'embedding', index, embedding };
    });
    const tokens = input.reduce((sum, text) => sum + Math.ceil(text.length / 4), 0);
    return { json: { object: 'list', data, model, usage: { prompt_tokens: tokens, total_tokens: tokens } } };
  };
}

/** A unit vector that depends on nothing but the text. */
export function madeUpVector(text: string, dimensions: number): Float32Array {
  const seed = createHash('sha256').update(text).digest().readUInt32LE();
  const raw = Float32Array.from({ length: dimensions }, (_, i) => Math.sin(seed + (i + 1) * 12.9898));
  const length = Math.hypot(...raw);
  return raw.map((value) => value / length);
}

async function readJson(incoming: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const chunk of incoming.setEncoding('utf8')) text += chunk;
  return text === '' ? undefined : JSON.parse(text);
}

function send(response: ServerResponse, answer: OpenAiAnswer): void {
  if (answer === 'hang') return;
  if (answer === 'reset') {
    response.destroy();
    return;
  }
  const isJson = 'json' in answer;
  response.writeHead(answer.status ?? 200, {
    'content-type': isJson ? 'application/json' : 'text/plain',
    ...answer.headers,
  });
  response.end(isJson ? JSON.stringify(answer.json) : answer.text);
}
