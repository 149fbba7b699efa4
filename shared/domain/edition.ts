import { z } from 'zod';
import { Day, Instant } from './day.js';
import { Paper, PaperId } from './paper.js';

/** How a sentence about a paper, or about a story, came to be: the rung of the ladder that held. */
export const SummaryMethod = z.enum(['llm', 'extractive', 'abstract']);
export type SummaryMethod = z.infer<typeof SummaryMethod>;

export const Summary = z.object({
  text: z.string().min(1).max(2_000),
  method: SummaryMethod,
  /** The model, for `llm` only. */
  model: z.string().optional(),
  /** When it was made, for `llm` only: the same model answers differently another day. */
  madeAt: Instant.optional(),
  /** The words of the abstract that it rests on, as the authors wrote them, for `llm` sentences about one paper. */
  span: z.string().max(20_000).optional(),
});
export type Summary = z.infer<typeof Summary>;

/** A paper as an edition holds it: with its one-sentence summary. */
export const EditionPaper = Paper.extend({ tldr: Summary });
export type EditionPaper = z.infer<typeof EditionPaper>;

/** A cluster that a person would call a story: a headline, a paragraph, and its papers, nearest to its centre first. */
export const Story = z.object({
  /** The edition's day and a number, `2026-01-22.s1`: unique, so that a week's stories can stand together. */
  id: z.string().regex(/^\d{4}-\d{2}-\d{2}\.s\d+$/),
  headline: z.string().min(1).max(200),
  headlineMethod: SummaryMethod,
  summary: Summary,
  paperIds: z.array(PaperId).min(2),
  /** The story of the edition before that goes on in this one. */
  continues: z.object({ day: Day, storyId: z.string(), headline: z.string() }).optional(),
});
export type Story = z.infer<typeof Story>;

/** What a source said there was against what was stored, for one stretch of it (an arXiv category, or the whole). */
export const Completeness = z.object({
  source: z.string(),
  /** A category, or `all` for a source that has no parts. */
  part: z.string(),
  expected: z.int().nonnegative(),
  stored: z.int().nonnegative(),
});
export type Completeness = z.infer<typeof Completeness>;

/** A source that could not be read for this edition, and why. */
export const SourceFailure = z.object({ source: z.string(), problem: z.string() });
export type SourceFailure = z.infer<typeof SourceFailure>;

/** One day's papers and stories; immutable once published. Its vectors and cards are kept beside it. */
export const Edition = z.object({
  day: Day,
  publishedAt: Instant,
  /** True when the papers are the project's own sample and not the day's listing. */
  sample: z.boolean(),
  papers: z.array(EditionPaper),
  stories: z.array(Story),
  completeness: z.array(Completeness),
  failures: z.array(SourceFailure),
  embeddingModel: z.string(),
  /** How many summaries were made which way, and what a model was asked and cost (`spentUsd`). */
  summaryCounts: z.record(z.string(), z.number()),
});
export type Edition = z.infer<typeof Edition>;
