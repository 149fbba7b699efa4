import type { Task } from '../../../functions/deliver/make.js';
import type { Digest } from '../../../shared/domain/digest.js';
import type { BenchEdition } from './edition.js';
import type { Press } from './press.js';
import { LENGTH, readersOf } from './readers.js';
import { type MailView, viewsOf } from './view.js';

const READERS = 500;

/** One mail as each contender gets it. */
export interface Order {
  task: Task;
  digest: Digest;
  view: MailView;
}

/**
 * The mails of the first 500 readers whose digest is full: all contenders make the same ones in the same order.
 * @throws Error where there are fewer
 */
export async function ordersOf(bench: BenchEdition, press: Press): Promise<Order[]> {
  const readers = readersOf(bench);
  const viewOf = viewsOf(bench.edition, press);
  const orders: Order[] = [];
  for (let number = 0; orders.length < READERS && number < READERS * 3; number++) {
    const task = readers(number);
    const digest = await press.match(task);
    if (digest.picks.length === LENGTH) orders.push({ task, digest, view: viewOf(task, digest) });
  }
  if (orders.length < READERS) throw new Error(`expected ${READERS} readers with a full digest`);
  return orders;
}
