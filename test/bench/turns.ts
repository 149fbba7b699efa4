import pMap from 'p-map';
import type { z } from 'zod';
import { parseAs } from '../../shared/parse.js';
import type { Worker } from './worker.js';

const WARMED_AT_ONCE = 2;

/** What workers are asked before anything counts, and then in each round. */
export interface Course {
  warmUp: object;
  turn: object;
  rounds: number;
}

/**
 * Starts a worker for each name, and asks them by turns, so that what slows the machine for a while slows all alike; returns what they
 * answered, round by round. Each round is in the order of the last one turned round: each comes before each other one as often as after it.
 * @throws Error when a worker ends without an answer, or hangs @throws ShapeError for an answer of another shape
 */
export async function byTurns<Name extends string | number, Answer>(
  names: readonly Name[],
  start: (name: Name) => Worker,
  { warmUp, turn, rounds }: Course,
  shape: z.ZodType<Answer>,
): Promise<Partial<Record<Name, Answer>>[]> {
  const workers = new Map<Name, Worker>();
  const begin = async (name: Name) => {
    const worker = start(name);
    workers.set(name, worker);
    await worker.ask(warmUp);
  };
  try {
    await pMap(names, begin, { concurrency: WARMED_AT_ONCE });
    const answers: Partial<Record<Name, Answer>>[] = [];
    for (let round = 0; round < rounds; round++) {
      const answered: Partial<Record<Name, Answer>> = {};
      for (const name of round % 2 === 0 ? names : names.toReversed()) {
        answered[name] = parseAs(shape, await workers.get(name)?.ask(turn), `turn of ${name}`);
      }
      answers.push(answered);
    }
    return answers;
  } finally {
    await Promise.all([...workers.values()].map((worker) => worker.stop()));
  }
}
