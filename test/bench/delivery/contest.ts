import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import pMap from 'p-map';
import { functions } from '../../../infra/house.js';
import { parseAs } from '../../../shared/parse.js';
import { seededRandom } from '../../../shared/terms/random.js';
import { shuffle } from '../shuffle.js';
import { bundleOf, lambdaFlags } from '../worker.js';
import { ContenderName } from './contenders.js';
import type { Order } from './orders.js';
import type { Services } from './services.js';
import { Turn } from './turn.js';

/** Long enough for a full collection of garbage or two: in a short turn there is one or none. */
const TURN_MS = 2_500;
/** How long each runs, two at once, before any turn counts: by then what runs often is compiled. */
const WARM_UP_MS = 12_000;
const WARMED_AT_ONCE = 2;
/** So near is one bar that half of the time is for the two that it is about. */
const NEAR: readonly ContenderName[] = ['ours', 'floor'];

/** What one contender did in all its turns. */
export interface Score {
  messages: number;
  /** Mean size of a raw message. */
  bytes: number;
  perSecond: number;
  perCpuSecond: number;
  cpuMsEach: number;
}

/**
 * Lets ours and the rivals make and send the same mails by turns, each round in an order drawn anew, for about `seconds`.
 * Each is a process of its own with Lambda's heap flags for deliver: in one process, a rival's garbage was cleared in
 * whosever turn it fell.
 */
export async function contest(
  orders: readonly Order[],
  { environment }: Services,
  seconds: number,
): Promise<Contest> {
  const bundle = await bundleOf(new URL('contender-child.ts', import.meta.url));
  const contenders = ContenderName.options.map((name) => new Process(name, bundle, environment));
  try {
    await pMap(contenders, (contender) => contender.warmUp(orders), { concurrency: WARMED_AT_ONCE });
    const near = contenders.filter(({ name }) => NEAR.includes(name));
    for (const among of [contenders, near]) await takeTurns(among, seconds / 2);
    return new Contest(new Map(contenders.map(({ name, turns }) => [name, turns])));
  } finally {
    for (const contender of contenders) contender.stop();
  }
}

async function takeTurns(contenders: readonly Process[], seconds: number): Promise<void> {
  const random = seededRandom(contenders.length);
  const rounds = Math.max(1, Math.round((seconds * 1_000) / TURN_MS / contenders.length));
  for (let round = 0; round < rounds; round++) {
    const order = [...contenders];
    shuffle(order, random);
    for (const contender of order) await contender.takeTurn();
  }
}

/** A contender's process, and what it did. */
class Process {
  readonly turns: Turn[] = [];
  readonly #child: ChildProcess;
  readonly #ended: Promise<never>;

  constructor(
    readonly name: ContenderName,
    bundle: string,
    environment: Record<string, string>,
  ) {
    this.#child = fork(bundle, {
      execArgv: lambdaFlags(functions.deliver.memoryMb),
      env: { PATH: process.env.PATH ?? '', ...environment },
      serialization: 'advanced',
    });
    this.#ended = once(this.#child, 'exit').then(([code]) => {
      throw new Error(`the contender ${name} ended with ${code}`);
    });
    // Also where nobody waits for it, as when it is stopped.
    this.#ended.catch(() => {});
  }

  async warmUp(orders: readonly Order[]): Promise<void> {
    await this.#ask({ name: this.name, day: orders[0]?.task.request.day, orders });
    await this.#ask({ turnMs: WARM_UP_MS });
  }

  async takeTurn(): Promise<void> {
    this.turns.push(parseAs(Turn, await this.#ask({ turnMs: TURN_MS }), 'turn'));
  }

  stop(): void {
    this.#child.kill();
  }

  async #ask(message: object): Promise<unknown> {
    this.#child.send(message);
    const [answer] = await Promise.race([once(this.#child, 'message'), this.#ended]);
    return answer;
  }
}

/** What came of a contest. */
export class Contest {
  constructor(private readonly turns: ReadonlyMap<ContenderName, readonly Turn[]>) {}

  scores(): Record<string, Score> {
    return Object.fromEntries([...this.turns].map(([name, turns]) => [name, scoreOf(turns)]));
  }

  /** How many times as fast one is as the other: the median over the rounds, each on its own. */
  ratio(one: ContenderName, other: ContenderName, by: 'seconds' | 'cpuSeconds'): number {
    const speed = (turn: Turn) => turn.messages / turn[by];
    const others = this.#turnsOf(other);
    const quotients = this.#turnsOf(one).flatMap((turn, round) => {
      const beside = others[round];
      return beside ? [speed(turn) / speed(beside)] : [];
    });
    return median(quotients);
  }

  #turnsOf(name: ContenderName): readonly Turn[] {
    return this.turns.get(name) ?? [];
  }
}

function scoreOf(turns: readonly Turn[]): Score {
  const total = (key: keyof Turn) => turns.reduce((sum, turn) => sum + turn[key], 0);
  const messages = total('messages');
  return {
    messages,
    bytes: Math.round(total('bytes') / messages),
    perSecond: messages / total('seconds'),
    perCpuSecond: messages / total('cpuSeconds'),
    cpuMsEach: (total('cpuSeconds') * 1_000) / messages,
  };
}

/** The middle one, or the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [low = Number.NaN, high = low] = [sorted[(sorted.length - 1) >> 1], sorted[middle]];
  return (low + high) / 2;
}
