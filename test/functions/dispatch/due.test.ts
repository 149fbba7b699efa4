import { describe, expect, it } from 'vitest';
import { dueAt, isDigestDay } from '../../../functions/dispatch/due.js';
import { addDays } from '../../../shared/domain/day.js';

describe('an edition is due', () => {
  it('at the next time that clocks show the hour', () => {
    const due = dueAt('2026-01-22', { timeZone: 'America/Los_Angeles', hour: 7 }, 4);

    expect(due.toISO()).toBe('2026-01-22T07:00:00.000-08:00');
  });

  it('on the next morning where the day is nearly over when it comes', () => {
    const due = dueAt('2026-01-22', { timeZone: 'Pacific/Auckland', hour: 7 }, 4);

    expect(due.toISO()).toBe('2026-01-23T07:00:00.000+13:00');
  });

  it("at readers' own hours also when editions are made in the evening", () => {
    const due = dueAt('2026-01-22', { timeZone: 'UTC', hour: 7 }, 23);

    expect(due.toISO()).toBe('2026-01-23T07:00:00.000Z');
  });

  it('once the clocks have jumped over an hour that does not exist', () => {
    const due = dueAt('2026-03-28', { timeZone: 'Europe/Berlin', hour: 2 }, 4);

    expect(due.toISO()).toBe('2026-03-29T03:00:00.000+02:00');
  });

  it.each([
    ['spring, northern half', 'Europe/Berlin', '2026-03-27'],
    ['autumn, northern half', 'America/New_York', '2026-10-30'],
    ['spring, southern half', 'Pacific/Auckland', '2026-09-25'],
    ['autumn, southern half', 'Australia/Lord_Howe', '2026-04-03'],
  ])('once a day for every hour through the change of %s', (_, timeZone, first) => {
    const editions = Array.from({ length: 5 }, (_, n) => addDays(first, n));

    for (let hour = 0; hour < 24; hour++) {
      const due = editions.map((edition) => dueAt(edition, { timeZone, hour }, 4));
      const gaps = due.slice(1).map((moment, n) => moment.diff(due[n] ?? moment, 'hours').hours);

      expect(new Set(due.map((moment) => moment.toISODate())).size).toBe(5);
      expect(Math.min(...gaps)).toBeGreaterThanOrEqual(22);
      expect(Math.max(...gaps)).toBeLessThanOrEqual(26);
    }
  });
});

describe('a digest day', () => {
  it.each([
    ['daily', [1, 2, 3, 4, 5, 6, 7]],
    ['weekdays', [1, 2, 3, 4, 5]],
    ['weekly', [3]],
    ['none', []],
  ] as const)('of cadence %s', (cadence, days) => {
    expect([1, 2, 3, 4, 5, 6, 7].filter((today) => isDigestDay(cadence, 3, today))).toEqual(days);
  });
});
