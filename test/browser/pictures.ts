/**
 * Takes the pictures of the documentation from the local data: `npm run pictures`, after `npm run digest`.
 * Needs chromium.
 */
import { writeFile } from 'node:fs/promises';
import { chromium } from 'playwright-core';
import { mailsIn } from '../support/mails.js';

const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking'],
});
const HEIGHT = 1_100;

async function shot(html: string, width: number, colorScheme: 'light' | 'dark'): Promise<string> {
  const page = await browser.newPage({ viewport: { width, height: HEIGHT }, colorScheme });
  await page.setContent(html);
  const picture = await page.screenshot();
  await page.close();
  return `<img width="${width}" src="data:image/png;base64,${picture.toString('base64')}">`;
}

const [longest] = (await mailsIn('.local/mailbox')).toSorted((a, b) => b.raw.length - a.raw.length);
if (!longest) throw new Error('.local/mailbox has no mail; run npm run digest first');
const html = longest.mail.html ?? '';
const pictures = [await shot(html, 680, 'light'), await shot(html, 390, 'dark')];
const poster = await browser.newPage({ viewport: { width: 1_180, height: HEIGHT + 80 } });
await poster.setContent(
  `<body style="margin:40px;display:flex;gap:30px;background:#dcd9d2">${pictures
    .map(
      (picture) =>
        `<div style="box-shadow:0 4px 30px #0004;line-height:0;border-radius:8px;overflow:hidden">${picture}</div>`,
    )
    .join('')}</body>`,
);
await writeFile('docs/images/digest.png', await poster.screenshot());
await browser.close();
