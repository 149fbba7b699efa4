import { DateTime } from 'luxon';
import type { Cadence } from '../../shared/domain/preferences.js';

/**
 * How late an edition may be for an hour that has passed: a reader whose hour came up to so long before the
 * edition was published gets it at once; everybody else gets it at their next hour.
 */
const LATE_HOURS = 6;

/**
 * When an edition is due in a slot: the first time that clocks in `timeZone` show `hour` or later, counted
 * from shortly before it was published. There is exactly one such moment for an edition and a slot, so a
 * change to or from daylight-saving time neither skips nor repeats anybody; an hour that a change leaves out
 * is due when the clocks have jumped over it.
 */
export function dueAt(publishedAt: Date, timeZone: string, hour: number): DateTime {
  const from = DateTime.fromJSDate(publishedAt, { zone: timeZone }).minus({ hours: LATE_HOURS });
  const sameDay = from.startOf('day').set({ hour });
  return sameDay >= from ? sameDay : from.startOf('day').plus({ days: 1 }).set({ hour });
}

/** Whether a digest of this cadence goes out on `today`; weekdays are ISO, 1 is Monday. */
export function isDigestDay(cadence: Cadence, chosenWeekday: number, today: number): boolean {
  switch (cadence) {
    case 'daily':
      return true;
    case 'weekdays':
      return today <= 5;
    case 'weekly':
      return today === chosenWeekday;
    case 'none':
      return false;
  }
}
