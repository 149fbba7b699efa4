import pMap from 'p-map';
import { z } from 'zod';
import { parseAs } from '../../../shared/parse.js';
import { bundleOf, runWorker, Worker, withFolder } from '../worker.js';
import type { Services } from './services.js';

/** What one mail costs: match, render and MIME. */
const Cost = z.object({ cpuMsEach: z.number(), papersEach: z.number() });
export type Cost = z.infer<typeof Cost>;

const ByPapers = z.array(Cost.extend({ papers: z.int() }));
const Spent = z.object({ cpuMs: z.number(), papers: z.int() });

/** What a mail costs as readers, and as papers, become more. */
export interface Growth {
  subscribers: (Cost & { subscribers: number })[];
  papers: z.infer<typeof ByPapers>;
}

const SUBSCRIBERS = [1_000, 10_000, 100_000];
/** So many mails are made before any counts, so that what runs often is compiled; with them and the rounds, all readers are mailed. */
const WARM_UP = 30_000;
const ROUND = 5_000;
const ROUNDS = 14;
const WARMED_AT_ONCE = 2;

/** Measures both, in workers of their own. */
export async function growth(services: Services): Promise<Growth> {
  const subscribers = await subscriberGrowth(services);
  const entry = new URL('growth-child.ts', import.meta.url);
  const papers = await runWorker('deliver', entry, services.environment, {});
  return { subscribers, papers: parseAs(ByPapers, papers, 'growth in papers') };
}

/**
 * The mean cost of a mail to one of 1,000, 10,000 and 100,000 subscribers: each of these has a worker, and they take turns, so that
 * what slows the machine for a while slows all alike.
 */
function subscriberGrowth({ environment }: Services): Promise<Growth['subscribers']> {
  return withFolder(async (folder) => {
    const bundle = await bundleOf(new URL('subscribers-child.ts', import.meta.url), folder);
    const groups = SUBSCRIBERS.map((subscribers) => ({
      subscribers,
      cpuMs: 0,
      papers: 0,
      worker: new Worker(`${subscribers} readers`, 'deliver', bundle, {
        ...environment,
        READERS: String(subscribers),
      }),
    }));
    try {
      await pMap(groups, ({ worker }) => worker.ask({ mails: WARM_UP }), { concurrency: WARMED_AT_ONCE });
      for (let round = 0; round < ROUNDS; round++) {
        for (const group of round % 2 === 0 ? groups : groups.toReversed()) {
          const { cpuMs, papers } = parseAs(Spent, await group.worker.ask({ mails: ROUND }), 'a round');
          group.cpuMs += cpuMs;
          group.papers += papers;
        }
      }
    } finally {
      await Promise.all(groups.map(({ worker }) => worker.stop()));
    }
    const mails = ROUNDS * ROUND;
    return groups.map(({ subscribers, cpuMs, papers }) => ({
      subscribers,
      cpuMsEach: cpuMs / mails,
      papersEach: papers / mails,
    }));
  });
}
