import { z } from 'zod';
import { parseAs, parseJsonAs } from '../../shared/parse.js';
import { seededRandom } from '../../shared/terms/random.js';
import { contentWords } from '../../shared/terms/words.js';
import { splitSentences } from '../../shared/text/sentences.js';
import type { Add } from './meter.js';

/** The sample's papers as prompts hold them have 0.216 tokens a byte with o200k_base, and 0.204 with cl100k_base. */
const TOKENS_PER_BYTE = 0.216;
const tokensOf = (text: string) => Math.ceil(Buffer.byteLength(text) * TOKENS_PER_BYTE);

const Embeddings = z.object({
  model: z.string(),
  input: z.array(z.string()),
  dimensions: z.int().default(512),
});
const Chat = z.object({
  messages: z.array(z.object({ content: z.string() })),
  response_format: z.unknown(),
});
const Quoted = z.object({
  quoted: z.array(
    z.object({
      key: z.string(),
      title: z.string().default(''),
      abstract: z.string().default(''),
      papers: z.array(z.object({ title: z.string(), summary: z.string() })).default([]),
    }),
  ),
});

/** Answers as an OpenAI-compatible server does, with drafts that hold, and counts the tokens of what was really asked. */
export function answerModel(path: string, body: unknown, add: Add): unknown {
  add('modelCalls', 1);
  if (path === 'v1/embeddings') return embed(parseAs(Embeddings, body, 'embeddings request'), add);
  const { messages, response_format } = parseAs(Chat, body, 'chat request');
  const asked = parseJsonAs(Quoted, messages.at(-1)?.content ?? '', 'prompt').quoted;
  const content = JSON.stringify({ drafts: asked.map(draftOf) });
  const prompt_tokens = tokensOf(
    messages.map((message) => message.content).join('') + JSON.stringify(response_format),
  );
  const completion_tokens = tokensOf(content);
  add('inputTokens', prompt_tokens);
  add('outputTokens', completion_tokens);
  return {
    id: 'chatcmpl-local',
    object: 'chat.completion',
    created: 0,
    model: 'local',
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content, refusal: null },
        finish_reason: 'stop',
        logprobs: null,
      },
    ],
    usage: { prompt_tokens, completion_tokens, total_tokens: prompt_tokens + completion_tokens },
  };
}

/** As long as the rules ask for: between 12 and 30 words. */
const SENTENCE_LENGTH = 160;

/** Of a paper the sentence that is nearest to that, as sentence and as span; of a group what its papers say. */
function draftOf({ key, title, abstract, papers }: z.infer<typeof Quoted>['quoted'][number]): object {
  if (papers.length > 0) {
    const paragraph = papers
      .slice(0, 2)
      .map(({ summary }) => summary)
      .join(' ')
      .slice(0, 420);
    return { key, headline: papers[0]?.title.slice(0, 60) ?? title, paragraph };
  }
  const fitting = splitSentences(abstract).filter(({ length }) => length >= 25 && length <= 320);
  const off = ({ length }: string) => Math.abs(length - SENTENCE_LENGTH);
  const sentence = fitting.sort((a, b) => off(a) - off(b))[0] ?? abstract.slice(0, 300);
  return { key, sentence, span: sentence };
}

function embed({ model, input, dimensions }: z.infer<typeof Embeddings>, add: Add): object {
  const tokens = input.reduce((sum, text) => sum + tokensOf(text), 0);
  add('embeddedTokens', tokens);
  const data = input.map((text, index) => ({
    object: 'embedding',
    index,
    embedding: Buffer.from(vectorOf(text, dimensions).buffer).toString('base64'),
  }));
  return { object: 'list', data, model, usage: { prompt_tokens: tokens, total_tokens: tokens } };
}

const directions = new Map<string, Float32Array>();

/** Texts that share words lie near each other, so that there are stories, as there would be. */
function vectorOf(text: string, dimensions: number): Float32Array {
  const sum = new Float32Array(dimensions);
  for (const word of contentWords(text)) {
    const direction = directions.get(word) ?? directionOf(word, dimensions);
    directions.set(word, direction);
    for (let at = 0; at < dimensions; at++) sum[at] = (sum[at] ?? 0) + (direction[at] ?? 0);
  }
  const length = Math.hypot(...sum) || 1;
  return sum.map((value) => value / length);
}

function directionOf(word: string, dimensions: number): Float32Array {
  const seed = [...word].reduce((hash, letter) => (hash * 31 + letter.charCodeAt(0)) % 2_147_483_647, 7);
  const random = seededRandom(seed);
  return Float32Array.from({ length: dimensions }, () => random() - 0.5);
}
