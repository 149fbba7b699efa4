import { readFileSync } from 'node:fs';

/** What this process took of memory at the most, in bytes. Linux takes the parent's size at the fork into `maxRSS`. */
export function peakBytes(): number {
  try {
    const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
    if (kilobytes !== undefined) return Number(kilobytes) * 1_024;
  } catch {
    // Other systems have no /proc, and tell of the process alone.
  }
  return process.resourceUsage().maxRSS * 1_024;
}
