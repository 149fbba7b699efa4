import { describe, expect, it } from 'vitest';
import type { DispatchReport } from '../../../functions/dispatch/dispatch.js';
import { figuresOf } from '../../../functions/dispatch/figures.js';

const NOW = new Date('2026-01-22T07:30:00Z');

const aReport = (fields: Partial<DispatchReport> = {}): DispatchReport => ({
  day: '2026-01-22',
  publishedAt: '2026-01-22T04:45:00Z',
  due: 0,
  sent: 0,
  skipped: 0,
  failed: 0,
  doubtful: 0,
  finished: true,
  moving: false,
  ...fields,
});

describe('what there is to tell of a dispatch', () => {
  it('is nothing before the first edition, so that the alarm for a missing one goes off', () => {
    expect(figuresOf([], NOW)).toEqual({});
  });

  it('is the age alone, of the newest edition, while nobody is due', () => {
    const older = aReport({ day: '2026-01-21', publishedAt: '2026-01-21T04:45:00Z' });

    expect(figuresOf([aReport(), older], NOW)).toEqual({ EditionAgeHours: 2.75 });
  });

  it('counts the newest edition’s readers, and looks for who waits or is in doubt in all', () => {
    const newest = aReport({
      ...{ due: 10, sent: 6, skipped: 2, failed: 1, doubtful: 1 },
      ...{ finished: false, moving: true, waitingSince: '2026-01-22T07:00:00.000Z' },
    });
    const older = aReport({ due: 90, sent: 88, doubtful: 2, waitingSince: '2026-01-22T05:00:00.000Z' });

    expect(figuresOf([newest, older], NOW)).toEqual({
      EditionAgeHours: 2.75,
      Due: 10,
      Sent: 6,
      Skipped: 2,
      Failed: 1,
      FailedPercent: 10,
      Doubtful: 3,
      LongestWaitMinutes: 150,
    });
  });

  it('is told of once more when the last one is served', () => {
    const served = aReport({ due: 10, sent: 10, moving: true });

    expect(figuresOf([served], NOW)).toMatchObject({ Due: 10, Sent: 10, LongestWaitMinutes: 0 });
  });
});
