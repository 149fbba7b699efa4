import pMap from 'p-map';
import { parseAs } from '../../../shared/parse.js';
import { seededRandom } from '../../../shared/terms/random.js';
import { shuffle } from '../shuffle.js';
import { bundleOf, Worker } from '../worker.js';
import { ContenderName } from './contenders.js';
import { type Round, Rounds } from './rounds.js';
import type { Services } from './services.js';
import { Turn } from './turn.js';

/** One bar is so near that the two that it is about have a contest of their own. */
const NEAR: readonly ContenderName[] = ['ours', 'floor'];
const TURN_MS = { all: 1_000, near: 2_500 };
/** How long each runs before any turn counts: ours and the floor some 25,000 mails, until little is compiled any more. */
const WARM_UP_MS = { all: 10_000, near: 30_000 };
const WARMED_AT_ONCE = 2;

/** What came of it: of all, and of ours and the floor, which have half of the time for themselves. */
export interface Contest {
  all: Rounds;
  near: Rounds;
}

/**
 * Lets ours and the rivals make and send the same mails by turns, each round in an order drawn anew, for about `seconds`.
 * Each is a worker of its own: in one process, a rival's garbage was cleared in whosever turn it fell.
 * @throws Error when a contender ends or hangs, as when SES does not accept
 */
export async function contest({ environment }: Services, seconds: number): Promise<Contest> {
  const bundle = await bundleOf(new URL('contender-child.ts', import.meta.url));
  const all = ContenderName.options.map((name) => ({
    name,
    worker: new Worker('deliver', bundle, { ...environment, CONTENDER: name }),
  }));
  try {
    const near = all.filter(({ name }) => NEAR.includes(name));
    await warmUp(near, WARM_UP_MS.near);
    await warmUp(
      all.filter((contender) => !near.includes(contender)),
      WARM_UP_MS.all,
    );
    return {
      all: await roundsOf(all, TURN_MS.all, seconds / 2),
      near: await roundsOf(near, TURN_MS.near, seconds / 2),
    };
  } finally {
    await Promise.all(all.map(({ worker }) => worker.stop()));
  }
}

interface Contender {
  name: ContenderName;
  worker: Worker;
}

async function warmUp(contenders: readonly Contender[], turnMs: number): Promise<void> {
  await pMap(contenders, ({ worker }) => worker.ask({ turnMs }), { concurrency: WARMED_AT_ONCE });
}

async function roundsOf(contenders: readonly Contender[], turnMs: number, seconds: number): Promise<Rounds> {
  const random = seededRandom(contenders.length);
  const count = Math.max(1, Math.round((seconds * 1_000) / turnMs / contenders.length));
  const rounds: Round[] = [];
  for (let round = 0; round < count; round++) {
    const order = [...contenders];
    shuffle(order, random);
    const turns: Round = {};
    for (const { name, worker } of order) turns[name] = parseAs(Turn, await worker.ask({ turnMs }), 'turn');
    rounds.push(turns);
  }
  return new Rounds(rounds);
}
