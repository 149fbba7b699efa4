import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Bench, DAY, paperId, startBench } from './bench.js';

describe('leaving', () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await startBench();
  });
  afterAll(() => bench.tables.close());

  const stateOf = async (address: string) =>
    (await bench.ports.subscribers.state(bench.idOf(address)))?.state;

  it.each<[string, () => RequestInit]>([
    ['urlencoded', () => ({ body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }) })],
    [
      'multipart',
      () => {
        const body = new FormData();
        body.set('List-Unsubscribe', 'One-Click');
        return { body };
      },
    ],
    ['empty', () => ({})],
    ['anything', () => ({ body: '\u0000{', headers: { 'Content-Type': 'application/json' } })],
  ])(
    'by one click acts at once, with no cookie, origin or redirect, twice as once: %s',
    async (kind, init) => {
      const address = `${kind}@example.org`;
      const { unsubscribe } = await bench.reader(address);

      const first = await bench.get(unsubscribe, { method: 'POST', ...init() });
      const rows = await bench.rowsOf(address);
      const second = await bench.get(unsubscribe, { method: 'POST', ...init() });

      expect([first.status, second.status]).toEqual([200, 200]);
      expect(first.headers.get('Location')).toBeNull();
      expect(first.headers.get('Set-Cookie')).toBeNull();
      expect(rows.find(({ sk }) => sk === 'STATE')).not.toHaveProperty('slot');
      expect(await bench.rowsOf(address)).toEqual(rows);
      expect(await stateOf(address)).toBe('unsubscribed');
    },
  );

  it('works for as long as 60 days and more after the mail', async () => {
    const { unsubscribe } = await bench.reader('late@example.org');
    const then = bench.now;
    bench.now = new Date(Date.parse(DAY) + 200 * 86_400_000);

    const answer = await bench.post(unsubscribe);
    bench.now = then;

    expect(answer.status).toBe(200);
  });

  it('has a way back, to what was chosen before', async () => {
    const { unsubscribe } = await bench.reader('back@example.org', {}, { hour: 5 });
    await bench.post(unsubscribe);

    const back = await bench.post(unsubscribe.replace('unsubscribe', 'resubscribe'));

    expect(back.status).toBe(200);
    expect(await stateOf('back@example.org')).toBe('active');
    expect((await bench.rowsOf('back@example.org')).find(({ sk }) => sk === 'STATE')?.slot).toMatch(
      /^UTC#05#/,
    );
  });

  it('is done among the reader’s other pages as well, and so is coming back', async () => {
    const { manage } = await bench.reader('tab@example.org', {}, { cadence: 'weekdays', hour: 5 });
    const leave = manage.replace('preferences', 'leave');

    const left = await (await bench.post(leave)).text();
    const state = await stateOf('tab@example.org');
    const back = await (await bench.post(`${leave}/back`)).text();

    expect(left).toContain(`action="${leave}/back"`);
    expect(state).toBe('unsubscribed');
    expect(back).toContain('again, as you had chosen it: Monday to Friday at 05:00 (UTC).');
    expect(back).toContain(`href="${manage}"`);
    expect(await stateOf('tab@example.org')).toBe('active');
  });

  it('has no way back for an address that must not be mailed', async () => {
    const { unsubscribe, subscriber } = await bench.reader('no-way@example.org');
    await bench.post(unsubscribe);
    await bench.ports.suppressions.suppress(subscriber.id, {
      reason: 'complaint',
      at: bench.now.toISOString(),
    });

    await bench.post(unsubscribe.replace('unsubscribe', 'resubscribe'));

    expect(await stateOf('no-way@example.org')).toBe('unsubscribed');
  });

  it('hands out everything that is held', async () => {
    const { manage, vote, subscriber } = await bench.reader(
      'export@example.org',
      {},
      { mutedWords: ['blockchain'] },
    );
    await bench.post(vote(paperId(3)));
    await bench.ports.deliveries.record({
      subscriberId: subscriber.id,
      day: DAY,
      at: bench.now.toISOString(),
      outcome: 'sent',
      attempt: 'attempt-1',
      paperIds: [paperId(3)],
      editions: [DAY],
    });

    const answer = await bench.get(manage.replace('preferences', 'data'));
    const held: unknown = await answer.json();

    expect(answer.headers.get('Content-Disposition')).toContain('attachment');
    expect(held).toMatchObject({
      subscriber: { address: 'export@example.org' },
      preferences: { mutedWords: ['blockchain'] },
      votes: [{ paperId: paperId(3), direction: 'more' }],
      learned: { likes: [{ paperId: paperId(3) }] },
      deliveries: [{ day: DAY, paperIds: [paperId(3)] }],
    });
  });

  it('for good leaves the keyed hash and nothing else', async () => {
    const { manage, vote, subscriber } = await bench.reader('erased@example.org');
    await bench.post(vote(paperId(3)));
    await bench.post('/link', { address: 'erased@example.org' });
    await bench.ports.deliveries.record({
      subscriberId: subscriber.id,
      day: DAY,
      at: bench.now.toISOString(),
      outcome: 'skipped',
      reason: 'paused',
    });

    const privacy = manage.replace('preferences', 'privacy');
    const asks = await (await bench.get(privacy)).text();

    const answer = await bench.post(`${privacy}/erase`);

    // Browsers do not post it before the box is ticked.
    expect(asks).toMatch(
      /<form method="post" action="[^"]*\/erase"><p><label[^>]*><input type="checkbox" required/,
    );
    expect(answer.status).toBe(200);
    expect(await bench.rowsOf('erased@example.org')).toEqual([
      {
        pk: `SUBSCRIBER#${subscriber.id}`,
        sk: 'STATE',
        suppressed: { reason: 'erased', at: bench.now.toISOString() },
      },
    ]);
    expect((await bench.get(manage)).status).toBe(404);
  });

  it('for good leaves every link dead for whoever comes back to the address', async () => {
    const { ports } = bench;
    const address = 'returns@example.org';
    const id = bench.idOf(address);
    const subscribeAgain = async (afterMs: number) => {
      bench.now = new Date(bench.now.getTime() + afterMs);
      await bench.post('/subscribe', { address });
      return /\/confirm\/\S+/.exec((await bench.mailbox()).at(-1)?.text ?? '')?.[0] ?? '';
    };
    const linksNow = async () => {
      const subscriber = await ports.subscribers.state(id);
      const { manage, unsubscribe, read, vote } = bench.linksOf({
        id,
        linkEpoch: subscriber?.linkEpoch ?? 0,
      });
      const digests = await (await bench.get(manage.replace('preferences', 'digests'))).text();
      const feed = /\/feed\/[\w.-]+/.exec(digests)?.[0] ?? '';
      return [manage, unsubscribe, read, vote(paperId(0)), feed];
    };
    const statusesOf = (links: string[]) =>
      Promise.all(links.map(async (link) => (await bench.get(link)).status));
    const firstConfirm = await subscribeAgain(0);
    await bench.post(firstConfirm);
    const before = await linksNow();
    const alive = await statusesOf(before);

    await bench.post(`${(before[0] ?? '').replace('preferences', 'privacy')}/erase`);
    await ports.suppressions.lift(id);
    const secondConfirm = await subscribeAgain(1_000);
    const early = await bench.post(firstConfirm);
    const unconfirmed = await ports.subscribers.state(id);
    await bench.post(secondConfirm);

    expect(new Set(alive)).toEqual(new Set([200]));
    expect(early.status).toBe(404);
    expect(unconfirmed).toBeUndefined();
    expect(await statusesOf([...before, firstConfirm])).toEqual(Array(6).fill(404));
    expect(await statusesOf([...(await linksNow()), secondConfirm])).toEqual(Array(6).fill(200));
  });

  it('for good, cut short, is done by pressing the button again', async () => {
    const { manage } = await bench.reader('cut-short@example.org');
    const erase = `${manage.replace('preferences', 'privacy')}/erase`;
    const { middlewareStack } = bench.tables.subscribers.client;
    middlewareStack.add(
      (next, { commandName }) =>
        async (args) => {
          if (commandName === 'DeleteItemCommand') throw new Error('the network is gone');
          return next(args);
        },
      { step: 'initialize', name: 'no-deletes' },
    );
    const log = vi.spyOn(console, 'error').mockImplementation(() => {});
    const first = await bench.post(erase);
    middlewareStack.remove('no-deletes');
    log.mockRestore();

    const second = await bench.post(erase);

    expect([first.status, second.status]).toEqual([500, 200]);
    expect((await bench.rowsOf('cut-short@example.org')).map(({ sk }) => sk)).toEqual(['STATE']);
  });
});
