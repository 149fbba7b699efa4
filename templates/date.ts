import type { Day } from '../shared/domain/day.js';
import { remembering } from '../shared/once.js';

const LONG = { timeZone: 'UTC', day: 'numeric', month: 'long', year: 'numeric' } as const;
const WITH_WEEKDAY = new Intl.DateTimeFormat('en-GB', { ...LONG, weekday: 'long' });
const WITHOUT_WEEKDAY = new Intl.DateTimeFormat('en-GB', LONG);

const WEEKDAY = new Intl.DateTimeFormat('en-GB', { weekday: 'long', timeZone: 'UTC' });

/** `Thursday` */
export function weekdayOf(day: Day): string {
  return WEEKDAY.format(new Date(`${day}T00:00:00Z`));
}

/** `22 January 2026`, in UTC. */
export function dateWords(instant: string): string {
  return WITHOUT_WEEKDAY.format(new Date(instant));
}

/** `22 January 2026` */
export function dayWords(day: Day): string {
  return dateWords(`${day}T00:00:00Z`);
}

/** `07:05` by the clocks of a time zone. */
export function timeIn(timeZone: string, instant: string): string {
  return new Date(instant).toLocaleTimeString('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' });
}

/** `Thursday, 22 January 2026` for one day, `16–22 January 2026` for several. @param days at least one, in any order */
export function spelledDays(days: readonly Day[]): string {
  return spelled(days.join());
}

const KEPT = 20;
const spelled = remembering(KEPT, (days: string) => spell(days.split(',')));

function spell(days: readonly Day[]): string {
  const [first, ...others] = days.toSorted().map((day) => new Date(`${day}T00:00:00Z`));
  const latest = others.at(-1);
  if (first === undefined) return '';
  return latest === undefined ? WITH_WEEKDAY.format(first) : WITHOUT_WEEKDAY.formatRange(first, latest);
}
