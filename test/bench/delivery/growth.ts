import type { Task } from '../../../functions/deliver/make.js';
import { addDays } from '../../../shared/domain/day.js';
import type { Table } from '../../../shared/stores/table.js';
import { cpuSecondsSince } from './contest.js';
import { makeEdition } from './edition.js';
import { openPress, type Press, publish } from './press.js';
import { LENGTH, type ReaderMaker, readersOf } from './readers.js';

const SUBSCRIBERS = [1_000, 10_000, 100_000];
const PAPERS = [100, 300, 1_000, 2_000];
/** Readers made before each stretch of the clock, so that making them is not measured. */
const BATCH = 500;
const READERS_AN_EDITION = 2_000;

/** What one mail costs: match, render and MIME. */
export interface Cost {
  cpuMsEach: number;
  papersEach: number;
}

/** The mean cost of a mail to the first 1,000, 10,000 and 100,000 subscribers of one run, by a warm worker. */
export async function subscriberGrowth(
  press: Press,
  readers: ReaderMaker,
): Promise<(Cost & { subscribers: number })[]> {
  const costs = [];
  let [cpuMs, papers, served] = [0, 0, 0];
  for (const subscribers of SUBSCRIBERS) {
    for (; served < subscribers; served += BATCH) {
      const start = served;
      const spent = await spend(
        press,
        Array.from({ length: BATCH }, (_, nth) => readers(start + nth)),
      );
      cpuMs += spent.cpuMs;
      papers += spent.papers;
    }
    costs.push({ subscribers, cpuMsEach: cpuMs / subscribers, papersEach: papers / subscribers });
  }
  return costs;
}

/** The cost of a mail as editions grow, by a worker that has made these readers' mails before, so that what is done once is done. */
export async function paperGrowth(content: Table): Promise<(Cost & { papers: number })[]> {
  const costs = [];
  for (const [nth, count] of PAPERS.entries()) {
    const bench = await makeEdition(count, addDays('2026-02-01', nth));
    await publish(bench, content);
    const press = await openPress(bench, content);
    const readers = readersOf(bench);
    const full = await fullDigests(press, readers, READERS_AN_EDITION);
    await spend(press, full);
    const { cpuMs, papers } = await spend(press, full);
    costs.push({ papers: count, cpuMsEach: cpuMs / full.length, papersEach: papers / full.length });
  }
  return costs;
}

/** The first readers whose digest is as long as they want it: in a small edition not everybody's is. */
async function fullDigests(press: Press, readers: ReaderMaker, count: number): Promise<Task[]> {
  const full: Task[] = [];
  for (let number = 0; full.length < count; number++) {
    const task = readers(number);
    if ((await press.match(task)).picks.length === LENGTH) full.push(task);
  }
  return full;
}

/** Makes the mails of `tasks`. */
async function spend(press: Press, tasks: readonly Task[]) {
  let papers = 0;
  const before = process.cpuUsage();
  for (const task of tasks) {
    const digest = await press.match(task);
    papers += digest.picks.length;
    press.render(task, digest);
  }
  return { cpuMs: cpuSecondsSince(before) * 1_000, papers };
}
