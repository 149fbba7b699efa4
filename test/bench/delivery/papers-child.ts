import { z } from 'zod';
import type { Task } from '../../../functions/deliver/make.js';
import { addDays } from '../../../shared/domain/day.js';
import { parseAs, parseEnvironment } from '../../../shared/parse.js';
import { openTable } from '../../../shared/stores/table.js';
import { answerAll } from '../answers.js';
import { makeEdition } from './edition.js';
import { openPress, type Press, publish } from './press.js';
import { LENGTH, type ReaderMaker, readersOf, VOTERS } from './readers.js';
import { type SpentOnEdition, spend } from './spend.js';

const PAPERS = [100, 300, 1_000, 2_000];
const READERS_AN_EDITION = 2_000;

const Environment = z.object({ CONTENT_TABLE: z.string(), WORKER: z.coerce.number().int() });
/** Each question asks for so many passes. */
const Ask = z.object({ passes: z.int().positive() });

const ready = setUp(parseEnvironment(Environment));

/** The mails of so many readers do not count at first: in them the processor's caches are filled anew. */
const LEAD_IN = READERS_AN_EDITION / 4;
let passes = 0;

// Goes over its editions as often as is asked, each time in the other direction, and tells what each one's mails took.
answerAll(async (question) => {
  const asked = parseAs(Ask, question, 'what the bench asks');
  const editions = await ready;
  const parts: SpentOnEdition[] = [];
  for (const end = passes + asked.passes; passes < end; passes++) {
    for (const { count, press, tasks } of passes % 2 === 0 ? editions : editions.toReversed()) {
      await spend(press, tasks.slice(0, LEAD_IN));
      parts.push({ editionSize: count, ...(await spend(press, tasks)) });
    }
  }
  return parts;
});

/** Has all the editions on its shelf, as a worker has a week of them. They are of days of its own, as workers share a table. */
async function setUp({ CONTENT_TABLE, WORKER }: z.infer<typeof Environment>) {
  const content = openTable(CONTENT_TABLE);
  const editions = [];
  for (const [nth, count] of PAPERS.entries()) {
    const bench = await makeEdition(count, addDays('2026-04-01', WORKER * PAPERS.length + nth));
    await publish(bench, content);
    const press = await openPress(bench.edition.day, content);
    editions.push({ count, press, tasks: await fullDigests(press, readersOf(bench), READERS_AN_EDITION) });
  }
  return editions;
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
