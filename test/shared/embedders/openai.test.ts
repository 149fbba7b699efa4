import OpenAI from 'openai';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import {
  EmbeddingRequestError,
  type OpenAiEmbedderOptions,
  openAiEmbedder,
} from '../../../shared/embedders/openai.js';
import { ShapeError } from '../../../shared/errors.js';
import {
  failure,
  hang,
  madeUpVector,
  type OpenAiServer,
  reply,
  reset,
  startOpenAiServer,
} from '../../support/openai-server.js';

let server: OpenAiServer;
beforeEach(async () => {
  server = await startOpenAiServer();
});
afterEach(() => server.close());

function embedder(options: Partial<OpenAiEmbedderOptions> = {}) {
  const client = new OpenAI({ apiKey: 'sk-test', baseURL: server.url });
  return openAiEmbedder({ client, model: 'text-embedding-3-small', dimensions: 8, ...options });
}

const Sent = z.object({ input: z.array(z.string()), dimensions: z.int().optional(), model: z.string() });
const sent = () => server.requests.map(({ body }) => Sent.parse(body));

describe('what is asked', () => {
  test('vectors come back in the order of the texts, over several requests', async () => {
    const texts = ['a', 'b', 'c', 'd', 'e'];
    const progress: [number, number][] = [];
    let tokens = 0;

    const vectors = await embedder({
      batchSize: 2,
      onTokens: (used) => {
        tokens += used;
      },
    }).embed(texts, (done, total) => progress.push([done, total]));

    expect(vectors).toHaveLength(5);
    for (const [i, text] of texts.entries()) {
      expect([...(vectors[i] ?? [])]).toEqual([...madeUpVector(text, 8)].map((x) => expect.closeTo(x, 5)));
    }
    expect(sent().map(({ input }) => input)).toEqual([['a', 'b'], ['c', 'd'], ['e']]);
    expect(progress).toEqual([
      [2, 5],
      [4, 5],
      [5, 5],
    ]);
    expect(tokens).toBe(5);
  });

  test('nothing is sent for no texts', async () => {
    expect(await embedder().embed([])).toEqual([]);
    expect(server.requests).toEqual([]);
  });

  test('text-embedding-3 is asked for short vectors, another model is not', async () => {
    await embedder().embed(['a']);
    server.next(reply({ data: [{ index: 0, embedding: [3, 4] }] }));
    const [vector] = await embedder({ model: 'nomic-embed-text', dimensions: 2 }).embed(['a']);

    expect(sent().map(({ dimensions }) => dimensions)).toEqual([8, undefined]);
    expect([...(vector ?? [])]).toEqual([expect.closeTo(0.6), expect.closeTo(0.8)]);
  });

  test.each([
    ['Latin', 'word '.repeat(5_000)],
    ['Chinese', '扩散模型'.repeat(3_000)],
    ['emoji', '🧬'.repeat(3_000)],
  ])('a long %s text is cut within the limit, at a character', async (_, text) => {
    await embedder().embed([text]);

    const cut = sent()[0]?.input[0] ?? '';
    expect(Buffer.byteLength(cut)).toBeGreaterThan(7_990);
    expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(8_000);
    expect(text.startsWith(cut)).toBe(true);
    expect(Buffer.from(cut).toString()).toBe(cut);
  });

  test('an empty text, which OpenAI refuses, is sent as a space', async () => {
    await embedder().embed(['']);
    expect(sent()[0]?.input).toEqual([' ']);
  });

  test('requests stay below 300,000 bytes, so below as many tokens', async () => {
    await embedder().embed(Array.from({ length: 100 }, (_, i) => `${i} `.repeat(4_000)));

    const sizes = sent().map(({ input }) => Buffer.byteLength(input.join('')));
    expect(sizes.length).toBeGreaterThan(2);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(300_000);
  });
});

describe('when the server fails', () => {
  test('429 is retried after the time that the server names', async () => {
    server.next(failure(429, 'slow down', { 'retry-after': '1' }));
    const start = performance.now();

    const vectors = await embedder().embed(['a']);

    expect(vectors).toHaveLength(1);
    expect(server.requests).toHaveLength(2);
    expect(performance.now() - start).toBeGreaterThan(900);
  });

  test('a server error and a lost connection are retried', async () => {
    server.next(failure(500, 'sorry', { 'retry-after-ms': '1' }), reset);
    expect(await embedder().embed(['a'])).toHaveLength(1);
    expect(server.requests).toHaveLength(3);
  });

  test('a wrong key is not retried', async () => {
    server.next(failure(401, 'no such key'));
    await expect(embedder().embed(['a'])).rejects.toThrow(EmbeddingRequestError);
    expect(server.requests).toHaveLength(1);
  });

  test('a silent server is given up after the time-out', async () => {
    server.next(hang);
    const asked = embedder({ timeoutMs: 50, maxRetries: 0 }).embed(['a']);
    await expect(asked).rejects.toThrow(/text-embedding-3-small: .*timed out/i);
  });
});

describe('an answer of the wrong shape is refused', () => {
  const eight = [1, 0, 0, 0, 0, 0, 0, 0];
  test.each([
    ['HTML', '<html>gateway</html>', 'expected object'],
    ['no data', { object: 'list' }, 'data'],
    ['too few vectors', { data: [{ index: 0, embedding: eight }] }, 'expected 2 vectors, got 1'],
    ['one index twice', { data: [0, 0].map((index) => ({ index, embedding: eight })) }, 'index 1'],
    ['another length', { data: [0, 1].map((index) => ({ index, embedding: [1, 0] })) }, '8 numbers, got 2'],
    ['words', { data: [0, 1].map((index) => ({ index, embedding: 'not base64!' })) }, 'embedding'],
    ['null', { data: [0, 1].map((index) => ({ index, embedding: [null, ...eight.slice(1)] })) }, 'embedding'],
    ['not numbers', { data: [0, 1].map((index) => ({ index, embedding: bytes(Number.NaN) })) }, 'finite'],
    ['no direction', { data: [0, 1].map((index) => ({ index, embedding: bytes(0) })) }, 'not all 0'],
  ])('%s', async (_, body, problem) => {
    server.next(reply(body));
    const asked = embedder().embed(['a', 'b']);
    await expect(asked).rejects.toThrow(ShapeError);
    await expect(asked).rejects.toThrow(problem);
  });
});

function bytes(value: number): string {
  return Buffer.from(new Float32Array(8).fill(value).buffer).toString('base64');
}
