import { z } from 'zod';
import { parseAs } from '../../../shared/parse.js';
import { runWorker } from '../worker.js';
import type { Services } from './services.js';

/** What one mail costs: match, render and MIME. */
const Cost = z.object({ cpuMsEach: z.number(), papersEach: z.number() });
export type Cost = z.infer<typeof Cost>;

/** What a mail costs as readers, and as papers, become more. */
const Growth = z.object({
  subscribers: z.array(Cost.extend({ subscribers: z.int() })),
  papers: z.array(Cost.extend({ papers: z.int() })),
});
export type Growth = z.infer<typeof Growth>;

/** Measures both in a worker of its own. */
export async function growth({ environment }: Services): Promise<Growth> {
  const entry = new URL('growth-child.ts', import.meta.url);
  return parseAs(Growth, await runWorker('deliver', entry, environment, {}), 'growth');
}
