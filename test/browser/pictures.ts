/**
 * Takes the pictures of the documentation: `npm run pictures`, while `npm start -- --sample` runs; the site's address
 * may be given, http://127.0.0.1:3000 by default. Needs chromium.
 */
import { writeFile } from 'node:fs/promises';
import { chromium, type Page } from 'playwright-core';
import { mailsIn } from '../support/mails.js';

type ColorScheme = 'light' | 'dark';

const HEIGHT = 1_100;
const site = process.argv[2] ?? 'http://127.0.0.1:3000';
const mails = await mailsIn('.local/mailbox');
const longest = mails.toSorted((a, b) => b.raw.length - a.raw.length)[0]?.mail;
if (!longest?.html || !longest.text)
  throw new Error('.local/mailbox has no mail; run npm start -- --sample first');
const preferences = /http\S+\/preferences\/[^\s#]+/.exec(longest.text)?.[0];
if (!preferences) throw new Error('the mail has no link to the preferences');
const html = longest.html;

const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking'],
});
const mail = (page: Page) => page.setContent(html);
const home = (page: Page) => page.goto(site);
const choices = (page: Page) => page.goto(site + new URL(preferences).pathname);
await poster('digest', mail);
await poster('home', home);
await poster('preferences', choices);
await browser.close();

/** A desktop in light and a phone in dark, side by side, as `docs/images/NAME.png`. */
async function poster(name: string, open: (page: Page) => Promise<unknown>): Promise<void> {
  const desktop = await shot(open, 1_000, 'light');
  const phone = await shot(open, 390, 'dark');
  const page = await browser.newPage({ viewport: { width: 1_300, height: 960 } });
  const frame = 'box-shadow:0 4px 30px #0004;line-height:0;border-radius:8px;overflow:hidden;height:880px';
  await page.setContent(
    `<body style="margin:40px;display:flex;gap:30px;background:#dcd9d2">
      <div style="${frame}"><img width="800" src="${desktop}"></div><div style="${frame}"><img width="390" src="${phone}"></div>
    </body>`,
  );
  await writeFile(`docs/images/${name}.png`, await page.screenshot());
  await page.close();
}

async function shot(
  open: (page: Page) => Promise<unknown>,
  width: number,
  colorScheme: ColorScheme,
): Promise<string> {
  const page = await browser.newPage({ viewport: { width, height: HEIGHT }, colorScheme });
  await open(page);
  const picture = await page.screenshot();
  await page.close();
  return `data:image/png;base64,${picture.toString('base64')}`;
}
