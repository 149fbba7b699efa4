import { z } from 'zod';
import { byTurns } from '../turns.js';
import { bundleOf, Worker, withFolder } from '../worker.js';
import type { Services } from './services.js';
import { type Cost, costOf, Spent, SpentOnEdition } from './spend.js';

/** What a mail costs as readers, and as papers, become more. */
export interface Growth {
  subscribers: (Cost & { subscribers: number })[];
  papers: (Cost & { papers: number })[];
  /** From the fewest papers to the most, in each worker. */
  papersByWorker: number[];
}

const SUBSCRIBERS = [1_000, 10_000, 100_000];
/** So many mails are made before any counts, so that what runs often is compiled; with them and the rounds, all readers are mailed. */
const WARM_UP = 30_000;
const ROUND = 5_000;
const ROUNDS = 14;

/** Workers of one code differ: growth in papers came to 1.17 to 1.79 in single ones, so there are many. */
const PAPERS_WORKERS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
/** Of 10,000 mails each. */
const PAPERS_WARM_UP = 3;
const PAPERS_ROUNDS = 8;

/** Measures both, in workers of their own. */
export async function growth(services: Services): Promise<Growth> {
  return { subscribers: await subscriberGrowth(services), ...(await paperGrowth(services)) };
}

/** The cost at the largest number over that at the smallest. */
export function growthOf(costs: readonly Cost[]): number {
  return (costs.at(-1)?.cpuMsEach ?? Number.NaN) / (costs[0]?.cpuMsEach ?? Number.NaN);
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
      return { subscribers, ...costOf(parts) };
    });
  });
}

/**
 * The mean cost of a mail as editions grow, by workers that have made these readers' mails before, so that what is done once is
 * done. Each goes over its editions several times, so that what slows the machine for a while slows all alike.
 */
function paperGrowth({ environment }: Services): Promise<Pick<Growth, 'papers' | 'papersByWorker'>> {
  return withFolder(async (folder) => {
    const bundle = await bundleOf(new URL('papers-child.ts', import.meta.url), folder);
    const start = (worker: number) =>
      new Worker(`papers ${worker}`, 'deliver', bundle, { ...environment, WORKER: String(worker) });
    const course = { warmUp: { passes: PAPERS_WARM_UP }, turn: { passes: 1 }, rounds: PAPERS_ROUNDS };
    const rounds = await byTurns(PAPERS_WORKERS, start, course, z.array(SpentOnEdition));
    const partsOf = (worker: number) => rounds.flatMap((round) => round[worker] ?? []);
    return {
      papers: costsByPapers(PAPERS_WORKERS.flatMap(partsOf)),
      papersByWorker: PAPERS_WORKERS.map((worker) => growthOf(costsByPapers(partsOf(worker)))),
    };
  });
}

/** The fewest papers first. */
function costsByPapers(parts: readonly SpentOnEdition[]): Growth['papers'] {
  const sizes = [...new Set(parts.map(({ editionSize }) => editionSize))].sort((a, b) => a - b);
  return sizes.map((papers) => ({
    papers,
    ...costOf(parts.filter(({ editionSize }) => editionSize === papers)),
  }));
}
