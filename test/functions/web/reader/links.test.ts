import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signToken } from '../../../../shared/links/token.js';
import { Bench, DAY, paperId, startBench } from './bench.js';

const SECONDS = Date.parse('2027-01-01T00:00:00Z') / 1000;
const PLACES = {
  manage: [
    '/preferences/TOKEN',
    '/shaping/TOKEN',
    '/digests/TOKEN',
    '/data/TOKEN',
    '/privacy/TOKEN',
    '/leave/TOKEN',
  ],
  vote: [`/vote/TOKEN/more/${paperId(0)}`, '/taste/TOKEN'],
  unsubscribe: ['/unsubscribe/TOKEN'],
  read: [`/digest/TOKEN/${DAY}`],
  feed: ['/feed/TOKEN'],
} as const;
const POSTS = {
  manage: [
    '/preferences/TOKEN',
    '/shaping/TOKEN/reset',
    `/shaping/TOKEN/undo/${paperId(0)}`,
    '/digests/TOKEN/feed',
    '/leave/TOKEN',
    '/leave/TOKEN/back',
    '/privacy/TOKEN/revoke',
    '/privacy/TOKEN/erase',
  ],
  vote: [
    `/vote/TOKEN/more/${paperId(0)}`,
    `/vote/TOKEN/undo/${paperId(0)}`,
    '/taste/TOKEN/reset',
    `/taste/TOKEN/undo/${paperId(0)}`,
  ],
  unsubscribe: ['/unsubscribe/TOKEN', '/resubscribe/TOKEN'],
  confirm: ['/confirm/TOKEN'],
} as const;
type Purpose = keyof typeof PLACES;
const purposes = Object.keys(PLACES) as Purpose[];

