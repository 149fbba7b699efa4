import { DateTime } from 'luxon';
import type { Day } from '../../shared/domain/day.js';
import type { Cadence } from '../../shared/domain/preferences.js';

/** A time zone and a local hour at which readers want their mail. */
export interface Slot {
  timeZone: string;
  hour: number;
}

/**
 * When the edition of `day` is due in a slot: at the first `hour` that standard-time clocks in `timeZone` show
 * after the edition is expected, and then by the clocks that people there go by. Every day has exactly one such
 * moment for a slot, so a change to or from daylight-saving time neither skips nor repeats anybody; an hour that
 * a change leaves out is due when the clocks have jumped over it. An edition that is late is due at once.
 * @param readyHour the hour, in UTC, by which a day's edition is expected
 */
export function dueAt(day: Day, { timeZone, hour }: Slot, readyHour: number): DateTime {
  const expected = DateTime.fromISO(`${day}T00:00:00Z`, { zone: 'utc' }).set({ hour: readyHour });
  const clock = expected.plus({ minutes: standardOffset(expected.year, timeZone) });
  const {
    year,
    month,
    day: date,
  } = hour * 60 >= clock.hour * 60 + clock.minute ? clock : clock.plus({ days: 1 });
  return DateTime.fromObject({ year, month, day: date, hour }, { zone: timeZone });
}

/** Minutes ahead of UTC in the part of the year without daylight-saving time. */
function standardOffset(year: number, timeZone: string): number {
  const offsets = [1, 7].map((month) => DateTime.fromObject({ year, month }, { zone: timeZone }).offset);
  return Math.min(...offsets);
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
