import OpenAI from 'openai';
import { z } from 'zod';
import { ShapeError } from '../errors.js';
import { bundledEmbedder } from './bundled.js';
import type { Embedder } from './embedder.js';
import { openAiEmbedder } from './openai.js';

/** What decides which embedder a function uses. */
export const EmbedderEnvironment = z.object({
  /** `auto` is OpenAI where there is a key, else the bundled model. */
  EMBEDDER: z.enum(['auto', 'bundled', 'openai']).default('auto'),
  OPENAI_API_KEY: z.string().optional(),
  /** Any OpenAI-compatible server. */
  OPENAI_BASE_URL: z.url({ protocol: /^https?$/ }).optional(),
  OPENAI_EMBEDDING_MODEL: z.string().default('text-embedding-3-small'),
  OPENAI_EMBEDDING_DIMENSIONS: z.coerce.number().int().min(1).max(4_096).default(512),
});
export type EmbedderEnvironment = z.infer<typeof EmbedderEnvironment>;

const KEY_NEEDED =
  'OPENAI_API_KEY, or openAiApiKey in the secrets: EMBEDDER=openai needs it, or OPENAI_BASE_URL';

/** What an embedder may be given beside the environment. */
interface EmbedderOptions {
  /** Called with the tokens of each paid request. */
  onTokens?: (tokens: number) => void;
  /** Asked for the key before each request: one that is still to come, or is changed, is taken up where it is needed. */
  currentKey?: () => Promise<string | undefined>;
}

/**
 * The embedder that the environment asks for; nothing is loaded or called yet.
 * @throws ShapeError when OpenAI is asked for with neither a key, present or to come, nor another server that may need none
 */
export function chooseEmbedder(
  environment: EmbedderEnvironment,
  { onTokens, currentKey }: EmbedderOptions = {},
): Embedder {
  const { EMBEDDER, OPENAI_API_KEY: key, OPENAI_BASE_URL: baseURL } = environment;
  if (EMBEDDER === 'bundled' || (EMBEDDER === 'auto' && key === undefined)) return bundledEmbedder();
  const needed = (key: string | undefined) => {
    if (key === undefined && baseURL === undefined) {
      throw new ShapeError('environment', KEY_NEEDED);
    }
    return key ?? 'none';
  };
  return openAiEmbedder({
    client: new OpenAI({
      apiKey: currentKey ? async () => needed(await currentKey()) : needed(key),
      baseURL: baseURL ?? 'https://api.openai.com/v1',
    }),
    model: environment.OPENAI_EMBEDDING_MODEL,
    dimensions: environment.OPENAI_EMBEDDING_DIMENSIONS,
    ...(onTokens && { onTokens }),
  });
}
