import type { Contest, Score } from './contest.js';
import type { Cost } from './growth.js';
import type { Memory } from './memory.js';

/** How many times as many mails ours makes as the other. */
interface Ratios {
  floor: number;
  mjmlEach: number;
  handlebars: number;
  build: number;
}

/** All that one run measured. */
export interface Report {
  /** By processor time of the sending process. */
  ratios: Ratios;
  /** By the clock, which others on the machine slow. */
  clockRatios: Ratios;
  growth: {
    /** The cost of a mail at the largest number over that at the smallest. */
    subscribers: number;
    papers: number;
    bySubscribers: (Cost & { subscribers: number })[];
    byPapers: (Cost & { papers: number })[];
  };
  memory: Memory;
  scores: Record<string, Score>;
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
export function reportOf(measured: {
  contest: Contest;
  subscribers: Report['growth']['bySubscribers'];
  papers: Report['growth']['byPapers'];
  memory: Memory;
}): Report {
  const { contest, subscribers, papers, memory } = measured;
  const ratios = (by: 'cpuSeconds' | 'seconds'): Ratios => ({
    floor: contest.ratio('ours', 'floor', by),
    mjmlEach: contest.ratio('ours', 'mjmlEach', by),
    handlebars: contest.ratio('ours', 'handlebars', by),
    build: contest.ratio('oursBuild', 'handlebarsBuild', by),
  });
  return {
    ratios: ratios('cpuSeconds'),
    clockRatios: ratios('seconds'),
    growth: {
      subscribers: growthOf(subscribers),
      papers: growthOf(papers),
      bySubscribers: subscribers,
      byPapers: papers,
    },
    memory,
    scores: contest.scores(),
  };
}

function growthOf(costs: readonly Cost[]): number {
  return (costs.at(-1)?.cpuMsEach ?? Number.NaN) / (costs[0]?.cpuMsEach ?? Number.NaN);
}

/** Prints the report for a person. */
export function printReport({ ratios, clockRatios, growth, memory, scores }: Report): void {
  console.table(rounded(scores));
  console.table(rounded({ 'by processor time': ratios, 'by the clock': clockRatios }));
  console.table(growth.bySubscribers.map(roundedRow));
  console.table(growth.byPapers.map(roundedRow));
  console.table([roundedRow(memory)]);
  const figures = {
    ...ratios,
    'growth, subscribers': growth.subscribers,
    'growth, papers': growth.papers,
    'memory, MB': memory.peakMb,
  };
  for (const [name, value] of Object.entries(figures)) console.log(judged(name, value));
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
