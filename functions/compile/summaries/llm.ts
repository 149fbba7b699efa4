import type { Paper, PaperId } from '../../../shared/domain/paper.js';

/** A paper as it is put to the model. */
export type PaperToSummarise = Pick<Paper, 'id' | 'title' | 'abstract'>;

/** A story as it is put to the model, its papers nearest to its centre first. */
export interface StoryToSummarise {
  id: string;
  papers: PaperToSummarise[];
}

/** One sentence the model wrote, and the words of the abstract that it says it rests on. */
export interface PaperDraft {
  sentence: string;
  span: string;
}

export interface StoryDraft {
  headline: string;
  paragraph: string;
}

/** What one call came to: the drafts that fitted the shape, whether the model declined, and what it cost. */
export interface Drafts<D> {
  drafts: Map<string, D>;
  refused: boolean;
  costUsd: number;
}

/**
 * A language model that writes drafts. It only speaks to the model: nothing it returns is trusted before
 * verification, and it spends nothing that the caller has not reserved.
 */
export interface LlmSummariser {
  readonly model: string;
  /** The most papers in one call. */
  readonly papersPerCall: number;
  /** The most calls under way at once. */
  readonly callsAtOnce: number;
  /** The most that a call with these papers can cost, in US dollars. */
  estimatePapersUsd(papers: PaperToSummarise[], problems?: ReadonlyMap<PaperId, string>): number;
  /** @throws LlmCallError when the call fails for good. */
  draftPapers(
    papers: PaperToSummarise[],
    problems?: ReadonlyMap<PaperId, string>,
  ): Promise<Drafts<PaperDraft>>;
  estimateStoryUsd(story: StoryToSummarise, problem?: string): number;
  /** @throws LlmCallError when the call fails for good. */
  draftStory(story: StoryToSummarise, problem?: string): Promise<Drafts<StoryDraft>>;
}
