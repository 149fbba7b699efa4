import { z } from 'zod';
import { Day } from './day.js';
import { PaperId } from './paper.js';

/** One paper as chosen for one subscriber, with the reason in words. */
export const Pick = z.object({
  paperId: PaperId,
  /** The edition that shows it, the newest where several have it, and the paper's number there. */
  day: Day,
  number: z.int().nonnegative(),
  score: z.number(),
  why: z.string().min(1).max(300),
  /** Set on the one paper shown to learn rather than to please: the chance it had of being chosen. */
  explorationPropensity: z.number().positive().max(1).optional(),
});
export type Pick = z.infer<typeof Pick>;

/** One edition, or week of editions, as seen by one subscriber. Stories are those that hold at least one pick. */
export const Digest = z.object({
  /** The last edition's day. */
  day: Day,
  editions: z.array(Day).min(1),
  picks: z.array(Pick),
  storyIds: z.array(z.string()),
  /** How many papers were read for it. */
  considered: z.int().nonnegative(),
});
export type Digest = z.infer<typeof Digest>;
