import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Bench, SITE, startBench } from './bench.js';

/** The path of the one link in the last mail. */
async function lastLink(bench: Bench): Promise<string> {
  const text = (await bench.mailbox()).at(-1)?.text ?? '';
  return new RegExp(`${SITE}(/\\S+)`).exec(text)?.[1] ?? '';
}

describe('subscribing', () => {
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

  it('takes one mail, one link and one button', async () => {
    const fields = {
      address: 'Ada+papers@Example.org',
      category: ['cs.CL', 'cs.RO'],
      phrases: 'swifts at night\n\n',
    };

    const asked = await bench.post('/subscribe', fields);
    const link = await lastLink(bench);
    const shown = await (await bench.get(link)).text();
    const before = await bench.ports.subscribers.read(bench.idOf('ada+papers@example.org'));
    const confirmed = await bench.post(link);

    const known = await bench.ports.subscribers.read(bench.idOf('ada+papers@example.org'));
    expect(asked.status).toBe(200);
    expect(bench.mails).toHaveLength(1);
    expect(shown.match(/<form[^>]*confirm[^>]*>/g)).toHaveLength(1);
    expect(before).toBeUndefined();
    expect(confirmed.status).toBe(200);
    expect(known?.subscriber).toMatchObject({ state: 'active', address: 'Ada+papers@Example.org' });
    expect(
      known?.profile.preferences.topics.map((topic) => ('phrase' in topic ? topic.phrase : topic.category)),
    ).toEqual(['cs.CL', 'cs.RO', 'swifts at night']);
    expect(known?.profile.consent).toMatchObject({
      form: '/subscribe',
      textVersion: expect.stringMatching(/^\d{4}-\d{2}$/),
      confirmedAt: bench.now.toISOString(),
    });
    expect(await bench.ports.phrases.all()).toContain('swifts at night');
  });

  it('begins in the box of a reading page with an address, a topic or nothing, and mails nobody yet', async () => {
    const filled = { address: 'begin@example.org', category: 'cs.RO', phrases: 'swifts & <b>' };
    const before = bench.mails.length;

    const [full, empty] = await Promise.all([
      bench.post('/subscribe', { do: 'begin', ...filled }),
      bench.post('/subscribe', { do: 'begin', address: '' }),
    ]);
    const text = await full.text();

    expect([full.status, empty.status]).toEqual([200, 200]);
    expect(text).toContain('value="begin@example.org"');
    expect(text.match(/checked/g)).toHaveLength(1);
    expect(text).toMatch(/value="cs.RO" checked/);
    expect(text).toContain('swifts &amp; &lt;b&gt;');
    expect(await empty.text()).not.toContain('class="problem');
    expect(bench.mails).toHaveLength(before);
    expect(await bench.rowsOf('begin@example.org')).toEqual([]);
  });

  it('can be confirmed twice, and a second press changes nothing', async () => {
    await bench.post('/subscribe', { address: 'twice@example.org' });
    const link = await lastLink(bench);
    await bench.post(link);
    const after = await bench.rowsOf('twice@example.org');

    const again = await bench.post(link);

    expect(again.status).toBe(200);
    expect(await bench.rowsOf('twice@example.org')).toEqual(after);
  });

  it.each([
    ['The first digest comes with the next edition, then every day at 07:00 (UTC)', { cadence: 'daily' }],
    ['Your digests come every Friday at 07:00 (UTC), with', { cadence: 'weekly', weekday: 5 }],
    ['No mail is sent, as you chose before', { cadence: 'none' }],
  ] as const)('is told to who comes back: %s', async (words, chosen) => {
    const address = `back-${chosen.cadence}@example.org`;
    await bench.reader(address, { state: 'unsubscribed' }, { ...chosen, hour: 7, timeZone: 'UTC' });
    await bench.post('/subscribe', { address });

    const answer = await bench.post(await lastLink(bench));

    expect((await answer.text()).replace(/\s+/g, ' ')).toContain(words);
  });

  it('can be confirmed by either of two mails', async () => {
    await bench.post('/subscribe', { address: 'either@example.org', phrases: 'first words' });
    const first = await lastLink(bench);
    bench.now = new Date(bench.now.getTime() + 3_600_000);
    await bench.post('/subscribe', { address: 'either@example.org', phrases: 'second words' });
    const second = await lastLink(bench);

    const statuses = [(await bench.post(first)).status, (await bench.post(second)).status];

    expect(statuses).toEqual([200, 200]);
    const known = await bench.ports.subscribers.read(bench.idOf('either@example.org'));
    expect(known?.profile.preferences.topics).toMatchObject([{ phrase: 'second words' }]);
  });

  it.each(['ada+tag@example.org', 'grüße@bücher.example', 'x@münchen.example'])(
    'reads %s',
    async (address) => {
      const answer = await bench.post('/subscribe', { address });

      // Mail services take only ASCII before the @.
      expect(answer.status).toBe(/^[\x20-\x7e]+@/.test(address) ? 200 : 422);
    },
  );

  it.each([
    '',
    'no-at-sign',
    'a@b',
    'a@b..org',
    '.a@example.org',
    'two@at@example.org',
    'a b@example.org',
    'a@-b.org',
    `${'a'.repeat(65)}@example.org`,
  ])('says beside the field that “%s” is no address, and keeps the form filled in', async (address) => {
    const answer = await bench.post('/subscribe', {
      address,
      category: 'cs.CL',
      phrases: 'swifts & swallows',
    });
    const text = await answer.text();

    expect(answer.status).toBe(422);
    expect(text).toContain('id="address-problem"');
    expect(text).toContain('aria-describedby="address-problem"');
    expect(text).toMatch(/value="cs.CL" checked/);
    expect(text).toContain('swifts &amp; swallows');
    expect(bench.mails).toHaveLength(0);
  });

  it.each([
    ['ada@gmial.com', 'ada@gmail.com'],
    ['ada@gmail.con', 'ada@gmail.com'],
    ['ada@hotmial.com', 'ada@hotmail.com'],
    ['ada@outlok.com', 'ada@outlook.com'],
    ['ada@yahooo.com', 'ada@yahoo.com'],
  ])('offers another domain for %s, and takes either', async (typed, meant) => {
    const offered = await bench.post('/subscribe', { address: typed });
    const sentBefore = bench.mails.length;
    const insisted = await bench.post('/subscribe', { address: typed, meant: typed });

    expect(await offered.text()).toContain(meant);
    expect(sentBefore).toBe(0);
    expect(insisted.status).toBe(200);
    expect((await bench.mailbox()).at(-1)?.to?.[0]?.address).toBe(typed);
  });

  it('points a slip out to who asks for a link as well', async () => {
    await bench.reader('ada@gmail.com');

    const offered = await (await bench.post('/link', { address: 'ada@gmial.com' })).text();
    await bench.post('/link', { address: 'ada@gmial.com', meant: 'ada@gmail.com' });

    expect(offered).toContain('Did you mean <b>ada@gmail.com</b>?');
    expect((await bench.mailbox()).map(({ to }) => to?.[0]?.address)).toEqual(['ada@gmail.com']);
  });

  it.each(['ada@gmail.com', 'ada@mail.com', 'ada@gmx.at', 'ada@mit.edu', 'ada@web.dev'])(
    'offers nothing for %s',
    async (address) => {
      await bench.post('/subscribe', { address });

      expect(bench.mails).toHaveLength(1);
    },
  );

  it('leaves a machine that fills in every field unanswered, in the same words', async () => {
    const person = await bench.post('/subscribe', { address: 'person@example.org' });
    const machine = await bench.post('/subscribe', {
      address: 'machine@example.org',
      website: 'https://spam.example',
    });

    expect(await machine.text()).toBe(await person.text());
    expect(bench.mails).toHaveLength(1);
  });

  it.each([
    { 'Sec-Fetch-Site': 'cross-site' },
    { 'Sec-Fetch-Site': 'same-site' },
    { Origin: 'https://evil.example' },
    { Origin: 'null' },
  ])('refuses a form posted by another site: %o', async (headers) => {
    const answer = await bench.get('/subscribe', {
      method: 'POST',
      headers: headers as Record<string, string>,
      body: new URLSearchParams({ address: 'victim@example.org' }),
    });

    expect(answer.status).toBe(403);
    expect(bench.mails).toHaveLength(0);
  });

  it('writes nothing into the mail that a stranger typed but the address', async () => {
    await bench.post('/subscribe', {
      address: 'target@example.org',
      phrases: 'BUY PILLS at http://pills.example',
    });

    const [mail] = await bench.mailbox();

    expect(`${mail?.subject} ${mail?.text} ${mail?.html}`).not.toMatch(/pills/i);
  });

  it.each([
    'a@example.org\r\nBcc: b@example.org',
    'a@example.org%0d%0aBcc:b@example.org',
    '"a\nb"@example.org',
    'a@example.org, b@example.org',
    '<a@example.org>',
  ])('mails nobody for %j', async (address) => {
    const answer = await bench.post('/subscribe', { address });

    expect(answer.status).toBe(422);
    expect(bench.mails).toHaveLength(0);
  });

  it('changes nothing of a reader when a stranger subscribes their address', async () => {
    await bench.reader(
      'settled@example.org',
      {},
      { topics: [{ kind: 'phrase', phrase: 'swifts', weight: 2 }] },
    );
    const before = await bench.ports.subscribers.read(bench.idOf('settled@example.org'));

    await bench.post('/subscribe', { address: 'settled@example.org', phrases: 'robots' });
    const link = await lastLink(bench);

    expect(await bench.ports.subscribers.read(bench.idOf('settled@example.org'))).toEqual(before);
    expect(link).toMatch(/^\/preferences\//);
  });

  it('brings back who left, with what they chose then and the topics they choose now', async () => {
    await bench.reader('back@example.org', { state: 'unsubscribed' }, { hour: 21, timeZone: 'Asia/Tokyo' });

    await bench.post('/subscribe', { address: 'back@example.org', phrases: 'robots' });
    await bench.post(await lastLink(bench));

    const known = await bench.ports.subscribers.read(bench.idOf('back@example.org'));
    expect(known?.subscriber.state).toBe('active');
    expect(known?.profile.preferences).toMatchObject({
      hour: 21,
      timeZone: 'Asia/Tokyo',
      topics: [{ phrase: 'robots' }],
    });
  });

  it('keeps no trace of an erased address but the time of the last request', async () => {
    await bench.reader('gone@example.org');
    await bench.ports.suppressions.erase(bench.idOf('gone@example.org'), bench.now);

    await bench.post('/subscribe', { address: 'gone@example.org' });

    expect(JSON.stringify(await bench.rowsOf('gone@example.org'))).not.toContain('gone@');
    expect(bench.mails).toHaveLength(0);
  });
});
