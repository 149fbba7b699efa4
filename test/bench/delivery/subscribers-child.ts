import { z } from 'zod';
import { parseAs, parseEnvironment } from '../../../shared/parse.js';
import { openTable } from '../../../shared/stores/table.js';
import { answerAll } from '../answers.js';
import { usualEdition } from './edition.js';
import { openPress } from './press.js';
import { readersOf } from './readers.js';
import { type Spent, spend, sumOf } from './spend.js';

/** Readers made before each stretch of the clock, so that making them is not measured. */
const BATCH = 500;

const Environment = z.object({ CONTENT_TABLE: z.string(), READERS: z.coerce.number().int() });
/** Each question asks for so many mails. */
const Ask = z.object({ mails: z.int().multipleOf(BATCH) });

const { CONTENT_TABLE, READERS } = parseEnvironment(Environment);
const ready = setUp();
let made = 0;

// Mails its readers, as many as are asked for, and goes on where it stopped; after the last one they begin anew.
answerAll(async (question) => {
  const { mails } = parseAs(Ask, question, 'what the bench asks');
  const { press, reader } = await ready;
  const parts: Spent[] = [];
  for (const end = made + mails; made < end; made += BATCH) {
    const tasks = Array.from({ length: BATCH }, (_, nth) => reader((made + nth) % READERS));
    parts.push(await spend(press, tasks));
  }
  return sumOf(parts);
});

async function setUp() {
  const bench = await usualEdition();
  return { press: await openPress(bench.edition.day, openTable(CONTENT_TABLE)), reader: readersOf(bench) };
}
