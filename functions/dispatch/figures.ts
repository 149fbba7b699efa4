import type { Figures } from '../../shared/metrics.js';
import type { DispatchReport } from './dispatch.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/**
 * What there is to tell of the editions in flight, the newest first: the newest one's age always; how far the deliveries
 * are while they move, since a metric is paid for by the hours in which it is told. Nothing before the first edition.
 */
export function figuresOf(reports: readonly DispatchReport[], now: Date): Figures<'dispatch'> {
  const [newest] = reports;
  if (!newest) return {};
  const age = { EditionAgeHours: (now.getTime() - Date.parse(newest.publishedAt)) / HOUR_MS };
  if (!reports.some(({ moving }) => moving)) return age;
  const { due, sent, skipped, failed } = newest;
  const waits = reports.map(
    ({ waitingSince }) => now.getTime() - Date.parse(waitingSince ?? now.toISOString()),
  );
  return {
    ...age,
    Due: due,
    Sent: sent,
    Skipped: skipped,
    Failed: failed,
    FailedPercent: due > 0 ? (100 * failed) / due : 0,
    Doubtful: reports.reduce((sum, { doubtful }) => sum + doubtful, 0),
    LongestWaitMinutes: Math.max(...waits) / MINUTE_MS,
  };
}
