import type { RunResult } from './result.js';
import type { Say } from './run.js';

const EVERY_MS = 5_000;

/** Writes a run's progress to stderr, a line every few seconds. */
export function reporter(name: string): Say {
  let last = 0;
  return (line) => {
    if (Date.now() - last < EVERY_MS) return;
    last = Date.now();
    process.stderr.write(`${name}: ${line}\n`);
  };
}

const COUNTS = [
  'due',
  'sent',
  'skipped',
  'failed',
  'lost',
  'duplicated',
  'afterLeaving',
  'inFlight',
  'uncalledFor',
  'misrecorded',
  'kills',
  'overran',
  'left',
  'throttled',
  'overRate',
  'timeouts',
  'quotaRefusals',
  'eventsLost',
  'deadLettered',
  'seconds',
] as const satisfies readonly (keyof RunResult)[];
type Counts = Record<(typeof COUNTS)[number], number>;

type Judged = RunResult & { missed: string[] };

/** One line about a run. */
export function summary(run: Judged): string {
  const counts = COUNTS.filter((name) => run[name] !== 0).map((name) => `${name} ${run[name]}`);
  const verdict = run.missed.length > 0 ? `MISSED: ${run.missed.join('; ')}` : 'every bar met';
  return `seed ${run.seed}: ${counts.join(', ')}: ${verdict}`;
}

/** The sums of all runs, and every missed bar with its seed. */
export function totalsOf(runs: readonly Judged[]): Counts & { missed: string[] } {
  const sums = COUNTS.map((name) => [name, runs.reduce((sum, run) => sum + run[name], 0)]);
  const missed = runs.flatMap((run) => run.missed.map((words) => `seed ${run.seed}: ${words}`));
  return { ...(Object.fromEntries(sums) as Counts), missed };
}
