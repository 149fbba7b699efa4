import type { EditionPaper, Story, Summary, SummaryMethod } from '../../../shared/domain/edition.js';
import type { Paper, PaperId } from '../../../shared/domain/paper.js';
import { extractiveSummary } from './extractive.js';
import type { LlmSummariser } from './llm.js';
import { extractiveStorySummary } from './story.js';

/** How the summaries of an edition came to be; kept with it. */
export interface SummaryCounts {
  llm: number;
  /** Of `llm`: those right only at the second attempt. */
  repaired: number;
  extractive: number;
  abstract: number;
  /** Asked of the model and declined by it. */
  refused: number;
  /** Written by the model and found unsupported twice. */
  rejected: number;
  /** Left unwritten because a call failed for good. */
  failed: number;
  /** Not asked of the model because the cap was reached. */
  overCap: number;
  spentUsd: number;
}

/** A story before it has words, its papers nearest to its centre first. */
export interface WordlessStory {
  id: string;
  papers: EditionPaper[];
  /** Made without a model; kept unless the model's own headline holds. */
  headline: string;
}

export type StoryWords = Pick<Story, 'headline' | 'headlineMethod' | 'summary'>;

export interface SummariseOptions {
  /** Absent: extractive only. */
  summariser?: LlmSummariser;
  /** Called after each paper or story. */
  onProgress?: (done: number, total: number) => void;
}

/** Returns one summary for every paper, whatever the model does. */
export async function summarisePapers(
  papers: Paper[],
  { onProgress }: SummariseOptions,
): Promise<{ summaries: Map<PaperId, Summary>; counts: SummaryCounts }> {
  const summaries = new Map(papers.map((paper) => [paper.id, extractiveSummary(paper)]));
  onProgress?.(papers.length, papers.length);
  return { summaries, counts: countMethods([...summaries.values()].map(({ method }) => method)) };
}

/** Returns words for every story, by its id, whatever the model does. */
export async function summariseStories(
  stories: WordlessStory[],
  { onProgress }: SummariseOptions,
): Promise<{ words: Map<string, StoryWords>; counts: SummaryCounts }> {
  const words = new Map(
    stories.map(({ id, papers, headline }): [string, StoryWords] => [
      id,
      { headline, headlineMethod: 'extractive', summary: extractiveStorySummary(papers, headline) },
    ]),
  );
  onProgress?.(stories.length, stories.length);
  return { words, counts: countMethods([...words.values()].map(({ summary }) => summary.method)) };
}

function countMethods(methods: SummaryMethod[]): SummaryCounts {
  const count = (wanted: SummaryMethod): number => methods.filter((method) => method === wanted).length;
  return {
    llm: count('llm'),
    repaired: 0,
    extractive: count('extractive'),
    abstract: count('abstract'),
    refused: 0,
    rejected: 0,
    failed: 0,
    overCap: 0,
    spentUsd: 0,
  };
}
