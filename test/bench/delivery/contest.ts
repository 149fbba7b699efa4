import { byTurns } from '../turns.js';
import { bundleOf, Worker, withFolder } from '../worker.js';
import { ContenderName } from './contenders.js';
import { Rounds } from './rounds.js';
import type { Services } from './services.js';
import { Turn } from './turn.js';

/** One bar is so near that the two that it is about have contests of their own. */
const NEAR: readonly ContenderName[] = ['ours', 'floor'];
/** So many, each of new workers: two of the same code are some hundredths apart for as long as they run. */
const PAIRS = 12;
/** Their share of the time: some 10 s for each of a pair, as turns of less differ as much as pairs do. */
const NEAR_SHARE = 0.75;
/** Near ones are short: what slows the machine for a second or two, as others on it do, then falls on both. */
const TURN_MS = { all: 1_000, near: 300 };
/** How long each runs before any turn counts: ours and the floor some 20,000 mails, until little is compiled any more. */
const WARM_UP_MS = { all: 10_000, near: 25_000 };

/** What came of it: of all together, and of each pair of ours and the floor. The pairs have most of the time. */
export interface Contest {
  all: Rounds;
  pairs: Rounds[];
}

/**
 * Lets ours and the rivals make and send the same mails by turns, for about `seconds`. Each is a worker of its own: in
 * one process, a rival's garbage was cleared in whosever turn it fell.
 * @throws Error when a contender ends or hangs, as when SES does not accept
 */
export function contest({ environment }: Services, seconds: number): Promise<Contest> {
  return withFolder(async (folder) => {
    const bundle = await bundleOf(new URL('contender-child.ts', import.meta.url), folder);
    const start = (name: ContenderName) =>
      new Worker(name, 'deliver', bundle, { ...environment, CONTENDER: name });
    const all = await roundsOf(start, ContenderName.options, 'all', seconds * (1 - NEAR_SHARE));
    const pairs: Rounds[] = [];
    for (let nth = 0; nth < PAIRS; nth++) {
      pairs.push(await roundsOf(start, NEAR, 'near', (seconds * NEAR_SHARE) / PAIRS));
    }
    return { all, pairs };
  });
}

async function roundsOf(
  start: (name: ContenderName) => Worker,
  names: readonly ContenderName[],
  kind: keyof typeof TURN_MS,
  seconds: number,
): Promise<Rounds> {
  const [turnMs, warmUpMs] = [TURN_MS[kind], WARM_UP_MS[kind]];
  const rounds = Math.max(1, Math.round((seconds * 1_000) / turnMs / names.length));
  const course = { warmUp: { turnMs: warmUpMs }, turn: { turnMs }, rounds };
  return new Rounds(await byTurns(names, start, course, Turn));
}
