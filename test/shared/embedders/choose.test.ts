import { describe, expect, test } from 'vitest';
import { chooseEmbedder, EmbedderEnvironment } from '../../../shared/embedders/choose.js';
import { EmbeddingRequestError } from '../../../shared/embedders/openai.js';
import { parseEnvironment } from '../../../shared/parse.js';
import { startOpenAiServer } from '../../support/openai-server.js';

const choose = (environment: Record<string, string>) =>
  chooseEmbedder(parseEnvironment(EmbedderEnvironment, environment));

describe('chooseEmbedder', () => {
  test.each([
    [{}, 'minilm-l6-v2', 384],
    [{ OPENAI_API_KEY: '' }, 'minilm-l6-v2', 384],
    [{ OPENAI_API_KEY: 'sk' }, 'openai:text-embedding-3-small@512', 512],
    [{ OPENAI_API_KEY: 'sk', EMBEDDER: 'bundled' }, 'minilm-l6-v2', 384],
    [
      { EMBEDDER: 'openai', OPENAI_BASE_URL: 'http://127.0.0.1:1/v1' },
      'openai:text-embedding-3-small@512',
      512,
    ],
    [
      { OPENAI_API_KEY: 'sk', OPENAI_EMBEDDING_MODEL: 'nomic', OPENAI_EMBEDDING_DIMENSIONS: '768' },
      'openai:nomic@768',
      768,
    ],
  ])('%j gives %s', (environment, model, dimensions) => {
    expect(choose(environment)).toMatchObject({ model, dimensions });
  });

  test('OpenAI without a key or a server of its own is refused by the key it lacks', () => {
    expect(() => choose({ EMBEDDER: 'openai' })).toThrow(/OPENAI_API_KEY/);
  });

  test.each([
    ['EMBEDDER', 'word2vec'],
    ['OPENAI_BASE_URL', 'not-a-url'],
    ['OPENAI_EMBEDDING_DIMENSIONS', 'many'],
  ])('a wrong %s is named without its value', (key, value) => {
    expect(() => choose({ [key]: value })).toThrow(key);
    expect(() => choose({ [key]: value })).not.toThrow(value);
  });

  test('the server, key and dimensions of the environment are used, and its tokens counted', async () => {
    const server = await startOpenAiServer();
    const tokens: number[] = [];
    const environment = EmbedderEnvironment.parse({
      OPENAI_API_KEY: 'sk-mine',
      OPENAI_BASE_URL: server.url,
      OPENAI_EMBEDDING_DIMENSIONS: '16',
    });

    const vectors = await chooseEmbedder(environment, { onTokens: (used) => tokens.push(used) }).embed([
      'eight ch',
    ]);
    await server.close();

    expect(vectors[0]).toHaveLength(16);
    expect(server.requests[0]?.headers.authorization).toBe('Bearer sk-mine');
    expect(tokens).toEqual([2]);
  });

  test('a key that comes later is used from then on, and a changed one too', async () => {
    const server = await startOpenAiServer();
    const environment = EmbedderEnvironment.parse({ EMBEDDER: 'openai', OPENAI_BASE_URL: server.url });
    const keys = ['sk-first', 'sk-second'];

    const embedder = chooseEmbedder(environment, { currentKey: async () => keys.shift() });
    for (const text of ['one', 'two', 'three']) await embedder.embed([text]);
    await server.close();

    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer sk-first',
      'Bearer sk-second',
      'Bearer none',
    ]);
  });

  test('as long as there is no key to come by, it is embedding that fails, by the key it lacks', async () => {
    const environment = EmbedderEnvironment.parse({ EMBEDDER: 'openai' });

    const embedder = chooseEmbedder(environment, { currentKey: async () => undefined });

    expect(embedder.model).toBe('openai:text-embedding-3-small@512');
    await expect(embedder.embed(['one'])).rejects.toThrow(EmbeddingRequestError);
    await expect(embedder.embed(['one'])).rejects.toThrow(/OPENAI_API_KEY/);
  });
});
