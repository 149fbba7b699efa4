import type { Day } from '../shared/domain/day.js';

const LONG = { timeZone: 'UTC', day: 'numeric', month: 'long', year: 'numeric' } as const;
const WITH_WEEKDAY = new Intl.DateTimeFormat('en-GB', { ...LONG, weekday: 'long' });
const WITHOUT_WEEKDAY = new Intl.DateTimeFormat('en-GB', LONG);

/** `Thursday, 22 January 2026` for one day, `16–22 January 2026` for several. @param days at least one, in any order */
export function spelledDays(days: readonly Day[]): string {
  const [first, ...others] = days.toSorted().map((day) => new Date(`${day}T00:00:00Z`));
  const last = others.at(-1);
  if (first === undefined) return '';
  return last === undefined ? WITH_WEEKDAY.format(first) : WITHOUT_WEEKDAY.formatRange(first, last);
}
