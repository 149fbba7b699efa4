import { existsSync } from 'node:fs';
import { chromium, type Page } from 'playwright-core';

const CHROMIUM = '/usr/bin/chromium';
const ARGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking'];

/** Whether there is a browser to look with. */
export const hasChromium = existsSync(CHROMIUM);

/** How a mail may be looked at. */
export const looks = [
  { name: 'phone-light', width: 375, colorScheme: 'light' },
  { name: 'phone-dark', width: 375, colorScheme: 'dark' },
  { name: 'desktop-light', width: 680, colorScheme: 'light' },
  { name: 'desktop-dark', width: 680, colorScheme: 'dark' },
] as const;

/** Opens `html` in each of the {@link looks}, one after the other, and hands each page to `visit`. */
export async function inEachLook(
  html: string,
  visit: (page: Page, name: string) => Promise<void>,
): Promise<void> {
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ARGS });
  try {
    for (const { name, width, colorScheme } of looks) {
      const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
      await page.setContent(html);
      await visit(page, name);
      await page.close();
    }
  } finally {
    await browser.close();
  }
}
