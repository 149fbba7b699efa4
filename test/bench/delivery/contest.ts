import { DELIVERED_AT_ONCE } from '../../../shared/domain/delivery.js';
import { seededRandom } from '../../../shared/terms/random.js';
import type { LentMessage } from '../../../templates/trays.js';
import { shuffle } from '../shuffle.js';

/** One way of doing the same thing. */
export interface Contender {
  name: string;
  /** Makes the nth reader's message. */
  make(nth: number): Promise<LentMessage>;
  /** Sends it, where that is part of the contest. */
  send?(raw: Buffer, nth: number): Promise<void>;
}

/** What one contender did in all its turns. */
export interface Score {
  messages: number;
  /** Mean size of a raw message. */
  bytes: number;
  perSecond: number;
  /** By this process's own time, user and system, on all its threads. */
  perCpuSecond: number;
  cpuMsEach: number;
}

interface Turn {
  messages: number;
  bytes: number;
  seconds: number;
  cpuSeconds: number;
}

/** The share of a turn that does not count. */
const START = 0.25;

/**
 * Lets the contenders take turns of `turnMs`, `rounds` times, each round in an order drawn anew, so that noise hits all
 * alike: where one always came after the same other, a contender beside itself was up to 6 % faster.
 * The first round does not count, nor does the start of each turn, in which the garbage of the one before is cleared.
 */
export async function contest(
  contenders: readonly Contender[],
  rounds: number,
  turnMs: number,
): Promise<Contest> {
  const random = seededRandom(contenders.length);
  const order = [...contenders];
  const turns = new Map<string, Turn[]>(contenders.map(({ name }) => [name, []]));
  for (let round = 0; round <= rounds; round++) {
    shuffle(order, random);
    for (const contender of order) {
      await takeTurn(contender, turnMs * START);
      const turn = await takeTurn(contender, turnMs * (1 - START));
      if (round > 0) turns.get(contender.name)?.push(turn);
    }
  }
  return new Contest(turns);
}

/** What came of a contest. */
export class Contest {
  constructor(private readonly turns: ReadonlyMap<string, readonly Turn[]>) {}

  scores(): Record<string, Score> {
    return Object.fromEntries([...this.turns].map(([name, turns]) => [name, scoreOf(turns)]));
  }

  /** How many times as fast one is as the other: the median over the rounds, each on its own. */
  ratio(one: string, other: string, by: 'seconds' | 'cpuSeconds'): number {
    const speed = (turn: Turn) => turn.messages / turn[by];
    const others = this.#turnsOf(other);
    const quotients = this.#turnsOf(one).flatMap((turn, round) => {
      const beside = others[round];
      return beside ? [speed(turn) / speed(beside)] : [];
    });
    return median(quotients);
  }

  #turnsOf(name: string): readonly Turn[] {
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

async function takeTurn(contender: Contender, turnMs: number): Promise<Turn> {
  let messages = 0;
  let bytes = 0;
  const before = process.cpuUsage();
  const start = performance.now();
  while (performance.now() - start < turnMs) {
    // Deliver makes messages as their rows come in, and sends them as they are claimed.
    const numbers = Array.from({ length: DELIVERED_AT_ONCE }, (_, at) => messages + at);
    const made = await Promise.all(numbers.map((nth) => contender.make(nth)));
    await Promise.all(made.map(({ raw }, at) => contender.send?.(raw, messages + at)));
    for (const message of made) {
      bytes += message.raw.length;
      message.release();
    }
    messages += DELIVERED_AT_ONCE;
  }
  return {
    messages,
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

/** The middle one, or the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [low = Number.NaN, high = low] = [sorted[(sorted.length - 1) >> 1], sorted[middle]];
  return (low + high) / 2;
}
