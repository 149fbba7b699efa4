import type OpenAI from 'openai';
import { z } from 'zod';
import { DigestError, ShapeError } from '../errors.js';
import { parseAs } from '../parse.js';
import type { Embedder } from './embedder.js';
import { unitVector } from './unit-vector.js';

/** The server refused, failed or stayed silent, after every retry. */
export class EmbeddingRequestError extends DigestError {
  readonly code = 'embedding-request';
}

export interface OpenAiEmbedderOptions {
  client: OpenAI;
  model: string;
  /** Length of the vectors; text-embedding-3 models shorten theirs to it, any other model must give just that. */
  dimensions: number;
  /** Texts in one request, at most 2,048. */
  batchSize?: number;
  /** For one attempt at one request. */
  timeoutMs?: number;
  /** Further attempts after 408, 409, 429, 5xx and lost connections; `Retry-After` is honoured. */
  maxRetries?: number;
  /** Called after each request with the tokens that the server says it cost. */
  onTokens?: (tokens: number) => void;
}

/**
 * OpenAI's limits are 8,192 tokens a text and 300,000 a request
 * (https://platform.openai.com/docs/api-reference/embeddings/create). A token is at least one byte of UTF-8, so
 * counting bytes keeps within them for every script without a tokenizer.
 */
const MAX_TEXT_BYTES = 8_000;
const MAX_REQUEST_BYTES = 300_000;

/**
 * An embedder over any server that speaks OpenAI's embeddings API. Texts are cut to their first 8,000 bytes.
 * `embed` throws {@link EmbeddingRequestError} when a request fails for good, ShapeError when its answer is not one
 * vector of `dimensions` finite numbers for each text.
 */
export function openAiEmbedder(options: OpenAiEmbedderOptions): Embedder {
  const { model, dimensions, batchSize = 128 } = options;
  return {
    model: `openai:${model}@${dimensions}`,
    dimensions,
    async embed(texts, onProgress) {
      const vectors: Float32Array[] = [];
      for (const batch of batches(texts.map(sendable), batchSize)) {
        vectors.push(...(await embedBatch(batch, options)));
        onProgress?.(vectors.length, texts.length);
      }
      return vectors;
    },
    close: async () => {},
  };
}

const Answer = z.object({
  data: z.array(z.object({ index: z.int(), embedding: z.union([z.base64(), z.array(z.number())]) })),
  usage: z.object({ total_tokens: z.int().nonnegative() }).optional(),
});

async function embedBatch(batch: string[], options: OpenAiEmbedderOptions): Promise<Float32Array[]> {
  const { model, dimensions, onTokens } = options;
  const where = `embeddings of ${model}`;
  const answer = parseAs(Answer, await request(batch, options), where);
  onTokens?.(answer.usage?.total_tokens ?? 0);
  const byIndex = new Map(answer.data.map(({ index, embedding }) => [index, embedding]));
  if (answer.data.length !== batch.length) {
    throw new ShapeError(where, `expected ${batch.length} vectors, got ${answer.data.length}`);
  }
  return batch.map((_, index) => {
    const embedding = byIndex.get(index);
    if (embedding === undefined) throw new ShapeError(where, `expected a vector of index ${index}`);
    return unitVector(typeof embedding === 'string' ? floats(embedding) : embedding, dimensions, where);
  });
}

async function request(input: string[], options: OpenAiEmbedderOptions): Promise<unknown> {
  const { client, model, dimensions, timeoutMs = 30_000, maxRetries = 4 } = options;
  const shortens = model.startsWith('text-embedding-3');
  try {
    return await client.embeddings.create(
      // Stated, because the SDK otherwise decodes every answer as base64, and some servers send numbers regardless.
      { model, input, encoding_format: 'base64', ...(shortens && { dimensions }) },
      { timeout: timeoutMs, maxRetries },
    );
  } catch (cause) {
    const problem = cause instanceof Error ? cause.message : String(cause);
    throw new EmbeddingRequestError(`embeddings of ${model}: ${problem}`, { cause });
  }
}

function floats(base64: string): number[] {
  const bytes = Buffer.from(base64, 'base64');
  return Array.from({ length: Math.floor(bytes.length / 4) }, (_, i) => bytes.readFloatLE(i * 4));
}

/** The text as the server takes it: cut at a character, and never empty, which OpenAI refuses. */
function sendable(text: string): string {
  const { read } = new TextEncoder().encodeInto(text, new Uint8Array(MAX_TEXT_BYTES));
  return text.slice(0, read) || ' ';
}

function* batches(texts: string[], batchSize: number): Generator<string[]> {
  let batch: string[] = [];
  let bytes = 0;
  for (const text of texts) {
    const size = Buffer.byteLength(text);
    if (batch.length === batchSize || bytes + size > MAX_REQUEST_BYTES) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(text);
    bytes += size;
  }
  if (batch.length > 0) yield batch;
}
