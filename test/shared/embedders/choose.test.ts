import { describe, expect, test } from 'vitest';
import { chooseEmbedder, EmbedderEnvironment } from '../../../shared/embedders/choose.js';
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

    const vectors = await chooseEmbedder(environment, (used) => tokens.push(used)).embed(['eight ch']);
    await server.close();

    expect(vectors[0]).toHaveLength(16);
    expect(server.requests[0]?.headers.authorization).toBe('Bearer sk-mine');
    expect(tokens).toEqual([2]);
  });
});
