import { z } from 'zod';
import { parseAs, parseEnvironment } from '../../../shared/parse.js';
import { openTable } from '../../../shared/stores/table.js';
import { answerAll } from '../answers.js';
import { type Contender, ContenderName, contenderFor } from './contenders.js';
import { usualEdition } from './edition.js';
import { ordersOf } from './orders.js';
import { openPress } from './press.js';
import { takeTurn } from './turn.js';

const Environment = z.object({ CONTENT_TABLE: z.string(), CONTENDER: ContenderName });
/** Each question asks for a turn. */
const Ask = z.object({ turnMs: z.number().positive() });

// Becomes a contender, and takes a turn whenever it is asked to.
const contender = setUp(parseEnvironment(Environment));
answerAll(async (question) => {
  const { turnMs } = parseAs(Ask, question, 'what the bench asks');
  return takeTurn(await contender, turnMs);
});

async function setUp(environment: z.infer<typeof Environment>): Promise<Contender> {
  const bench = await usualEdition();
  const press = await openPress(bench.edition.day, openTable(environment.CONTENT_TABLE));
  return contenderFor(environment.CONTENDER, await ordersOf(bench, press), press);
}
