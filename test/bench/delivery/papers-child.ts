import { z } from 'zod';
import type { Task } from '../../../functions/deliver/make.js';
import { addDays } from '../../../shared/domain/day.js';
import { parseEnvironment } from '../../../shared/parse.js';
import { openTable, type Table } from '../../../shared/stores/table.js';
import { answerOnce } from '../answers.js';
import { makeEdition } from './edition.js';
import type { ByPapers } from './growth.js';
import { openPress, type Press, publish } from './press.js';
import { LENGTH, type ReaderMaker, readersOf, VOTERS } from './readers.js';
import { costOf, type Spent, spend } from './spend.js';

const PAPERS = [100, 300, 1_000, 2_000];
const READERS_AN_EDITION = 2_000;
const PASSES = 15;

const Environment = z.object({ CONTENT_TABLE: z.string() });

answerOnce(async () => paperGrowth(openTable(parseEnvironment(Environment).CONTENT_TABLE)));

/**
 * The mean cost of a mail as editions grow, by a worker that has made these readers' mails before, so that what is done
 * once is done. It has all the editions on its shelf, as a worker has a week of them, and goes over them several times, so
 * that what slows the machine for a while slows all alike.
 */
async function paperGrowth(content: Table): Promise<ByPapers> {
  const editions = [];
  for (const [nth, count] of PAPERS.entries()) {
    const bench = await makeEdition(count, addDays('2026-02-01', nth));
    await publish(bench, content);
    const press = await openPress(bench.edition.day, content);
    const tasks = await fullDigests(press, readersOf(bench), READERS_AN_EDITION);
    await spend(press, tasks);
    const parts: Spent[] = [];
    editions.push({ count, press, tasks, parts });
  }
  for (let pass = 0; pass < PASSES; pass++) {
    for (const { press, tasks, parts } of editions) parts.push(await spend(press, tasks));
  }
  const mails = READERS_AN_EDITION * PASSES;
  return editions.map(({ count, parts }) => ({ papers: count, ...costOf(parts, mails) }));
}

/**
 * The first readers whose digest is as long as they want it, a tenth of them with votes: in a small edition not
 * everybody's is, least of all theirs, and their mails cost several times the others.
 */
async function fullDigests(press: Press, readers: ReaderMaker, count: number): Promise<Task[]> {
  const voters = Math.round(count * VOTERS);
  const left = { voters, others: count - voters };
  const full: Task[] = [];
  for (let number = 0; full.length < count; number++) {
    const task = readers(number);
    const kind = task.profile.taste ? 'voters' : 'others';
    if (left[kind] === 0 || (await press.match(task)).picks.length < LENGTH) continue;
    left[kind] -= 1;
    full.push(task);
  }
  return full;
}
