import type { Contest } from './contest.js';
import { type Growth, growthOf } from './growth.js';
import type { Memory } from './memory.js';
import { type Ratio, Rounds, type Score } from './rounds.js';

/** How many times as many mails ours makes as the other. */
type Ratios<Value> = Record<'floor' | 'mjmlEach' | 'handlebars' | 'build', Value>;

/** All that one run measured. */
export interface Report {
  /** By processor time of the making process. */
  ratios: Ratios<number>;
  /** By the clock, which others on the machine slow. */
  clockRatios: Ratios<number>;
  /** Both, as they were from round to round. */
  spread: { ratios: Ratios<Ratio>; clockRatios: Ratios<Ratio> };
  growth: {
    /** The cost of a mail at the largest number over that at the smallest. */
    subscribers: number;
    papers: number;
    bySubscribers: Growth['subscribers'];
    byPapers: Growth['papers'];
    /** In each worker, of which `papers` is made. */
    papersByWorker: number[];
  };
  memory: Memory;
  /** By processor time, ours to the floor in each pair of workers, of which `ratios.floor` is made. */
  pairs: number[];
  /** What the contenders did in their contest together, and ours and the floor in their own. */
  scores: Record<'all' | 'pairs', Record<string, Score>>;
}

/** What each figure must reach: at least, or at most. */
const BARS: Record<string, { least?: number; most?: number }> = {
  floor: { least: 0.85 },
  mjmlEach: { least: 15 },
  handlebars: { least: 2.5 },
  build: { least: 20 },
  'growth, subscribers': { most: 1.1 },
  'growth, papers': { most: 1.5 },
  'memory, MB': { most: 256 },
};

/** Draws the report from what was measured. */
export function reportOf(measured: { contest: Contest; growth: Growth; memory: Memory }): Report {
  const { contest, growth, memory } = measured;
  const spread = { ratios: ratiosOf(contest, 'cpuSeconds'), clockRatios: ratiosOf(contest, 'seconds') };
  return {
    ratios: valuesOf(spread.ratios),
    clockRatios: valuesOf(spread.clockRatios),
    spread,
    growth: {
      subscribers: growthOf(growth.subscribers),
      papers: growthOf(growth.papers),
      bySubscribers: growth.subscribers,
      byPapers: growth.papers,
      papersByWorker: growth.papersByWorker,
    },
    memory,
    pairs: contest.pairs.map((rounds) => rounds.ratio('ours', 'floor', 'cpuSeconds').value),
    scores: { all: contest.all.scores(), pairs: Rounds.join(contest.pairs).scores() },
  };
}

function ratiosOf({ all, pairs }: Contest, by: 'cpuSeconds' | 'seconds'): Ratios<Ratio> {
  return {
    floor: Rounds.join(pairs).ratio('ours', 'floor', by),
    mjmlEach: all.ratio('ours', 'mjmlEach', by),
    handlebars: all.ratio('ours', 'handlebars', by),
    build: all.ratio('oursBuild', 'handlebarsBuild', by),
  };
}

function valuesOf({ floor, mjmlEach, handlebars, build }: Ratios<Ratio>): Ratios<number> {
  return {
    floor: floor.value,
    mjmlEach: mjmlEach.value,
    handlebars: handlebars.value,
    build: build.value,
  };
}

/** Prints the report for a person. */
export function printReport({ ratios, spread, growth, memory, pairs, scores }: Report): void {
  console.log('all contenders, by turns');
  console.table(rounded(scores.all));
  console.log(`ours and the floor, by turns, in ${pairs.length} pairs`);
  console.table(rounded(scores.pairs));
  console.log(`ours to the floor, pair by pair: ${listed(pairs)}`);
  console.log('by processor time');
  console.table(rounded(spread.ratios));
  console.log('by the clock');
  console.table(rounded(spread.clockRatios));
  console.table(growth.bySubscribers.map(roundedRow));
  console.table(growth.byPapers.map(roundedRow));
  console.log(`from the fewest papers to the most, worker by worker: ${listed(growth.papersByWorker)}`);
  console.table([roundedRow(memory)]);
  const figures = {
    ...ratios,
    'growth, subscribers': growth.subscribers,
    'growth, papers': growth.papers,
    'memory, MB': memory.peakMb,
  };
  for (const [name, value] of Object.entries(figures)) console.log(judged(name, value));
}

function listed(ratios: readonly number[]): string {
  return ratios.map((ratio) => ratio.toFixed(3)).join(' ');
}

function judged(name: string, value: number): string {
  const { least = Number.NEGATIVE_INFINITY, most = Number.POSITIVE_INFINITY } = BARS[name] ?? {};
  const bar = Number.isFinite(least) ? `at least ${least}` : `at most ${most}`;
  return `${value >= least && value <= most ? 'holds' : 'fails'}: ${name} ${value.toFixed(2)}, ${bar}`;
}

function rounded(table: Record<string, object>): Record<string, object> {
  return Object.fromEntries(Object.entries(table).map(([name, row]) => [name, roundedRow(row)]));
}

function roundedRow(row: object): object {
  return Object.fromEntries(
    Object.entries(row).map(([key, value]) => [key, Math.round(value * 1_000) / 1_000]),
  );
}
