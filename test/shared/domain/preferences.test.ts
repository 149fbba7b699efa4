import { expect, it } from 'vitest';
import { Preferences } from '../../../shared/domain/preferences.js';

it.each(['UTC', 'Europe/Berlin', 'Asia/Kolkata', 'America/Argentina/Buenos_Aires'])(
  '%s is a time zone',
  (timeZone) => {
    expect(Preferences.parse({ timeZone }).timeZone).toBe(timeZone);
  },
);

it.each(['', 'Mars/Base', 'Europe/Berlin#07', '../etc'])('%j is no time zone', (timeZone) => {
  expect(Preferences.safeParse({ timeZone }).success).toBe(false);
});
