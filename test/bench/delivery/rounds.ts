import type { ContenderName } from './contenders.js';
import type { Turn } from './turn.js';

/** A turn of each contender. */
export type Round = Partial<Record<ContenderName, Turn>>;

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
 * How many times as fast one contender is as another, and the quartiles of that over the rounds, which are not independent
 * of each other where workers are the same.
 */
export interface Ratio {
  value: number;
  lower: number;
  upper: number;
  rounds: number;
}

/** All rounds of a contest. */
export class Rounds {
  constructor(private readonly rounds: readonly Round[]) {}

  /** Those of several contests together. */
  static join(several: readonly Rounds[]): Rounds {
    return new Rounds(several.flatMap(({ rounds }) => rounds));
  }

  /** What each contender did. */
  scores(): Partial<Record<ContenderName, Score>> {
    const names = Object.keys(this.rounds[0] ?? {}) as ContenderName[];
    return Object.fromEntries(names.map((name) => [name, scoreOf(this.#turnsOf(name))]));
  }

  /**
   * How many times as fast one is as the other. By processor time, which others on the machine hardly disturb, it is all
   * messages over all seconds, as a full collection of garbage falls in few turns and belongs to all; by the clock, the
   * median over the rounds.
   */
  ratio(one: ContenderName, other: ContenderName, by: 'seconds' | 'cpuSeconds'): Ratio {
    const [ours, theirs] = [this.#turnsOf(one), this.#turnsOf(other)];
    const quotients = ours.map(
      (turn, round) => speed([turn], by) / speed(theirs.slice(round, round + 1), by),
    );
    const value = by === 'cpuSeconds' ? speed(ours, by) / speed(theirs, by) : quantile(quotients, 0.5);
    const [lower, upper] = [quantile(quotients, 0.25), quantile(quotients, 0.75)];
    return { value, lower, upper, rounds: quotients.length };
  }

  #turnsOf(name: ContenderName): Turn[] {
    return this.rounds.flatMap((round) => round[name] ?? []);
  }
}

function scoreOf(turns: readonly Turn[]): Score {
  const messages = total(turns, 'messages');
  return {
    messages,
    bytes: Math.round(total(turns, 'bytes') / messages),
    perSecond: speed(turns, 'seconds'),
    perCpuSecond: speed(turns, 'cpuSeconds'),
    cpuMsEach: 1_000 / speed(turns, 'cpuSeconds'),
  };
}

function speed(turns: readonly Turn[], by: 'seconds' | 'cpuSeconds'): number {
  return total(turns, 'messages') / total(turns, by);
}

function total(turns: readonly Turn[], key: keyof Turn): number {
  return turns.reduce((sum, turn) => sum + turn[key], 0);
}

/** The value that `share` of the values lie below, between two of them if need be; NaN for none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const at = share * (sorted.length - 1);
  const [low = Number.NaN, high = Number.NaN] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
  return low + (high - low) * (at - Math.floor(at));
}
