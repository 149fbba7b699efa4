import type { Paper } from '../../../shared/domain/paper.js';
import { DigestError } from '../../../shared/errors.js';

/** A paper as it is put to the model. */
export type PaperToSummarise = Pick<Paper, 'id' | 'title' | 'abstract'>;

/** A story as it is put to the model, its papers nearest to its centre first. */
export interface StoryToSummarise {
  id: string;
  papers: (PaperToSummarise & { tldr: { text: string } })[];
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

/** What one call came to. */
export interface Reply<D> {
  /** Drafts of the right shape by id; what was asked for and is not here was left out. */
  drafts: Map<string, D>;
  /** The model declined to answer. */
  refused: boolean;
  /** Set where the reply as a whole was not of the shape asked for. */
  problem?: string;
  costUsd: number;
}

/** A call to the model failed for good, after its retries. */
export class LlmCallError extends DigestError {
  readonly code = 'llm-call';

  /** @param costUsd what the attempts may have cost all the same */
  constructor(
    message: string,
    readonly costUsd: number,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Asks the model for drafts about several things in one call. `problems` says, by id, what was wrong last time. */
export interface DraftWriter<T, D> {
  /** The most things in one call. */
  readonly perCall: number;
  /** The most that the call can cost, in US dollars. */
  estimateUsd(things: T[], problems?: ReadonlyMap<string, string>): number;
  /** @throws LlmCallError */
  write(things: T[], problems?: ReadonlyMap<string, string>): Promise<Reply<D>>;
}

/** A language model that drafts summaries. It only speaks to the model: what it returns is not yet verified. */
export interface LlmSummariser {
  readonly model: string;
  /** The most calls under way at once. */
  readonly callsAtOnce: number;
  readonly papers: DraftWriter<PaperToSummarise, PaperDraft>;
  readonly stories: DraftWriter<StoryToSummarise, StoryDraft>;
}
