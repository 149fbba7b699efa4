import type { Preferences } from '../../../shared/domain/preferences.js';

export const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** A time zone as people read it: `America/New York`. */
export function zoneWords(timeZone: string): string {
  return timeZone.replaceAll('_', ' ');
}

/** When mail goes to a reader: `every day at 07:00 (Europe/Berlin)`; `undefined` without mail. */
export function whenWords(
  preferences: Pick<Preferences, 'cadence' | 'weekday' | 'hour' | 'timeZone'>,
): string | undefined {
  const { cadence, weekday, hour, timeZone } = preferences;
  const at = `at ${String(hour).padStart(2, '0')}:00 (${zoneWords(timeZone)})`;
  switch (cadence) {
    case 'daily':
      return `every day ${at}`;
    case 'weekdays':
      return `Monday to Friday ${at}`;
    case 'weekly':
      return `every ${WEEKDAYS[weekday - 1]} ${at}`;
    case 'none':
      return undefined;
  }
}
