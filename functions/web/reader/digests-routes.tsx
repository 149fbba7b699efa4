import { type Context, Hono } from 'hono';
import pMap from 'p-map';
import { Day, dayIn } from '../../../shared/domain/day.js';
import type { Delivery } from '../../../shared/domain/delivery.js';
import { LinkError } from '../../../shared/links/token.js';
import { page } from '../../../templates/pages/layout.js';
import { notice } from '../../../templates/pages/notice.js';
import { digestPage } from '../../../templates/pages/reader/digests.js';
import { type FeedEntry, readerFeed } from '../../../templates/pages/reader/feed.js';
import { ledgerPage, type OpenEdition } from '../../../templates/pages/reader/ledger.js';
import type { ReaderPorts } from '../ports.js';
import { digestOn } from './digests.js';
import { hindranceOf } from './hindrance.js';
import { openPass, type Pass } from './pass.js';

/** The ledger's lines go away by themselves, 90 days after their mail, whatever day their edition is of. */
const FIRST_DAY = '0000-01-01';
const LINES_SHOWN = 100;
const FEED_ENTRIES = 7;

/** The ledger, each digest on the web, and the private feed. */
export function digestRoutes(ports: ReaderPorts): Hono {
  const { site } = ports;
  const app = new Hono();

  app.get('/digests/:token', async (context) => {
    return showLedger(context, await openPass(ports, context.req.param('token'), 'manage'), ports, false);
  });

  app.post('/digests/:token/feed', async (context) => {
    const token = context.req.param('token');
    const { subscriber } = await openPass(ports, token, 'manage');
    if (!(await ports.profiles.revokeFeed(subscriber.id))) throw new LinkError('revoked');
    return showLedger(context, await openPass(ports, token, 'manage'), ports, true);
  });

  app.get('/digest/:token/:day', async (context) => {
    return showDigest(context, await openPass(ports, context.req.param('token'), 'read'), ports);
  });

  // What the feed links to dies with the feed's own address.
  app.get('/feed/:token/:day', async (context) => {
    return showDigest(context, await openPass(ports, context.req.param('token'), 'feed'), ports);
  });

  app.get('/feed/:token', async (context) => {
    const pass = await openPass(ports, context.req.param('token'), 'feed');
    const entries = await entriesOf(pass, ports);
    const name = pass.subscriber.id.slice(0, 10);
    return context.body(await readerFeed(site, `/feed/${pass.token}`, name, entries), 200, {
      'Content-Type': 'application/atom+xml; charset=utf-8',
    });
  });

  return app;
}

async function showDigest(context: Context, pass: Pass, ports: ReaderPorts) {
  const day = Day.safeParse(context.req.param('day'));
  const digest = day.success ? await digestOn(pass, day.data, ports) : undefined;
  if (!digest) return context.html(page(ports.site, ...notice('notFound')), 404);
  return context.html(page(ports.site, ...digestPage({ ...digest, show: pass.profile.preferences.show })));
}

async function showLedger(context: Context, pass: Pass, ports: ReaderPorts, renewed: boolean) {
  const deliveries = (await ports.deliveries.since(pass.subscriber.id, FIRST_DAY)).slice(0, LINES_SHOWN);
  const view = {
    token: pass.token,
    links: pass.links,
    baseUrl: ports.site.baseUrl,
    preferences: pass.profile.preferences,
    deliveries,
    open: await openEditions(pass, deliveries, ports),
    hindrance: hindranceOf(pass.subscriber, ports.sender),
    renewed,
  };
  return context.html(page(ports.site, ...ledgerPage(view)));
}

/** The editions without a line in the ledger that a reader may ask after. */
async function openEditions(
  { subscriber, profile }: Pass,
  deliveries: readonly Delivery[],
  { editions, sender, now }: ReaderPorts,
): Promise<OpenEdition[]> {
  const told = new Set(deliveries.map(({ day }) => day));
  if (profile.preferences.cadence === 'none') {
    const headers = await editions.latest(FEED_ENTRIES);
    return headers.flatMap(({ day }) => (told.has(day) ? [] : [{ day, why: 'no-mail' as const }]));
  }
  const [latest] = await editions.latest(1);
  if (!latest || told.has(latest.day) || hindranceOf(subscriber, sender) !== undefined) return [];
  if (subscriber.claim?.day === latest.day) return [{ day: latest.day, why: 'in-doubt' }];
  const { pausedUntil } = subscriber;
  if (pausedUntil !== undefined && pausedUntil > dayIn(profile.preferences.timeZone, now())) {
    return [{ day: latest.day, why: 'paused' }];
  }
  // Who came after the edition gets the next one.
  return Date.parse(subscriber.since) < Date.parse(latest.publishedAt)
    ? [{ day: latest.day, why: 'waiting' }]
    : [];
}

/** The digests that were mailed; for a reader without mail, those of the last editions. */
async function entriesOf(pass: Pass, ports: ReaderPorts): Promise<FeedEntry[]> {
  const { preferences } = pass.profile;
  const days = preferences.cadence === 'none' ? await editionDays(ports) : await mailedDays(pass, ports);
  const entryOf = async ({ day, updated }: (typeof days)[number]): Promise<FeedEntry[]> => {
    const digest = await digestOn(pass, day, ports);
    if (!digest || digest.papers.length === 0) return [];
    const url = `${ports.site.baseUrl}/feed/${pass.token}/${day}`;
    return [{ ...digest, show: preferences.show, url, updated }];
  };
  // One after the other: a weekly reader's digests are of 49 editions, too many to be held at once.
  const entries = await pMap(days, entryOf, { concurrency: 1 });
  return entries.flat();
}

async function editionDays({ editions }: ReaderPorts) {
  const headers = await editions.latest(FEED_ENTRIES);
  return headers.map(({ day, publishedAt }) => ({ day, updated: publishedAt }));
}

async function mailedDays({ subscriber }: Pass, ports: ReaderPorts) {
  const lines = await ports.deliveries.since(subscriber.id, FIRST_DAY);
  return lines
    .filter(({ outcome }) => outcome === 'sent')
    .slice(0, FEED_ENTRIES)
    .map(({ day, at }) => ({ day, updated: at }));
}
