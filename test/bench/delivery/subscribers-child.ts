import { z } from 'zod';
import { parseAs, parseEnvironment } from '../../../shared/parse.js';
import { openTable } from '../../../shared/stores/table.js';
import { usualEdition } from './edition.js';
import { openPress } from './press.js';
import { readersOf } from './readers.js';
import { type Spent, spend } from './spend.js';

/** Readers made before each stretch of the clock, so that making them is not measured. */
const BATCH = 500;

const Environment = z.object({ CONTENT_TABLE: z.string(), READERS: z.coerce.number().int() });
/** Each message asks for so many mails. */
const Ask = z.object({ mails: z.int().multipleOf(BATCH) });

const { CONTENT_TABLE, READERS } = parseEnvironment(Environment);
const bench = usualEdition();
const press = bench.then(({ edition }) => openPress(edition.day, openTable(CONTENT_TABLE)));
const readers = bench.then(readersOf);
let made = 0;

// Mails its readers, as many as are asked for, and goes on where it stopped; after the last one they begin anew.
process.on('message', async (ask) => {
  const { mails } = parseAs(Ask, ask, 'what the bench asks');
  const sum: Spent = { cpuMs: 0, papers: 0 };
  for (const end = made + mails; made < end; made += BATCH) {
    const { cpuMs, papers } = await spend(await press, await batchFrom(made));
    sum.cpuMs += cpuMs;
    sum.papers += papers;
  }
  process.send?.(sum);
});
process.once('disconnect', () => process.exit());

async function batchFrom(start: number) {
  const reader = await readers;
  return Array.from({ length: BATCH }, (_, nth) => reader((start + nth) % READERS));
}
