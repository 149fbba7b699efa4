import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Browser, chromium, type Page } from 'playwright-core';
import { type KeptMail, mailsIn } from '../support/mails.js';

const CHROMIUM = '/usr/bin/chromium';
const ARGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking'];

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
/** What axe found of weight on the page, and whether the page is wider than its window. */
const JUDGE = `axe.run().then(({ violations }) => [
  ...violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => id + ': ' + nodes[0].html),
  ...(document.documentElement.scrollWidth > innerWidth ? ['wider than the window'] : []),
])`;

/** Starts the browser that is on this machine. */
export function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM, args: ARGS });
}

/** How a walker goes about. */
export interface Gait {
  name: string;
  width: number;
  scripts: boolean;
}

/** A person at a browser, who reads their mails in the mailbox folder. */
export class Walker {
  /** What was wrong with pages on the way, light and dark; only a walker with scripts can tell. */
  readonly faults: string[] = [];

  private constructor(
    readonly address: string,
    readonly page: Page,
    private readonly mailbox: string,
    private readonly axe: string | undefined,
  ) {}

  static async start(browser: Browser, gait: Gait, mailbox: string): Promise<Walker> {
    const context = await browser.newContext({
      viewport: { width: gait.width, height: 850 },
      javaScriptEnabled: gait.scripts,
    });
    context.setDefaultTimeout(15_000);
    return new Walker(
      `${gait.name}@example.org`,
      await context.newPage(),
      mailbox,
      gait.scripts ? readFileSync(AXE, 'utf8') : undefined,
    );
  }

  async open(url: string): Promise<string> {
    await this.page.goto(url);
    return this.#arrived();
  }

  /** Looks about. Returns the page's heading. */
  async #arrived(): Promise<string> {
    const heading = (await this.page.textContent('h1')) ?? '';
    if (this.axe === undefined) return heading;
    await this.page.evaluate(this.axe);
    for (const colorScheme of ['light', 'dark'] as const) {
      await this.page.emulateMedia({ colorScheme });
      const found: string[] = await this.page.evaluate(JUDGE);
      this.faults.push(...found.map((fault) => `${heading}, ${colorScheme}: ${fault}`));
    }
    return heading;
  }

  async press(name: string): Promise<string> {
    await this.page.getByRole('button', { name, exact: true }).click();
    return this.#arrived();
  }

  async follow(name: string): Promise<string> {
    await this.page.getByRole('link', { name, exact: true }).first().click();
    return this.#arrived();
  }

  /** The walker's mails, oldest first. */
  async mails(): Promise<KeptMail[]> {
    const newestFirst = await mailsIn(this.mailbox);
    return newestFirst.filter(({ to }) => to === this.address).reverse();
  }

  /** The links in the HTML of the walker's mails that lead to the site. */
  async links(site: string): Promise<string[]> {
    const all = (await this.mails()).flatMap(({ mail }) =>
      [...(mail.html ?? '').matchAll(/href="([^"]+)"/g)].map(([, url = '']) => url.replaceAll('&amp;', '&')),
    );
    return [...new Set(all.filter((url) => url.startsWith(site)))];
  }

  /** The last of those links with `part` in it. @throws Error where there is none */
  async link(site: string, part: string): Promise<string> {
    const found = (await this.links(site)).findLast((url) => url.includes(part));
    if (found === undefined) throw new Error(`no link to ${part} in the mails`);
    return found;
  }
}
