import { z } from 'zod';
import { DELIVERED_AT_ONCE } from '../../../shared/domain/delivery.js';
import type { Contender } from './contenders.js';

/** What a contender did in one turn. */
export const Turn = z.object({
  messages: z.int(),
  /** Of all raw messages. */
  bytes: z.int(),
  seconds: z.number(),
  /** The process's own time, user and system, on all its threads. */
  cpuSeconds: z.number(),
});
export type Turn = z.infer<typeof Turn>;

/** The share of a turn that does not count: in it the processor's caches are filled anew. */
const START = 0.25;

/** Has a contender make messages, and send them where that is part of the contest, for `turnMs`. */
export async function takeTurn(contender: Contender, turnMs: number): Promise<Turn> {
  await spend(contender, turnMs * START);
  return spend(contender, turnMs * (1 - START));
}

/** How many messages this process has made: each turn goes on where the last one stopped. */
let made = 0;

async function spend(contender: Contender, ms: number): Promise<Turn> {
  const first = made;
  let bytes = 0;
  const before = process.cpuUsage();
  const start = performance.now();
  while (performance.now() - start < ms) {
    // Deliver makes messages as their rows come in, and sends them as they are claimed.
    const numbers = Array.from({ length: DELIVERED_AT_ONCE }, (_, at) => made + at);
    const messages = await Promise.all(numbers.map((nth) => contender.make(nth)));
    await Promise.all(messages.map(({ raw }, at) => contender.send?.(raw, made + at)));
    for (const message of messages) {
      bytes += message.raw.length;
      message.release();
    }
    made += DELIVERED_AT_ONCE;
  }
  return {
    messages: made - first,
    bytes,
    seconds: (performance.now() - start) / 1_000,
    cpuSeconds: cpuSecondsSince(before),
  };
}

/** This process's own time since `before`, in seconds. */
export function cpuSecondsSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000_000;
}
