import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import type { Embedder } from '../../shared/embedders/embedder.js';
import { ShapeError } from '../../shared/errors.js';
import { parseJsonAs } from '../../shared/parse.js';
import { closeServer, listenOnLoopback } from '../local/embedded/loopback.js';

/** An OpenAI-compatible server on 127.0.0.1. */
export interface ModelServer {
  /** What `OPENAI_BASE_URL` is set to. */
  url: string;
  close(): Promise<void>;
}

const Asked = z.object({
  model: z.string(),
  input: z.union([z.string(), z.array(z.string()).min(1)]),
  dimensions: z.int().positive().optional(),
});

/**
 * Starts a server that speaks OpenAI's embeddings API over the bundled model, so that deployed functions, which have no
 * model of their own, need neither a key nor the internet. Vectors are filled up with zeros to the length that is asked
 * for, which keeps their cosines. It knows no chat: whoever asks for summaries is refused.
 */
export async function startModelServer(embedder: Embedder): Promise<ModelServer> {
  const server = createServer(async (request, response) => {
    const answer = (status: number, body: object) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    const refuse = (status: number, message: string) =>
      answer(status, { error: { message, type: 'local', param: null, code: null } });
    if (request.url !== '/v1/embeddings') {
      refuse(404, 'only embeddings are made here');
      return;
    }
    try {
      const asked = parseJsonAs(Asked, await text(request), 'embeddings');
      answer(200, await embeddingsOf(asked, embedder));
    } catch (error) {
      refuse(error instanceof ShapeError ? 400 : 500, 'the texts could not be embedded');
    }
  });
  const endpoint = await listenOnLoopback(server);
  return { url: `${endpoint}/v1`, close: () => closeServer(server) };
}

async function embeddingsOf({ model, input, dimensions }: z.infer<typeof Asked>, embedder: Embedder) {
  const vectors = await embedder.embed([input].flat());
  const data = vectors.map((vector, index) => {
    const long = new Float32Array(dimensions ?? vector.length);
    long.set(vector.subarray(0, long.length));
    return { object: 'embedding', index, embedding: Buffer.from(long.buffer).toString('base64') };
  });
  return { object: 'list', model, data, usage: { prompt_tokens: 0, total_tokens: 0 } };
}
