import type { KnownSubscriber } from '../../shared/stores/subscribers.js';
import type { Finding } from './doctor.js';
import type { Imported } from './import.js';
import type { Preview } from './mail.js';
import { lineOf } from './people.js';

const MARKS: Record<Finding['state'], string> = { ok: 'ok     ', act: 'ACT    ', unknown: 'unknown' };
const NAME_WIDTH = 13;

/** What doctor found, a line each. */
export function tellFindings(findings: readonly Finding[]): string {
  return findings
    .map(({ name, state, says }) => `${MARKS[state]} ${name.padEnd(NAME_WIDTH)} ${says}`)
    .join('\n');
}

/** Subscribers, a line each. */
export function tellSubscribers(found: readonly KnownSubscriber[]): string {
  if (found.length === 0) return 'Nobody.';
  return found
    .map((known) => {
      const { address, state, cadence, hour, time_zone, topics } = lineOf(known);
      return `${address}  ${state}  ${cadence} at ${hour} (${time_zone})  ${topics}`;
    })
    .join('\n');
}

/** Bad lines that are told one by one; all of them are in the JSON. */
const BAD_TOLD = 100;

/** What became of a file. */
export function tellImport({ bad, ...counts }: Imported, dryRun: boolean): string {
  const { lines, added, known, left, suppressed } = counts;
  const told = bad.slice(0, BAD_TOLD).map(({ line, problem }) => `line ${line}: ${problem}`);
  if (bad.length > told.length) told.push(`and ${bad.length - told.length} more lines; --json has them all`);
  return [
    ...told,
    `${lines} lines: ${added} ${dryRun ? 'would be added' : 'added'}, ${known} known, ${left} left by themselves, ` +
      `${suppressed} suppressed, ${bad.length} wrong.`,
  ].join('\n');
}

/** What a reader would get. */
export function tellPreview({ digest, files }: Preview): string {
  const picks = digest.picks.map(
    ({ paperId, score, why }) => `${score.toFixed(1).padStart(5)}  ${paperId}  ${why}`,
  );
  return [`${digest.day}: ${picks.length} of ${digest.considered} papers`, ...picks, '', ...files].join('\n');
}
