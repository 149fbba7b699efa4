import { z } from 'zod';
import { isTimeZone } from './day.js';
import { PaperId } from './paper.js';

/** An arXiv category (`cs.AI`), or a free phrase (`diffusion models for proteins`). */
export const Topic = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('category'),
    category: z.string().min(2).max(40),
    weight: z.number().min(0).max(3).default(1),
  }),
  z.object({
    kind: z.literal('phrase'),
    phrase: z.string().trim().min(2).max(200),
    weight: z.number().min(0).max(3).default(1),
  }),
]);
export type Topic = z.infer<typeof Topic>;

export const Cadence = z.enum(['daily', 'weekdays', 'weekly', 'none']);
export type Cadence = z.infer<typeof Cadence>;

/** How good a paper must be to be sent: only the best, balanced, or everything that fits. */
export const Threshold = z.enum(['best', 'balanced', 'everything']);
export type Threshold = z.infer<typeof Threshold>;

export const Preferences = z.object({
  topics: z.array(Topic).max(50).default([]),
  followedAuthors: z.array(z.string().trim().min(2).max(200)).max(100).default([]),
  mutedWords: z.array(z.string().trim().min(2).max(100)).max(100).default([]),
  cadence: Cadence.default('daily'),
  /** ISO weekday of a weekly digest, 1 is Monday. */
  weekday: z.int().min(1).max(7).default(1),
  /** Local hour of delivery. */
  hour: z.int().min(0).max(23).default(7),
  timeZone: z
    .string()
    .max(64)
    .refine(isTimeZone, 'expected a time zone such as Europe/Berlin')
    .default('UTC'),
  /** The most papers in one digest. */
  length: z.int().min(1).max(50).default(12),
  threshold: Threshold.default('balanced'),
  /** Summaries, or the authors' own abstracts. */
  show: z.enum(['summaries', 'abstracts']).default('summaries'),
});
export type Preferences = z.infer<typeof Preferences>;

/** A reader's word on one paper. */
export const Vote = z.object({
  paperId: PaperId,
  direction: z.enum(['more', 'less']),
  at: z.iso.datetime({ offset: true }),
});
export type Vote = z.infer<typeof Vote>;
