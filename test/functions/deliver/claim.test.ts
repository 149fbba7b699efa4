import { describe, expect, it } from 'vitest';
import { coveredEditions, judge } from '../../../functions/deliver/claim.js';
import type { Claim, Subscriber } from '../../../shared/domain/subscriber.js';

const NOW = new Date('2026-01-22T07:00:00.000Z');
const GRACE_MS = 15 * 60_000;
const context = { today: '2026-01-22', now: NOW, graceMs: GRACE_MS, attempt: 'attempt-2' };

const aSubscriber = (fields: Partial<Subscriber> = {}): Subscriber => ({
  id: 'a'.repeat(26),
  address: 'reader@example.org',
  state: 'active',
  since: '2026-01-01T00:00:00Z',
  linkEpoch: 0,
  ...fields,
});
const held = (day: string, minutesAgo: number, attempts = 1): Claim => ({
  day,
  attempt: 'attempt-1',
  at: new Date(NOW.getTime() - minutesAgo * 60_000).toISOString(),
  attempts,
  after: '2026-01-20',
});

describe('an edition for a subscriber', () => {
  it('may be claimed when none was before, and goes on after the last one', () => {
    const first = judge(aSubscriber(), '2026-01-22', context);
    const next = judge(aSubscriber({ claim: held('2026-01-21', 1_440) }), '2026-01-22', context);

    expect(first).toEqual({
      kind: 'claim',
      claim: { day: '2026-01-22', attempt: 'attempt-2', at: NOW.toISOString(), attempts: 1 },
    });
    expect(next).toMatchObject({ kind: 'claim', claim: { after: '2026-01-21', attempts: 1 } });
  });

  it('waits while another attempt may be at work, and is taken over after the grace period', () => {
    const young = judge(aSubscriber({ claim: held('2026-01-22', 14) }), '2026-01-22', context);
    const old = judge(aSubscriber({ claim: held('2026-01-22', 16) }), '2026-01-22', context);

    expect(young).toEqual({ kind: 'wait' });
    expect(old).toMatchObject({
      kind: 'claim',
      claim: { attempt: 'attempt-2', attempts: 2, after: '2026-01-20' },
    });
  });

  it('is given up after five attempts that nobody knows the end of', () => {
    const verdict = judge(aSubscriber({ claim: held('2026-01-22', 60, 5) }), '2026-01-22', context);

    expect(verdict).toEqual({ kind: 'give-up' });
  });

  it.each<[string, Partial<Subscriber>, string]>([
    ['suppressed', { suppressed: { reason: 'bounce', at: '2026-01-21T00:00:00Z' } }, 'suppressed'],
    ['gone', { state: 'unsubscribed' }, 'left'],
    ['not confirmed', { state: 'pending' }, 'left'],
    ['paused', { pausedUntil: '2026-01-23' }, 'paused'],
    ['ahead of it', { claim: held('2026-01-23', 1) }, 'superseded'],
  ])('is skipped when the subscriber is %s', (_, fields, reason) => {
    expect(judge(aSubscriber(fields), '2026-01-22', context)).toEqual({ kind: 'skip', reason });
  });
});

describe('a digest covers', () => {
  const published = ['22', '21', '20', '19', '18', '17', '16', '15', '14'].map((day) => `2026-01-${day}`);

  it.each([
    ['the day, for a daily reader', '2026-01-21', 'daily', 1],
    ['the day, for a new reader', undefined, 'daily', 1],
    ['the days since the last one, after a weekend', '2026-01-19', 'weekdays', 3],
    ['at most a week, after a long pause', '2025-12-01', 'daily', 7],
    ['the week, for a weekly reader', '2026-01-15', 'weekly', 7],
    ['the week, for a new weekly reader', undefined, 'weekly', 7],
  ] as const)('%s', (_, after, cadence, editions) => {
    expect(coveredEditions('2026-01-22', after, cadence, published)).toEqual(published.slice(0, editions));
  });
});
