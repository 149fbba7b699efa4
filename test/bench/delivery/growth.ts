import type { Task } from '../../../functions/deliver/make.js';
import { addDays } from '../../../shared/domain/day.js';
import type { Table } from '../../../shared/stores/table.js';
import { cpuSecondsSince } from './contest.js';
import { makeEdition } from './edition.js';
import { openPress, type Press, publish } from './press.js';
import { type ReaderMaker, readersOf } from './readers.js';

const SUBSCRIBERS = [1_000, 10_000, 100_000];
const PAPERS = [100, 300, 1_000, 2_000];
/** Readers made before each stretch of the clock, so that making them is not measured. */
const BATCH = 500;
const READERS_AN_EDITION = 4_000;

/** What one mail costs: match, render and MIME. */
export interface Cost {
  cpuMsEach: number;
  papersEach: number;
}

/** The cost of a mail as subscribers grow: each reader once, the caches as the number of readers makes them. */
export async function subscriberGrowth(
  press: Press,
  readers: ReaderMaker,
): Promise<(Cost & { subscribers: number })[]> {
  const costs = [];
  for (const subscribers of SUBSCRIBERS) {
    costs.push({ subscribers, ...(await costOf(press, readers, 0, subscribers)) });
  }
  return costs;
}

/** The cost of a mail as editions grow, once the topics of the readers are known. */
export async function paperGrowth(content: Table): Promise<(Cost & { papers: number })[]> {
  const costs = [];
  for (const [nth, papers] of PAPERS.entries()) {
    const bench = await makeEdition(papers, addDays('2026-02-01', nth));
    await publish(bench, content);
    const press = await openPress(bench, content);
    const readers = readersOf(bench);
    await costOf(press, readers, 0, BATCH);
    costs.push({ papers, ...(await costOf(press, readers, BATCH, READERS_AN_EDITION)) });
  }
  return costs;
}

async function costOf(press: Press, readers: ReaderMaker, from: number, count: number): Promise<Cost> {
  let cpuSeconds = 0;
  let papers = 0;
  for (let start = from; start < from + count; start += BATCH) {
    const tasks: Task[] = Array.from({ length: BATCH }, (_, nth) => readers(start + nth));
    const before = process.cpuUsage();
    for (const task of tasks) {
      const digest = await press.match(task);
      papers += digest.picks.length;
      press.render(task, digest);
    }
    cpuSeconds += cpuSecondsSince(before);
  }
  return { cpuMsEach: (cpuSeconds * 1_000) / count, papersEach: papers / count };
}
