import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FROM_ONE_NETWORK, FROM_ONE_SOURCE } from '../../../../functions/web/reader/ask.js';
import { REST_MS } from '../../../../shared/stores/confirmations.js';
import { Bench, startBench } from './bench.js';

describe('what strangers ask for', () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await startBench();
  });
  afterAll(() => bench.tables.close());
  beforeEach(() => {
    bench.mails.length = 0;
    // Each test in an hour of its own, so that none meets another's limits.
    bench.now = new Date(bench.now.getTime() + 2 * 3_600_000);
  });

  it('sends one mail for many posts at once', async () => {
    const posts = Array.from({ length: 200 }, (_, nth) =>
      bench.post('/subscribe', { address: 'many@example.org' }, `198.51.${nth >> 8}.${nth & 255}`),
    );

    const answers = await Promise.all(posts);

    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(bench.mails).toHaveLength(1);
  });

  it('lets one of a thousand who ask for an address at once mail it', async () => {
    const { confirmations } = bench.ports;
    const id = bench.idOf('thousand@example.org');

    const asked = await Promise.all(Array.from({ length: 1_000 }, () => confirmations.ask(id, bench.now)));

    expect(asked.filter(Boolean)).toHaveLength(1);
  });

  it('mails an address again after a quarter of an hour, not before, whatever is asked for', async () => {
    const counts: number[] = [];
    await bench.reader('rests@example.org');
    for (const [path, wait] of [
      ['/subscribe', 0],
      ['/link', REST_MS - 1],
      ['/link', 1],
    ] as const) {
      bench.now = new Date(bench.now.getTime() + wait);
      await bench.post(path, { address: 'rests@example.org' });
      counts.push(bench.mails.length);
    }

    expect(counts).toEqual([1, 1, 2]);
  });

  it('mails who asked for a link in vain and subscribes right after', async () => {
    await bench.post('/link', { address: 'in-vain@example.org' });
    const asked = bench.mails.length;

    await bench.post('/subscribe', { address: 'in-vain@example.org' });

    expect(asked).toBe(0);
    expect(bench.mails).toHaveLength(1);
  });

  it('answers alike for the known, the unknown, who left, and who must not be mailed', async () => {
    await bench.reader('known@example.org');
    await bench.reader('left@example.org', { state: 'unsubscribed' });
    await bench.reader('bounced@example.org');
    await bench.ports.suppressions.suppress(bench.idOf('bounced@example.org'), {
      reason: 'bounce',
      at: bench.now.toISOString(),
    });
    const answers = new Set<string>();

    for (const who of ['known', 'unknown', 'left', 'bounced']) {
      const answer = await bench.post('/subscribe', { address: `${who}@example.org` });
      answers.add(`${answer.status} ${JSON.stringify([...answer.headers])} ${await answer.text()}`);
    }

    expect(answers.size).toBe(1);
    expect((await bench.mailbox()).map(({ to }) => to?.[0]?.address)).not.toContain('bounced@example.org');
  });

  it('answers the known and the unknown in the same time', async () => {
    const timely = new Bench(bench.tables, {
      ...bench.ports,
      answerAfterMs: 120,
    });
    const times: Record<'known' | 'unknown', number[]> = { known: [], unknown: [] };
    for (let nth = 0; nth < 13; nth++) {
      await bench.reader(`known${nth}@example.org`);
      for (const who of ['known', 'unknown'] as const) {
        const began = performance.now();
        await timely.post('/subscribe', { address: `${who}${nth}@example.org` }, `203.0.113.${nth}`);
        times[who].push(performance.now() - began);
      }
    }
    const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

    expect(Math.abs(median(times.known) - median(times.unknown))).toBeLessThan(5);
  });

  it('lets one address ask only so often, and says so', async () => {
    const { most } = FROM_ONE_SOURCE;
    const ask = (nth: number, from: string) =>
      bench.post(
        '/subscribe',
        { address: `n${nth}@example.org`, category: 'cs.CL', phrases: 'swifts' },
        from,
      );

    const answers = await Promise.all(Array.from({ length: most + 5 }, (_, nth) => ask(nth, '192.0.2.77')));
    const another = await ask(0, '192.0.2.78');

    expect(answers.filter(({ status }) => status === 200)).toHaveLength(most);
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(5);
    const text = await refused[0]?.text();
    for (const words of ['Please try again in an hour', 'value="cs.CL" checked', 'swifts', '@example.org"'])
      expect(text).toContain(words);
    expect(another.status).toBe(200);
    expect(bench.mails.length).toBeLessThanOrEqual(most + 1);
  });

  it('lets the addresses of one network ask only so often together, and no other network less', async () => {
    const { most } = FROM_ONE_NETWORK;
    const ask = (nth: number, from: string) =>
      bench.post('/link', { address: `network${nth}@example.org` }, from);

    const answers = await Promise.all(
      Array.from({ length: most + 5 }, (_, nth) => ask(nth, `203.0.113.${nth % 250}`)),
    );
    const another = await ask(0, '203.0.114.1');

    expect(answers.filter(({ status }) => status === 429)).toHaveLength(5);
    expect(another.status).toBe(200);
  });

  describe('one who names another network each time', () => {
    const SECRET = 's'.repeat(64);
    const env = { requestContext: { http: { sourceIp: '192.0.2.99' } } };
    const behind = (cdnSecret?: string) =>
      new Bench(bench.tables, { ...bench.ports, cdnSecret: cdnSecret ? async () => cdnSecret : undefined });
    const claim = (nth: number, told?: string) => ({
      'CloudFront-Viewer-Address': `198.51.100.${nth}:4711`,
      ...(told !== undefined && { 'X-Cdn-Secret': told }),
    });

    it.each([
      ['is believed if the CDN before the site says so', SECRET, SECRET, 200],
      ['is not if another secret comes along', SECRET, 't'.repeat(64), 429],
      ['is not if a shorter one does', SECRET, SECRET.slice(1), 429],
      ['is not if an empty one does', SECRET, '', 429],
      ['is not if none does', SECRET, undefined, 429],
      ['is not if there is no CDN', undefined, SECRET, 429],
    ])('%s', async (_, known, told, status) => {
      const { app } = behind(known);
      const body = new URLSearchParams({ address: 'claims@example.org' });
      const ask = (nth: number) =>
        app.request('/link', { method: 'POST', body, headers: claim(nth, told) }, env);

      await Promise.all(Array.from({ length: FROM_ONE_SOURCE.most }, (_, nth) => ask(nth)));

      expect((await ask(250)).status).toBe(status);
    });

    it('is answered at the API’s own address too: a mailbox leaves there by one click', async () => {
      const { unsubscribe, subscriber } = await bench.reader('one-click@example.org');
      const body = new URLSearchParams({ 'List-Unsubscribe': 'One-Click' });

      const answer = await behind(SECRET).app.request(unsubscribe, { method: 'POST', body }, env);

      expect(answer.status).toBe(200);
      expect((await bench.ports.subscribers.state(subscriber.id))?.state).toBe('unsubscribed');
    });
  });
});
