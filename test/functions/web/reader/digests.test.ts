import { setTimeout as sleep } from 'node:timers/promises';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Bench, DAY, paperId, SITE, startBench } from './bench.js';

describe('a reader’s digests', () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await startBench();
    await bench.ports.embedder.embed(['robots']);
  });
  afterAll(() => bench.tables.close());

  const topics = [{ kind: 'phrase' as const, phrase: 'robots', weight: 1 }];
  const threshold = 'everything' as const;

  it('stand in the ledger with what became of them', async () => {
    const timeZone = 'Asia/Tokyo';
    const { manage, subscriber } = await bench.reader('ledger@example.org', {}, { timeZone });
    const line = { subscriberId: subscriber.id, at: bench.now.toISOString() };
    await bench.ports.deliveries.record({ ...line, day: '2026-01-20', outcome: 'skipped', reason: 'paused' });
    await bench.ports.deliveries.record({
      ...line,
      day: '2026-01-21',
      outcome: 'failed',
      reason: 'rejected',
    });
    await bench.ports.deliveries.record({
      ...line,
      day: DAY,
      outcome: 'sent',
      attempt: 'attempt-1',
      paperIds: [paperId(3)],
      editions: [DAY],
    });
    await bench.ports.deliveries.record({
      ...line,
      day: '2026-01-18',
      at: '2026-01-18T20:30:00Z',
      outcome: 'sent',
      attempt: 'attempt-2',
      paperIds: [paperId(3), paperId(4)],
      editions: ['2026-01-12', '2026-01-18'],
    });

    const text = await (await bench.get(manage.replace('preferences', 'digests'))).text();

    for (const words of [
      'you had paused',
      'refused it',
      'Times are of Asia/Tokyo.',
      'Sent at 21:00, 1 paper',
      'Sent on 19 January 2026 at 05:30, 2 papers',
    ])
      expect(text).toContain(words);
    // ICU's versions put different spaces into a range.
    expect(text).toMatch(/>12\s?–\s?18 January 2026</);
  });

  const claim = { day: DAY, attempt: 'attempt-1', at: `${DAY}T12:00:00Z`, attempts: 1 };
  it.each<[string, Parameters<Bench['reader']>[1], Parameters<Bench['reader']>[2]]>([
    [
      'Waiting: yours go out every Friday at 21:00 (America/New York)',
      {},
      { cadence: 'weekly', weekday: 5, hour: 21, timeZone: 'America/New_York' },
    ],
    ['On its way: the mail service has not confirmed it yet', { claim }, {}],
    ['No mail: you have paused', { pausedUntil: '2026-02-01' }, {}],
    ['No mail, as you chose: to be read here', {}, { cadence: 'none' }],
    ['None yet: the first comes with the next edition.', { since: `${DAY}T06:00:00Z` }, {}],
    [
      'None yet: yours go out every Friday at 07:00 (UTC).',
      { since: `${DAY}T06:00:00Z` },
      { cadence: 'weekly', weekday: 5, hour: 7, timeZone: 'UTC' },
    ],
    ['None yet.', { state: 'unsubscribed' }, {}],
  ])('stand there before anything became of them: %s', async (words, fields, preferences) => {
    const { manage } = await bench.reader(
      `${words.replace(/\W/g, '').slice(0, 30)}@example.org`,
      fields,
      preferences,
    );

    const text = await (await bench.get(manage.replace('preferences', 'digests'))).text();

    expect(text).toContain(words);
    expect(text.includes(`/${DAY}">Thursday, 22 January 2026</a>`)).toBe(!words.startsWith('None'));
  });

  it('can be read on the web as they were sent, with nothing but reading to be done', async () => {
    const { read, subscriber } = await bench.reader('reads@example.org', {}, { topics });
    await bench.ports.deliveries.record({
      subscriberId: subscriber.id,
      day: DAY,
      at: bench.now.toISOString(),
      outcome: 'sent',
      attempt: 'attempt-1',
      paperIds: [paperId(3), paperId(0)],
      editions: [DAY],
    });

    const text = await (await bench.get(read)).text();

    expect([...text.matchAll(/Finding (\d+) about/g)].map(([, nth]) => nth)).toEqual(['3', '0']);
    expect(text).toContain('<b>Why:</b> close to “robots”');
    expect(text).toContain('<span class="mark">In the authors’ words</span>');
    expect(text).toContain(`<a href="/papers/${paperId(3)}">`);
    expect(text).not.toContain('Not mailed');
    expect(text).toContain(`<a href="/editions/${DAY}">the whole edition</a>`);
    expect(text).not.toMatch(/\/(preferences|vote|unsubscribe|taste)\//);
  });

  it('are there without mail too, by what the reader has chosen', async () => {
    const { read } = await bench.reader('no-mail@example.org', {}, { topics, threshold, cadence: 'none' });

    const text = await (await bench.get(read)).text();

    expect(text).toContain('about robots');
    expect(text).toContain('Not mailed');
  });

  it('are not there for a day without an edition', async () => {
    const { read } = await bench.reader('no-day@example.org');

    for (const day of ['2020-01-01', 'yesterday', '9999-99-99']) {
      expect((await bench.get(read.replace(DAY, day))).status).toBe(404);
    }
  });

  it.each(['none', 'daily'] as const)(
    'are a feed of their own (%s), until its address is changed',
    async (cadence) => {
      const { manage, subscriber } = await bench.reader(
        `feed-${cadence}@example.org`,
        {},
        { topics, threshold, cadence },
      );
      if (cadence === 'daily') {
        await bench.ports.deliveries.record({
          subscriberId: subscriber.id,
          day: DAY,
          at: bench.now.toISOString(),
          outcome: 'sent',
          attempt: 'attempt-1',
          paperIds: [paperId(3)],
          editions: [DAY],
        });
      }
      const ledger = manage.replace('preferences', 'digests');
      const address = async () => /\/feed\/[\w.-]+/.exec(await (await bench.get(ledger)).text())?.[0] ?? '';
      const before = await address();

      const answer = await bench.get(before);
      const text = await answer.text();
      const { feed } = new XMLParser({ ignoreAttributes: false }).parse(text);
      const link: string = feed.entry.link['@_href'];
      const linked = (await bench.get(link)).status;
      await bench.post(`${ledger}/feed`);

      expect(answer.headers.get('Content-Type')).toContain('application/atom+xml');
      expect(XMLValidator.validate(text)).toBe(true);
      expect(link).toBe(`${SITE}${before}/${DAY}`);
      expect(linked).toBe(200);
      expect(feed.entry.content['#text']).toContain('about robots');
      expect(feed.entry.content['#text']).toContain(`href="${SITE}/papers/`);
      expect(feed.entry.content['#text']).not.toMatch(/href="\//);
      expect((await bench.get(before)).status).toBe(404);
      expect((await bench.get(link)).status).toBe(404);
      expect((await bench.get(await address())).status).toBe(200);
    },
  );

  it('are read one after the other for a feed, so that all their editions are never held at once', async () => {
    const { manage, subscriber } = await bench.reader('many@example.org', {}, { topics, threshold });
    for (const day of ['2026-01-20', '2026-01-21', DAY]) {
      await bench.ports.deliveries.record({
        ...{ subscriberId: subscriber.id, day, at: bench.now.toISOString(), outcome: 'sent' },
        ...{ attempt: `attempt-${day}`, paperIds: [paperId(3)], editions: [DAY] },
      });
    }
    const { desk } = bench.ports;
    const reading = { now: 0, most: 0 };
    const watched: typeof desk = Object.assign(Object.create(desk), {
      prepared: (...asked: Parameters<typeof desk.prepared>) => desk.prepared(...asked),
      whole: async (...asked: Parameters<typeof desk.whole>) => {
        reading.most = Math.max(reading.most, ++reading.now);
        await sleep(50);
        reading.now--;
        return desk.whole(...asked);
      },
    });
    const slow = new Bench(bench.tables, { ...bench.ports, desk: watched });
    const ledger = await (await bench.get(manage.replace('preferences', 'digests'))).text();

    const feed = await (await slow.get(/\/feed\/[\w.-]+/.exec(ledger)?.[0] ?? '')).text();

    expect(feed.match(/<entry>/g)).toHaveLength(3);
    expect(reading.most).toBe(1);
  });
});