describe('links', () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await startBench();
  });
  afterAll(() => bench.tables.close());

  const tokenFor = (
    address: string,
    purpose: Purpose | 'confirm',
    fields: { linkEpoch?: number; expiresAt?: number; key?: string } = {},
  ) =>
    signToken(
      {
        purpose,
        subscriberId: bench.idOf(address),
        linkEpoch: fields.linkEpoch ?? 0,
        expiresAt: fields.expiresAt ?? SECONDS,
      },
      [fields.key ?? 'l'.repeat(32)],
    );

  it.each(purposes)('open what they are for, and nothing else: %s', async (purpose) => {
    await bench.reader(`${purpose}@example.org`);
    const token = tokenFor(`${purpose}@example.org`, purpose);
    const statuses: Record<string, number[]> = {};

    for (const other of purposes) {
      statuses[other] = await Promise.all(
        PLACES[other].map(async (path) => (await bench.get(path.replace('TOKEN', token))).status),
      );
    }

    for (const other of purposes) {
      expect(new Set(statuses[other]), other).toEqual(new Set([other === purpose ? 200 : 404]));
    }
  });

  it('of a managing page lead to all others, and each of these back', async () => {
    const { manage } = await bench.reader('tabs@example.org');
    const token = manage.split('/').at(-1);
    const tabs = ['preferences', 'shaping', 'digests', 'privacy', 'leave'].map((path) => `/${path}/${token}`);

    for (const tab of tabs) {
      const text = await (await bench.get(tab)).text();
      const nav = /<nav class="tabs".*?<\/nav>/s.exec(text)?.[0] ?? '';
      expect([...nav.matchAll(/href="([^"]*)"/g)].map(([, href]) => href)).toEqual(tabs);
      expect(/href="([^"]*)" aria-current="page"/.exec(nav)?.[1]).toBe(tab);
    }
  });

  it('of a vote or of leaving give no managing link away', async () => {
    const reader = await bench.reader('shown@example.org');
    const token = reader.manage.split('/').at(-1) ?? '';

    for (const path of [reader.vote(paperId(1)), reader.unsubscribe, reader.read]) {
      const taste = path.replace(/^\/vote(\/[^/]+)\/.*/, '/taste$1');
      for (const each of [path, taste]) expect(await (await bench.get(each)).text()).not.toContain(token);
    }
  });

  it('that are expired, forged, cut, revoked or another’s all meet one plain page, and do nothing', async () => {
    const address = 'misuse@example.org';
    await bench.reader(address, { linkEpoch: 3 });
    const before = await bench.rowsOf(address);
    const good = (purpose: Purpose | 'confirm') => tokenFor(address, purpose, { linkEpoch: 3 });
    const pages = new Set<string>();

    for (const [purpose, paths] of Object.entries(POSTS) as [keyof typeof POSTS, readonly string[]][]) {
      const misused = [
        tokenFor(address, purpose, { linkEpoch: 2 }),
        tokenFor(address, purpose, { linkEpoch: 4 }),
        tokenFor(address, purpose, { linkEpoch: 3, expiresAt: Math.floor(bench.now.getTime() / 1000) - 1 }),
        tokenFor(address, purpose, { linkEpoch: 3, key: 'x'.repeat(32) }),
        tokenFor('stranger@example.org', purpose, { linkEpoch: 3 }),
        good(purpose === 'manage' ? 'vote' : 'manage'),
        good(purpose).slice(0, -1),
        good(purpose).replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')),
        'm',
        '%00',
      ];
      for (const path of paths) {
        for (const token of misused) {
          const answer = await bench.post(path.replace('TOKEN', token));
          pages.add(`${answer.status} ${await answer.text()}`);
        }
      }
    }

    expect(pages.size).toBe(1);
    expect([...pages][0]).toMatch(/^404 .*action="\/link"/s);
    expect(await bench.rowsOf(address)).toEqual(before);
  });

  it('still work when keys were changed and the old one is kept', async () => {
    const { manage } = await bench.reader('rotated@example.org');
    const secrets = await bench.ports.secrets();
    const withKeys = (...linkKeys: string[]) =>
      new Bench(bench.tables, { ...bench.ports, secrets: async () => ({ ...secrets, linkKeys }) });

    expect((await withKeys('n'.repeat(32), 'l'.repeat(32)).get(manage)).status).toBe(200);
    expect((await withKeys('n'.repeat(32)).get(manage)).status).toBe(404);
  });

  it('of a mail change nothing when a scanner follows them, again and again', async () => {
    const reader = await bench.reader(
      'scanned@example.org',
      {},
      { topics: [{ kind: 'phrase', phrase: 'swifts', weight: 1 }] },
    );
    await bench.post('/subscribe', { address: 'scanned-too@example.org' });
    const confirm = /\/confirm\/\S+/.exec((await bench.mailbox()).at(-1)?.text ?? '')?.[0] ?? '';
    const links = [
      reader.manage,
      reader.unsubscribe,
      reader.read,
      reader.vote(paperId(1)),
      reader.vote(paperId(1), 'less'),
      confirm,
    ];
    const deeper = await linksWithin(bench, links);
    const before = [await bench.rowsOf('scanned@example.org'), await bench.rowsOf('scanned-too@example.org')];

    const statuses: number[] = [];
    for (const path of [...links, ...deeper, ...links]) {
      for (const method of ['GET', 'HEAD', 'HEAD', 'GET'])
        statuses.push((await bench.get(path, { method })).status);
    }

    expect(new Set(statuses)).toEqual(new Set([200]));
    expect(deeper.length).toBeGreaterThan(4);
    expect([
      await bench.rowsOf('scanned@example.org'),
      await bench.rowsOf('scanned-too@example.org'),
    ]).toEqual(before);
    expect((await bench.post(confirm)).status).toBe(200);
    expect((await bench.post(reader.unsubscribe)).status).toBe(200);
    expect((await bench.ports.subscribers.state(reader.subscriber.id))?.state).toBe('unsubscribed');
  });

  it('send nothing on to other sites, keep nothing in caches, and set no cookie', async () => {
    const reader = await bench.reader('private@example.org');

    for (const path of [
      reader.manage,
      reader.unsubscribe,
      reader.read,
      reader.vote(paperId(1)),
      '/preferences/nonsense',
    ]) {
      const { headers } = await bench.get(path);
      expect(headers.get('Referrer-Policy')).toBe('no-referrer');
      expect(headers.get('Cache-Control')).toContain('no-store');
      expect(headers.get('Set-Cookie')).toBeNull();
      expect(headers.get('Content-Security-Policy')).toContain("default-src 'none'");
    }
  });

  it('are revoked together, the feed’s too, and a fresh one is mailed', async () => {
    const reader = await bench.reader('revokes@example.org');
    const feed =
      /\/feed\/[\w.-]+/.exec(
        await (await bench.get(reader.manage.replace('preferences', 'digests'))).text(),
      )?.[0] ?? '';
    const feedBefore = (await bench.get(feed)).status;

    const answer = await bench.post(`${reader.manage.replace('preferences', 'privacy')}/revoke`);
    const fresh = /\/preferences\/\S+/.exec((await bench.mailbox()).at(-1)?.text ?? '')?.[0] ?? '';

    expect(await answer.text()).not.toMatch(/\/(preferences|vote|feed|digests)\//);
    expect(feedBefore).toBe(200);
    for (const dead of [reader.manage, reader.unsubscribe, reader.read, feed])
      expect((await bench.get(dead)).status).toBe(404);
    expect((await bench.get(fresh)).status).toBe(200);
  });
});

/** The links that the pages behind `paths` lead on to, within the site. */
async function linksWithin(bench: Bench, paths: readonly string[]): Promise<string[]> {
  const found = new Set<string>();
  for (const path of paths) {
    const text = await (await bench.get(path)).text();
    for (const [, href = ''] of text.matchAll(
      /href="(\/(?:preferences|shaping|taste|digests?|privacy|leave|unsubscribe|feed)\/[^"#]+)"/g,
    ))
      found.add(href);
  }
  return [...found];
}
