import { z } from 'zod';
import { Day, Instant } from './day.js';

/** `arxiv:2601.09735`, `arxiv:astro-ph/0601001`: the source and its own stable id, without a version. */
export const PaperId = z.string().regex(/^[a-z]+:[A-Za-z0-9./-]{1,64}$/, 'expected source:id');
export type PaperId = z.infer<typeof PaperId>;

/** http(s) only, so that no feed can put a script behind a link. */
export const WebUrl = z.url({ protocol: /^https?$/ }).max(2_000);

/** What readers elsewhere made of a paper; all counts are as of the last collection. */
export const Signals = z.object({
  upvotes: z.int().nonnegative().optional(),
  comments: z.int().nonnegative().optional(),
  stars: z.int().nonnegative().optional(),
});
export type Signals = z.infer<typeof Signals>;

/** One work from a source. Texts are plain Unicode with TeX left as the authors wrote it. */
export const Paper = z.object({
  id: PaperId,
  version: z.int().positive(),
  title: z.string().min(1).max(2_000),
  abstract: z.string().max(20_000),
  authors: z.array(z.string().min(1).max(500)).max(10_000),
  /** Primary first; empty when the source does not classify. */
  categories: z.array(z.string().min(1).max(40)).max(40),
  submittedAt: Instant.optional(),
  updatedAt: Instant.optional(),
  /** The day the source announced it, where it says so. */
  announcedOn: Day.optional(),
  withdrawn: z.boolean().default(false),
  comment: z.string().max(5_000).optional(),
  doi: z.string().max(300).optional(),
  abstractUrl: WebUrl,
  pdfUrl: WebUrl.optional(),
  codeUrl: WebUrl.optional(),
  signals: Signals.default({}),
});
export type Paper = z.infer<typeof Paper>;

/** The primary category, or `undefined` where the source does not classify. */
export function primaryCategory(paper: Pick<Paper, 'categories'>): string | undefined {
  return paper.categories[0];
}

/** The text that stands for a paper wherever it is embedded or weighed. */
export function paperText(paper: Pick<Paper, 'title' | 'abstract'>): string {
  return `${paper.title}. ${paper.abstract}`;
}
