import pMap from 'p-map';
import { parseAs } from '../../../shared/parse.js';
import { seededRandom } from '../../../shared/terms/random.js';
import { shuffle } from '../shuffle.js';
import { bundleOf, Worker } from '../worker.js';
import { ContenderName } from './contenders.js';
import { type Round, Rounds } from './rounds.js';
import type { Services } from './services.js';
import { Turn } from './turn.js';

/** One bar is so near that the two that it is about have contests of their own. */
const NEAR: readonly ContenderName[] = ['ours', 'floor'];
/** So many, each of new workers: what V8 makes of one is a hundredth faster or slower than of the next, for as long as it runs. */
const NEAR_CONTESTS = 4;
const TURN_MS = { all: 1_000, near: 2_500 };
/** How long each runs before any turn counts: ours and the floor some 20,000 mails, until little is compiled any more. */
const WARM_UP_MS = { all: 10_000, near: 25_000 };
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
export async function contest(services: Services, seconds: number): Promise<Contest> {
  const random = seededRandom(1);
  const all = await roundsOf(services, ContenderName.options, 'all', seconds / 2, random);
  const near: Round[] = [];
  for (let nth = 0; nth < NEAR_CONTESTS; nth++) {
    near.push(...(await roundsOf(services, NEAR, 'near', seconds / 2 / NEAR_CONTESTS, random)));
  }
  return { all: new Rounds(all), near: new Rounds(near) };
}

async function roundsOf(
  { environment }: Services,
  names: readonly ContenderName[],
  kind: keyof Contest,
  seconds: number,
  random: () => number,
): Promise<Round[]> {
  const bundle = await bundleOf(new URL('contender-child.ts', import.meta.url));
  const contenders = names.map((name) => ({
    name,
    worker: new Worker('deliver', bundle, { ...environment, CONTENDER: name }),
  }));
  const take = async (worker: Worker, turnMs: number) => parseAs(Turn, await worker.ask({ turnMs }), 'turn');
  try {
    await pMap(contenders, ({ worker }) => take(worker, WARM_UP_MS[kind]), { concurrency: WARMED_AT_ONCE });
    const count = Math.max(1, Math.round((seconds * 1_000) / TURN_MS[kind] / names.length));
    const rounds: Round[] = [];
    for (let round = 0; round < count; round++) {
      const turns: Round = {};
      shuffle(contenders, random);
      for (const { name, worker } of contenders) turns[name] = await take(worker, TURN_MS[kind]);
      rounds.push(turns);
    }
    return rounds;
  } finally {
    await Promise.all(contenders.map(({ worker }) => worker.stop()));
  }
}
