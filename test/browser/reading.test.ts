import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anEdition, openSite, type TestSite } from '../functions/web/reading/site.js';
import { anEditionPaper } from '../support/papers.js';

const CHROMIUM = '/usr/bin/chromium';
const present = existsSync(CHROMIUM);
if (!present) console.warn(`The reading side is not looked at: there is no ${CHROMIUM}.`);

const LOOKS = [375, 1_200].flatMap((width) =>
  (['light', 'dark'] as const).map((colorScheme) => ({ width, colorScheme })),
);
const DAY = '2026-01-22';
const PATHS = [
  '/',
  '/papers/arxiv:2601.00001',
  '/topics',
  '/topics/cs.LG',
  '/editions',
  '/search?q=robot',
  '/nowhere',
];

async function publish(site: TestSite) {
  const subjects = ['swifts', 'galaxies', 'proteins', 'robots'];
  const papers = Array.from({ length: 24 }, (_, n) =>
    anEditionPaper({
      id: `arxiv:2601.000${String(n).padStart(2, '0')}`,
      title: `On the ${subjects[n % 4]} of place ${n}, and whatever else could be said about them at length`,
      abstract: 'We look at a small matter. It turns out to be of some use. '.repeat(12),
      categories: [n % 3 ? 'cs.LG' : 'astro-ph.GA'],
      codeUrl: 'https://example.org/code',
      signals: { upvotes: n },
      tldr: {
        text: 'A small matter.',
        method: 'llm',
        model: 'm',
        madeAt: `${DAY}T05:00:00Z`,
        span: 'We look.',
      },
    }),
  );
  const paperIds = papers.slice(0, 10).map(({ id }) => id);
  const summary = { text: 'What they have in common, in a few words.', method: 'extractive' as const };
  const stories = Array.from({ length: 9 }, (_, s) => ({
    id: `${DAY}.s${s + 1}`,
    headline: `Story ${s + 1}`,
    headlineMethod: 'extractive' as const,
    summary,
    paperIds: s === 0 ? paperIds : papers.slice(s + 9, s + 11).map(({ id }) => id),
  }));
  await site.publish({ ...anEdition(DAY, papers, stories), sample: true });
  await site.publish(anEdition('2026-01-21', papers.slice(0, 2)));
  await site.picks.write(DAY, { paperId: 'arxiv:2601.00023', why: 'Because it is good.' });
}

describe.skipIf(!present)('the reading side in a browser', () => {
  let site: TestSite;
  let browser: Browser;
  let base = '';
  let server: ReturnType<typeof createAdaptorServer>;
  const axe = present
    ? readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
    : '';

  beforeAll(async () => {
    site = await openSite();
    await publish(site);
    server = createAdaptorServer({ fetch: site.app.fetch });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const args = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking'];
    browser = await chromium.launch({ executablePath: CHROMIUM, args });
  });
  afterAll(async () => {
    await browser.close();
    server.close();
    await site.close();
  });

  async function visit(page: Page, path: string): Promise<string[]> {
    await page.goto(base + path);
    const tooWide = await page.evaluate<boolean>('document.documentElement.scrollWidth > innerWidth');
    await page.evaluate(axe);
    const grave = await page.evaluate<string[]>(
      `axe.run({ resultTypes: ['violations'] }).then(({ violations }) => violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(({ id, nodes }) => id + ' at ' + nodes[0].target))`,
    );
    return [...grave, ...(tooWide ? ['wider than the window'] : [])].map((problem) => `${path}: ${problem}`);
  }

  it.each(LOOKS)('has nothing in anybody’s way at $width in $colorScheme', async (look) => {
    const page = await browser.newPage({
      viewport: { width: look.width, height: 900 },
      colorScheme: look.colorScheme,
      bypassCSP: true,
    });
    const problems: string[] = [];
    page.on('request', (request) => {
      if (!request.url().startsWith(base)) problems.push(`asked ${request.url()}`);
    });
    for (const path of PATHS) problems.push(...(await visit(page, path)));
    await page.close();
    expect(problems).toEqual([]);
  });

  it('reads without JavaScript, within its own policy: open an abstract, follow a dot, search', async () => {
    const context = await browser.newContext({
      javaScriptEnabled: false,
      viewport: { width: 1_200, height: 900 },
    });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    await page.goto(base);
    await page.locator('summary', { hasText: 'Abstract' }).first().click();
    expect(await page.locator('details[open] p').first().isVisible()).toBe(true);
    await page.locator('svg a circle').first().click();
    expect(page.url()).toContain('/papers/arxiv:');
    await page.getByRole('searchbox').fill('galaxies');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/search?q=galaxies');
    expect(await page.locator('h3').first().textContent()).toContain('galaxies');
    await context.close();
    expect(complaints).toEqual([]);
  });
});
