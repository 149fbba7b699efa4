import { z } from 'zod';
import { parseAs } from '../../../shared/parse.js';
import { byTurns } from '../turns.js';
import { bundleOf, runWorker, Worker, withFolder } from '../worker.js';
import type { Services } from './services.js';
import { Cost, costOf, Spent } from './spend.js';

const ByPapers = z.array(Cost.extend({ papers: z.int() }));
export type ByPapers = z.infer<typeof ByPapers>;

/** What a mail costs as readers, and as papers, become more. */
export interface Growth {
  subscribers: (Cost & { subscribers: number })[];
  papers: ByPapers;
}

const SUBSCRIBERS = [1_000, 10_000, 100_000];
/** So many mails are made before any counts, so that what runs often is compiled; with them and the rounds, all readers are mailed. */
const WARM_UP = 30_000;
const ROUND = 5_000;
const ROUNDS = 14;

/** Measures both, in workers of their own. */
export async function growth(services: Services): Promise<Growth> {
  const subscribers = await subscriberGrowth(services);
  const entry = new URL('papers-child.ts', import.meta.url);
  const papers = await runWorker('deliver', entry, services.environment, {});
  return { subscribers, papers: parseAs(ByPapers, papers, 'growth in papers') };
}

/** The mean cost of a mail to one of 1,000, 10,000 and 100,000 subscribers: each of these has a worker, and they take turns. */
function subscriberGrowth({ environment }: Services): Promise<Growth['subscribers']> {
  return withFolder(async (folder) => {
    const bundle = await bundleOf(new URL('subscribers-child.ts', import.meta.url), folder);
    const start = (subscribers: number) =>
      new Worker(`${subscribers} readers`, 'deliver', bundle, {
        ...environment,
        READERS: String(subscribers),
      });
    const course = { warmUp: { mails: WARM_UP }, turn: { mails: ROUND }, rounds: ROUNDS };
    const rounds = await byTurns(SUBSCRIBERS, start, course, Spent);
    return SUBSCRIBERS.map((subscribers) => {
      const parts = rounds.flatMap((round) => round[subscribers] ?? []);
      return { subscribers, ...costOf(parts, ROUNDS * ROUND) };
    });
  });
}
