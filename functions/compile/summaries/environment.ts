import OpenAI from 'openai';
import { z } from 'zod';
import { ShapeError } from '../../../shared/errors.js';
import type { LlmSummariser } from './llm.js';
import { openAiSummariser } from './openai-summariser.js';

/** What decides how summaries are made. */
export const SummariserEnvironment = z.object({
  /** `auto` is a model where there is a key, else extractive. */
  SUMMARISER: z.enum(['auto', 'llm', 'extractive']).default('auto'),
  OPENAI_API_KEY: z.string().optional(),
  /** Any OpenAI-compatible server. */
  OPENAI_BASE_URL: z.url({ protocol: /^https?$/ }).optional(),
  OPENAI_SUMMARY_MODEL: z.string().default('gpt-6-luna'),
  /** US dollars a million tokens, for models that the price table does not know. Both or neither. */
  OPENAI_SUMMARY_PRICE_INPUT: z.coerce.number().nonnegative().optional(),
  OPENAI_SUMMARY_PRICE_OUTPUT: z.coerce.number().nonnegative().optional(),
  /** The most that one edition may spend on summaries, in US dollars. */
  SPENDING_CAP_USD: z.coerce.number().nonnegative().default(1),
});
export type SummariserEnvironment = z.infer<typeof SummariserEnvironment>;

/**
 * The summariser that the environment asks for, `undefined` for extractive; nothing is called yet.
 * @throws ShapeError when a model is asked for with neither a key nor another server that may need none, or with one
 * price of the two
 */
export function summariserFromEnvironment(environment: SummariserEnvironment): LlmSummariser | undefined {
  const { SUMMARISER, OPENAI_API_KEY: key, OPENAI_BASE_URL: baseURL } = environment;
  if (SUMMARISER === 'extractive' || (SUMMARISER === 'auto' && key === undefined)) return undefined;
  if (key === undefined && baseURL === undefined) {
    throw new ShapeError('environment', 'OPENAI_API_KEY: SUMMARISER=llm needs it, or OPENAI_BASE_URL');
  }
  const { OPENAI_SUMMARY_MODEL: model } = environment;
  const { OPENAI_SUMMARY_PRICE_INPUT: input, OPENAI_SUMMARY_PRICE_OUTPUT: output } = environment;
  if ((input === undefined) !== (output === undefined)) {
    throw new ShapeError('environment', 'OPENAI_SUMMARY_PRICE_INPUT and _OUTPUT: expected both or neither');
  }
  return openAiSummariser({
    client: new OpenAI({ apiKey: key ?? 'none', baseURL: baseURL ?? 'https://api.openai.com/v1' }),
    model,
    ...(input !== undefined && output !== undefined && { price: { input, output } }),
    // The newer models reason unless told not to, which a summary of 150 words does not need and the reply's length pays for.
    ...(/^gpt-(?:5\.|6)/.test(model) && { reasoningEffort: 'none' }),
  });
}
