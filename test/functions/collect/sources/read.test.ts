import { afterEach, expect, test } from 'vitest';
import { createReader } from '../../../../functions/collect/sources/read.js';
import { SourceError } from '../../../../functions/collect/sources/source.js';
import { type Feed, type Reply, startFeed } from './feed.js';

let feed: Feed | undefined;
afterEach(() => feed?.close());

/** Reads once from a feed that gives `replies` in turn, the last one for ever; pauses are noted, not made. */
async function read(replies: Reply[], options: Parameters<typeof createReader>[1] = {}) {
  feed = await startFeed((_, index) => replies[index] ?? replies.at(-1) ?? {});
  const pauses: number[] = [];
  const reader = createReader('feed', {
    sleep: async (ms) => pauses.push(ms),
    now: () => new Date('2026-01-22T12:00:00Z'),
    backoffMs: 100,
    retries: 3,
    ...options,
  });
  const outcome = await reader(new URL(feed.url)).then(
    (answer) => ({ answer, error: undefined }),
    (error: unknown) => ({ answer: undefined, error }),
  );
  return { ...outcome, pauses, requests: feed.requests.length };
}

test.each([429, 503])('Retry-After of a %s is honoured, in seconds and as a date', async (status) => {
  const { answer, pauses } = await read([
    { status, headers: { 'retry-after': '7' } },
    { status, headers: { 'retry-after': 'Thu, 22 Jan 2026 12:01:30 GMT' } },
    { status, headers: { 'retry-after': 'soon' } },
    { body: 'at last' },
  ]);

  expect(Buffer.from(answer?.bytes ?? []).toString()).toBe('at last');
  expect(pauses).toEqual([7_000, 90_000, 400]);
});

test('retries are bounded, with growing pauses', async () => {
  const { error, pauses, requests } = await read([{ status: 503 }]);

  expect(error).toBeInstanceOf(SourceError);
  expect(String(error)).toContain('feed: answered 503, 4 times running');
  expect(pauses).toEqual([100, 200, 400]);
  expect(requests).toBe(4);
});

test('a pause of hours is not waited for', async () => {
  const { error, pauses } = await read([{ status: 429, headers: { 'retry-after': '86400' } }]);

  expect(String(error)).toContain('answered 429, to be asked again in 86400 s');
  expect(pauses).toEqual([]);
});

test('a connection cut in the middle is tried again, and never taken for the end', async () => {
  const cut = { body: 'half of it and more', cutAfter: 10 };

  const recovered = await read([cut, { body: 'half of it and more' }]);
  feed?.close();
  const lost = await read([cut], { retries: 1 });

  expect(recovered.answer?.bytes).toHaveLength(19);
  expect(String(lost.error)).toMatch(/feed: could not be read \(.+\), 2 times running/);
});

test('an answer that does not end in time is given up', async () => {
  const { error } = await read([{ body: 'never the end', hang: true }], { retries: 0, timeoutMs: 50 });

  expect(String(error)).toContain('feed: gave no whole answer in 50 ms');
});

test('an address where nobody answers is an error', async () => {
  const { url } = await startFeed(() => ({})).then((closing) => {
    closing.close();
    return closing;
  });

  const reading = createReader('feed', { retries: 0 })(new URL(url));

  await expect(reading).rejects.toThrow(/feed: could not be read \(.*ECONNREFUSED/);
});

test('an oversized answer is left in the middle', async () => {
  const { error, requests } = await read([{ body: 'x'.repeat(2_000_000) }], { maxBytes: 1_000 });

  expect(String(error)).toContain('feed: sent more than 1000 bytes');
  expect(requests).toBe(1);
});
