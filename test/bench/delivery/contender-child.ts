import { z } from 'zod';
import { Day } from '../../../shared/domain/day.js';
import { parseAs } from '../../../shared/parse.js';
import { openTable } from '../../../shared/stores/table.js';
import { type Contender, ContenderName, contenderFor } from './contenders.js';
import type { Order } from './orders.js';
import { openPress } from './press.js';
import { takeTurn } from './turn.js';

/** The first message: who is to make which mails. */
const Setting = z.object({ name: ContenderName, day: Day, orders: z.array(z.custom<Order>()).min(1) });
/** Each one after it asks for a turn. */
const Ask = z.object({ turnMs: z.number().positive() });

// Becomes a contender, tells that it is ready, and takes a turn whenever it is asked to.
process.once('message', async (message) => {
  const contender = await setUp(message);
  process.on('message', async (ask) => {
    process.send?.(await takeTurn(contender, parseAs(Ask, ask, 'what the bench asks').turnMs));
  });
  process.send?.('ready');
});
process.once('disconnect', () => process.exit());

async function setUp(message: unknown): Promise<Contender> {
  const { name, day, orders } = parseAs(Setting, message, 'what the bench sets');
  const press = await openPress(day, openTable(process.env.CONTENT_TABLE ?? ''));
  return contenderFor(name, orders, press);
}
