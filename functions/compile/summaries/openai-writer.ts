import type OpenAI from 'openai';
import { APIConnectionError, APIError } from 'openai';
import { zodResponseFormat } from 'openai/helpers/zod';
import type { ChatCompletionCreateParamsNonStreaming } from 'openai/resources/chat/completions';
import type { ReasoningEffort } from 'openai/resources/shared';
import { z } from 'zod';
import { ShapeError } from '../../../shared/errors.js';
import { parseAs, parseJsonAs } from '../../../shared/parse.js';
import { type DraftWriter, LlmCallError, type Reply } from './llm.js';
import { costUsd, estimateTokens, type Price } from './spending.js';

/** How to reach the model. */
export interface Connection {
  client: OpenAI;
  model: string;
  price: Price;
  /** Sent only where given: servers without reasoning models reject it. */
  reasoningEffort?: ReasoningEffort;
  /** For one attempt. */
  timeoutMs: number;
  /** Further attempts after 408, 409, 429, 5xx, lost connections and time-outs; `Retry-After` is honoured. */
  maxRetries: number;
}

/** What is asked for: the rules, the data that stands for a thing, and the shape of a draft about it. */
export interface Kind<T, D> {
  name: string;
  rules: string;
  perCall: number;
  /** Room for one draft in the reply. */
  outputTokens: number;
  draft: z.ZodObject & z.ZodType<D>;
  data: (thing: T) => object;
}

/**
 * A writer of drafts over chat completions with a JSON schema as response format. Things go as JSON in the user's
 * message under keys of our own (`p1`, `p2`, …); the rules are the system's message.
 */
export function openAiWriter<T extends { id: string }, D>(
  connection: Connection,
  kind: Kind<T, D>,
): DraftWriter<T, D> {
  const { price } = connection;
  const request = (things: T[], problems?: ReadonlyMap<string, string>) =>
    requestFor(connection, kind, things, problems);
  const upperCost = (body: ReturnType<typeof request>): number =>
    costUsd(price, estimateTokens(JSON.stringify(body)), body.max_completion_tokens);
  return {
    perCall: kind.perCall,
    estimateUsd: (things, problems) => upperCost(request(things, problems)),
    async write(things, problems) {
      const body = request(things, problems);
      const { message, usage } = await complete(connection, body, upperCost(body));
      const cost = usage ? costUsd(price, usage.prompt_tokens, usage.completion_tokens) : upperCost(body);
      if (message.refusal) return { drafts: new Map(), refused: true, costUsd: cost };
      return { ...readDrafts(kind, things, message.content ?? ''), refused: false, costUsd: cost };
    },
  };
}

function requestFor<T extends { id: string }, D>(
  { model, reasoningEffort }: Connection,
  kind: Kind<T, D>,
  things: T[],
  problems?: ReadonlyMap<string, string>,
) {
  const quoted = things.map((thing, index) => ({
    key: keyOf(index),
    ...kind.data(thing),
    ...(problems?.has(thing.id) && { rejectedBecause: problems.get(thing.id) }),
  }));
  const reply = z.object({ drafts: z.array(kind.draft.extend({ key: z.string() })) });
  return {
    model,
    messages: [
      { role: 'system', content: kind.rules },
      { role: 'user', content: JSON.stringify({ quoted }) },
    ],
    response_format: zodResponseFormat(reply, kind.name),
    max_completion_tokens: 100 + kind.outputTokens * things.length,
    ...(reasoningEffort && { reasoning_effort: reasoningEffort }),
  } satisfies ChatCompletionCreateParamsNonStreaming;
}

function keyOf(index: number): string {
  return `p${index + 1}`;
}

const Tokens = z.object({
  prompt_tokens: z.number().nonnegative(),
  completion_tokens: z.number().nonnegative(),
});
const Completion = z.object({
  choices: z
    .array(z.object({ message: z.object({ content: z.string().nullish(), refusal: z.string().nullish() }) }))
    .min(1),
  usage: Tokens.nullish().catch(undefined),
});

/** @throws LlmCallError with what the attempts may have cost: nothing where the server said no, all where it was silent. */
async function complete(
  { client, model, timeoutMs, maxRetries }: Connection,
  body: ChatCompletionCreateParamsNonStreaming,
  upperCostUsd: number,
) {
  try {
    const answer = await client.chat.completions.create(body, { timeout: timeoutMs, maxRetries });
    const { choices, usage } = parseAs(Completion, answer, 'answer');
    return { message: choices[0]?.message ?? {}, usage };
  } catch (cause) {
    const attempts =
      cause instanceof APIConnectionError ? 1 + maxRetries : cause instanceof ShapeError ? 1 : 0;
    const problem = `chat completion of ${model}: ${describeFailure(cause)}`;
    throw new LlmCallError(problem, attempts * upperCostUsd, { cause });
  }
}

/** An error answer by its status and code alone: the server's own words can hold a piece of the key. */
function describeFailure(cause: unknown): string {
  if (cause instanceof APIError && cause.status !== undefined) {
    return `HTTP ${cause.status}${cause.code ? ` ${cause.code}` : ''}`;
  }
  return cause instanceof Error ? cause.message : String(cause);
}

/** The drafts of a reply by the thing's id. One of the wrong shape, of an unknown key or of a key seen before is left out. */
function readDrafts<T extends { id: string }, D>(
  kind: Kind<T, D>,
  things: T[],
  content: string,
): Pick<Reply<D>, 'drafts' | 'problem'> {
  const drafts = new Map<string, D>();
  const ids = new Map(things.map(({ id }, index) => [keyOf(index), id]));
  try {
    const reply = parseJsonAs(z.object({ drafts: z.array(z.unknown()) }), content, 'reply');
    for (const entry of reply.drafts) {
      const { data: key } = z
        .object({ key: z.string() })
        .transform((keyed) => keyed.key)
        .safeParse(entry);
      const { data: draft } = kind.draft.safeParse(entry);
      const id = ids.get(key ?? '');
      if (draft !== undefined && id !== undefined && !drafts.has(id)) drafts.set(id, draft);
    }
    return { drafts };
  } catch (error) {
    if (!(error instanceof ShapeError)) throw error;
    return { drafts, problem: 'the reply was not the JSON asked for' };
  }
}
