import OpenAI from 'openai';
import { z } from 'zod';
import type { LlmCallError } from '../../../../functions/compile/summaries/llm.js';
import {
  type OpenAiSummariserOptions,
  openAiSummariser,
} from '../../../../functions/compile/summaries/openai-summariser.js';
import { SpendingCap } from '../../../../functions/compile/summaries/spending.js';
import { type SummariseOptions, summarisePapers } from '../../../../functions/compile/summaries/summarise.js';
import { Paper } from '../../../../shared/domain/paper.js';
import type { OpenAiRequest, OpenAiServer } from '../../../support/openai-server.js';

export const now = () => new Date('2026-01-22T06:00:00Z');

/** Papers `arxiv:2601.00001`, …, each with an abstract of three sentences and a number of its own. */
export function papersOf(count: number): Paper[] {
  return Array.from({ length: count }, (_, index) =>
    paperOf(index, [
      'Weather forecasts at street level remain costly.',
      `We propose ${method(index)}, a graph network that refines coarse forecasts with local sensors.`,
      `It halves the error on ${index + 21} towns while running on a single processor.`,
    ]),
  );
}

export function paperOf(index: number, sentences: string[]): Paper {
  const id = `2601.${String(index + 1).padStart(5, '0')}`;
  return Paper.parse({
    id: `arxiv:${id}`,
    version: 1,
    title: `${method(index)}: Street-Level Weather from Graph Networks`,
    abstract: sentences.join(' '),
    authors: ['A. Author'],
    categories: ['cs.LG'],
    abstractUrl: `https://arxiv.org/abs/${id}`,
  });
}

export function method(index: number): string {
  return `StreetCast${String.fromCharCode(65 + (index % 26))}`;
}

const Asked = z.object({
  model: z.string(),
  messages: z.tuple([
    z.object({ role: z.literal('system'), content: z.string() }),
    z.object({ role: z.literal('user'), content: z.string() }),
  ]),
  response_format: z.object({ type: z.literal('json_schema') }),
});
const Quoted = z.object({
  quoted: z.array(
    z.object({
      key: z.string(),
      title: z.string().default(''),
      abstract: z.string().default(''),
      papers: z.array(z.object({ title: z.string(), summary: z.string() })).default([]),
      rejectedBecause: z.string().optional(),
    }),
  ),
});

/** The things that a request asks about, as the model sees them. */
export function askedAbout(request: OpenAiRequest) {
  const { messages } = Asked.parse(request.body);
  return Quoted.parse(JSON.parse(messages[1].content)).quoted;
}

/** What an honest model says: its sentence and its span are the second sentence of the abstract. */
export function honestDraft({ key, abstract }: { key: string; abstract: string }) {
  const span = abstract.split(/(?<=\.) /)[1] ?? abstract;
  return { key, sentence: span, span };
}

export function honest(request: OpenAiRequest) {
  return { drafts: askedAbout(request).map(honestDraft) };
}

/** Summarises papers with a model behind `server`; returns also the calls that failed for good. */
export async function summarise(
  server: OpenAiServer,
  papers: Paper[],
  { capUsd = 1, ...options }: Partial<OpenAiSummariserOptions> & { capUsd?: number } = {},
  more: Partial<SummariseOptions> & { wanted?: ReadonlySet<string> } = {},
) {
  const failures: LlmCallError[] = [];
  const cap = new SpendingCap(capUsd);
  const client = new OpenAI({ apiKey: 'sk-test', baseURL: server.url });
  const summariser = openAiSummariser({ client, model: 'gpt-6-luna', ...options });
  const onFailure = (error: LlmCallError) => failures.push(error);
  const result = await summarisePapers(papers, { now, llm: { summariser, cap, onFailure }, ...more });
  const summaries = new Map(result.papers.map(({ id, tldr }) => [id, tldr]));
  return { summaries, counts: result.counts, failures, cap };
}
