import { z } from 'zod';

/** A calendar day, `YYYY-MM-DD`: the name of an edition. */
export const Day = z.iso.date();
export type Day = z.infer<typeof Day>;

/** An instant, ISO 8601 in UTC. */
export const Instant = z.iso.datetime({ offset: true });
export type Instant = z.infer<typeof Instant>;

/** The day of an instant in UTC. */
export function dayOf(instant: Date): Day {
  return instant.toISOString().slice(0, 10);
}

/** The day `days` later, or earlier when negative. */
export function addDays(day: Day, days: number): Day {
  return dayOf(new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000));
}

/** The later of two days. */
export function laterDay(one: Day, other: Day): Day {
  return one.localeCompare(other) < 0 ? other : one;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

/** The day that calendars in `timeZone` show. @throws RangeError for a time zone that does not exist */
export function dayIn(timeZone: string, instant: Date): Day {
  return formatterOf(timeZone).format(instant);
}

/** Whether there is such a time zone: somebody in none would be due at no time. */
export function isTimeZone(timeZone: string): boolean {
  try {
    formatterOf(timeZone);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

function formatterOf(timeZone: string): Intl.DateTimeFormat {
  const formatter = formatters.get(timeZone) ?? new Intl.DateTimeFormat('sv-SE', { timeZone });
  formatters.set(timeZone, formatter);
  return formatter;
}
