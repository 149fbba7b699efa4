import type { EditionPaper, Story, Summary, SummaryMethod } from '../../../shared/domain/edition.js';
import type { Paper, PaperId } from '../../../shared/domain/paper.js';
import { extractiveSummary } from './extractive.js';
import { type AskCounts, askModel, NOT_ASKED } from './ladder.js';
import type { LlmCallError, LlmSummariser } from './llm.js';
import type { SpendingCap } from './spending.js';
import { extractiveStorySummary } from './story.js';
import { problemOfPaperDraft, problemOfStoryDraft } from './verify.js';

/** How the summaries of an edition came to be: how many by each method, and how the asking of the model went. */
export type SummaryCounts = Record<SummaryMethod, number> & AskCounts;

export interface SummariseOptions {
  /** Absent: no model is asked. */
  llm?: {
    summariser: LlmSummariser;
    /** One for the whole edition. */
    cap: SpendingCap;
    /** Called with each call that failed for good. */
    onFailure?: (error: LlmCallError) => void;
  };
  /** The papers that the model is asked about, and the stories that hold one; absent: all. */
  wanted?: ReadonlySet<PaperId>;
  now: () => Date;
  /** Called as replies come in, with how many papers or stories are done with. */
  onProgress?: (done: number, total: number) => void;
}

/** A story before it has words, its papers nearest to its centre first. */
export interface WordlessStory {
  id: string;
  papers: EditionPaper[];
  /** Made without a model; kept unless the model's own holds. */
  headline: string;
}

export type StoryWords = Pick<Story, 'headline' | 'headlineMethod' | 'summary'>;

/**
 * Returns all the papers in their order, each with a summary, whatever the model does. The model is asked in the order of
 * the papers, so that a cap leaves out the last; never about a withdrawn paper, nor one whose abstract is a single sentence.
 */
export async function summarisePapers(
  papers: readonly Paper[],
  { llm, now, onProgress, wanted }: SummariseOptions,
): Promise<{ papers: EditionPaper[]; counts: SummaryCounts }> {
  const extractive = papers.map((paper) => ({ ...paper, tldr: extractiveSummary(paper) }));
  if (llm === undefined) return { papers: extractive, counts: countAll(extractive.map(tldrOf)) };
  const worthAsking = extractive.filter(
    ({ id, withdrawn, tldr }) => !withdrawn && (wanted?.has(id) ?? true) && tldr.method === 'extractive',
  );
  const { drafts, counts } = await askModel(worthAsking, {
    ...llm,
    writer: llm.summariser.papers,
    callsAtOnce: llm.summariser.callsAtOnce,
    problemOf: problemOfPaperDraft,
    ...(onProgress && { onProgress }),
  });
  const summarised = extractive.map((paper) => {
    const draft = drafts.get(paper.id);
    if (draft === undefined) return paper;
    const { sentence, span } = draft;
    return { ...paper, tldr: { text: sentence, span, ...signature(llm.summariser, now) } };
  });
  return { papers: summarised, counts: countAll(summarised.map(tldrOf), counts) };
}

function tldrOf({ tldr }: EditionPaper): Summary {
  return tldr;
}

/** Returns a headline and a paragraph for every story, by its id, whatever the model does. */
export async function summariseStories(
  stories: readonly WordlessStory[],
  { llm, now, onProgress, wanted }: SummariseOptions,
): Promise<{ words: Map<string, StoryWords>; counts: SummaryCounts }> {
  const words = new Map(stories.map((story) => [story.id, extractiveWords(story)]));
  const summaries = () => [...words.values()].map(({ summary }) => summary);
  if (llm === undefined) return { words, counts: countAll(summaries()) };
  const worthAsking = stories.filter(({ papers }) => papers.some(({ id }) => wanted?.has(id) ?? true));
  const { drafts, counts } = await askModel(worthAsking, {
    ...llm,
    writer: llm.summariser.stories,
    callsAtOnce: llm.summariser.callsAtOnce,
    problemOf: problemOfStoryDraft,
    ...(onProgress && { onProgress }),
  });
  for (const [id, { headline, paragraph }] of drafts) {
    const summary = { text: paragraph, ...signature(llm.summariser, now) };
    words.set(id, { headline, headlineMethod: 'llm', summary });
  }
  return { words, counts: countAll(summaries(), counts) };
}

function extractiveWords({ papers, headline }: WordlessStory): StoryWords {
  return { headline, headlineMethod: 'extractive', summary: extractiveStorySummary(papers, headline) };
}

function signature({ model }: LlmSummariser, now: () => Date): Pick<Summary, 'method' | 'model' | 'madeAt'> {
  return { method: 'llm', model, madeAt: now().toISOString() };
}

function countAll(summaries: Iterable<Summary>, asked: AskCounts = NOT_ASKED): SummaryCounts {
  const counts = { llm: 0, extractive: 0, abstract: 0, ...asked };
  for (const { method } of summaries) counts[method]++;
  return counts;
}
