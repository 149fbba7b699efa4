import { type ServerType, serve } from '@hono/node-server';
import type { Hono } from 'hono';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { web } from '../../functions/web/index.js';
import { type LocalHouse, openLocalHouse } from '../../infra/local/house.js';
import { type PaperSupply, supplyPapers } from '../../infra/local/papers.js';
import { runDay } from '../../infra/local/run-day.js';
import { localTableName } from '../../infra/local/tables.js';
import { subscriberIdOf } from '../../shared/address.js';
import { readSecrets } from '../../shared/secrets.js';
import { openTable, queryRows, type Row } from '../../shared/stores/table.js';
import { silent, temporaryFolder } from '../support/silent.js';
import { hasChromium } from '../templates/looks.js';
import { type Gait, openBrowser, Walker } from './walker.js';

const GAITS: Gait[] = [
  { name: 'desktop-with-scripts', width: 1200, scripts: true },
  { name: 'phone-without-scripts', width: 390, scripts: false },
  { name: 'phone-with-scripts', width: 390, scripts: true },
  { name: 'desktop-without-scripts', width: 1200, scripts: false },
];

describe.skipIf(!hasChromium)('from stranger to erased, in a browser (needs /usr/bin/chromium)', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let server: ServerType;
  let site: string;
  let house: LocalHouse;
  let supply: PaperSupply;
  let browser: Browser;
  const walkers = new Map<string, Walker>();

  beforeAll(async () => {
    process.env.ANSWER_AFTER_MS = '0';
    folder = await temporaryFolder();
    let app: Hono | undefined;
    site = await new Promise((ready) => {
      server = serve(
        {
          fetch: (request, env) => app?.fetch(request, env) ?? new Response('', { status: 503 }),
          port: 0,
          hostname: '127.0.0.1',
        },
        ({ port }) => ready(`http://127.0.0.1:${port}`),
      );
    });
    house = await openLocalHouse({ dataDir: folder.folder, fresh: false, webUrl: site });
    app = await web();
    supply = await supplyPapers({ sample: true, date: '2026-01-22' });
    browser = await openBrowser();
    for (const gait of GAITS) walkers.set(gait.name, await Walker.start(browser, gait, house.mailboxDir));
    for (const walker of walkers.values()) await subscribe(walker, site);
    await runDay(house, supply, silent());
  }, 180_000);

  afterAll(async () => {
    await browser?.close();
    server?.close();
    await house?.close();
    await supply?.close();
    await folder?.remove();
  });

  it.each(GAITS.map(({ name }) => name))('%s', { timeout: 90_000 }, async (name) => {
    const walker = walkers.get(name);
    if (!walker) throw new Error('nobody walks so');
    const { page } = walker;
    const link = (part: string) => walker.link(site, part);
    await walker.open(await link('/more/'));
    const before = await rowsOf(walker.address);

    await scan(walker, site);
    const scanned = await rowsOf(walker.address);
    await walker.open(await link('/more/'));
    const voted = await walker.press('More like this');
    await walker.follow('What shapes my digest');
    const shaped = await page.locator('.lessons').count();
    await walker.open(await link('/digest/'));
    const papers = await page.locator('.pick').count();
    await walker.open(await link('/preferences/'));
    await page.getByLabel('No mail before').fill('2099-01-01');
    await walker.press('Save');
    const paused = (await stateOf(walker.address)).subscriber;
    await walker.open(await link('/unsubscribe/'));
    const left = await walker.press('Unsubscribe');
    const leftState = (await stateOf(walker.address)).subscriber;
    const back = await walker.press('Come back');
    await walker.open(await link('/preferences/'));
    await walker.follow('My digests');
    const ledger = (await page.textContent('.ledger')) ?? '';
    await walker.follow('What shapes it');
    await walker.follow('Leave');
    await walker.follow('My data');
    await page.getByLabel('I know that this cannot be undone.').check();
    const erased = await walker.press('Erase everything');

    expect(scanned).toEqual(before);
    expect([voted, left, back, erased]).toEqual([
      'Noted',
      'You have left',
      'Welcome back',
      'Everything is erased',
    ]);
    expect(shaped).toBe(1);
    expect(papers).toBeGreaterThan(0);
    expect(paused).toMatchObject({ state: 'active', pausedUntil: '2099-01-01' });
    expect(leftState).toMatchObject({ state: 'unsubscribed' });
    expect(ledger).toContain('22 January 2026');
    expect(await rowsOf(walker.address)).toEqual([
      { pk: expect.any(String), sk: 'STATE', suppressed: { reason: 'erased', at: expect.any(String) } },
    ]);
    expect(await walker.open(await link('/preferences/'))).toBe('This link does not work any more');
    expect(walker.faults).toEqual([]);
  });
});

/** From the home page to subscribed, with preferences tried and saved. */
async function subscribe(walker: Walker, site: string): Promise<void> {
  const { page } = walker;
  await walker.open(site);
  await walker.follow('Subscribe');
  await page.getByLabel('Your email address').fill('walker@gmial.com');
  await page.getByLabel('In your own words').fill('reasoning of large language models');
  await page.getByText('Computer Science', { exact: true }).click();
  await page.getByLabel('Computation and Language').check();
  await walker.press('Subscribe');
  expect(await page.getByRole('button', { name: 'Yes, use that' }).isVisible()).toBe(true);
  await page.getByLabel('Your email address').fill(walker.address);
  // Only the button below the form: what Enter presses is not to be seen.
  expect(await page.getByRole('button', { name: 'Subscribe', exact: true }).count()).toBe(1);
  expect(await walker.press('Subscribe')).toBe('Look in your mailbox');
  await walker.open(await walker.link(site, '/confirm/'));
  expect(await walker.press('Confirm')).toBe('You are subscribed');
  await walker.follow('choose your preferences');
  await page.getByLabel('Everything that fits').check();
  await page.getByLabel('Papers in one digest, at most').fill('8');
  await walker.press('Preview the last seven editions');
  expect(await page.getByLabel('Papers in one digest, at most').inputValue()).toBe('8');
  await walker.press('Save');
  expect(await page.textContent('.done')).toContain('Saved');
}

/** What mail scanners do: GET and HEAD of every link, twice, and once more in the browser, without a click. */
async function scan(walker: Walker, site: string): Promise<void> {
  const links = await walker.links(site);
  expect(links.length).toBeGreaterThan(10);
  for (const url of [...links, ...links]) {
    for (const method of ['GET', 'HEAD']) expect((await fetch(url, { method })).status, method).toBe(200);
  }
  for (const url of links.slice(0, 8)) await walker.page.goto(url);
}

async function rowsOf(address: string): Promise<Row[]> {
  const { addressKey } = await readSecrets(process.env.SECRETS ?? '');
  const rows: Row[] = [];
  const query = {
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': `SUBSCRIBER#${subscriberIdOf(address, addressKey)}` },
  };
  for await (const row of queryRows(openTable(localTableName('subscribers')), query)) rows.push(row);
  return rows;
}

async function stateOf(address: string): Promise<Row> {
  return (await rowsOf(address)).find(({ sk }) => sk === 'STATE') ?? {};
}
