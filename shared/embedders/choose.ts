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

/**
 * The embedder that the environment asks for; nothing is loaded or called yet.
 * @param onTokens called with the tokens of each paid request
 * @throws ShapeError when OpenAI is asked for with neither a key nor another server that may need none
 */
export function chooseEmbedder(
  environment: EmbedderEnvironment,
  onTokens: (tokens: number) => void = () => {},
): Embedder {
  const { EMBEDDER, OPENAI_API_KEY: key, OPENAI_BASE_URL: baseURL } = environment;
  if (EMBEDDER === 'bundled' || (EMBEDDER === 'auto' && key === undefined)) return bundledEmbedder();
  if (key === undefined && baseURL === undefined) {
    throw new ShapeError('environment', 'OPENAI_API_KEY: EMBEDDER=openai needs it, or OPENAI_BASE_URL');
  }
  return openAiEmbedder({
    client: new OpenAI({ apiKey: key ?? 'none', baseURL: baseURL ?? 'https://api.openai.com/v1' }),
    model: environment.OPENAI_EMBEDDING_MODEL,
    dimensions: environment.OPENAI_EMBEDDING_DIMENSIONS,
    onTokens,
  });
}
