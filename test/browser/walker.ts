import { type Browser, chromium, type Page } from 'playwright-core';
import { type KeptMail, mailsIn } from '../support/mails.js';

const CHROMIUM = '/usr/bin/chromium';
const ARGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking'];

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
  private constructor(
    readonly address: string,
    readonly page: Page,
    private readonly mailbox: string,
  ) {}

  static async start(browser: Browser, gait: Gait, mailbox: string): Promise<Walker> {
    const context = await browser.newContext({
      viewport: { width: gait.width, height: 850 },
      javaScriptEnabled: gait.scripts,
    });
    context.setDefaultTimeout(15_000);
    return new Walker(`${gait.name}@example.org`, await context.newPage(), mailbox);
  }

  /** The page's heading. */
  async heading(): Promise<string> {
    return (await this.page.textContent('h1')) ?? '';
  }

  async press(name: string): Promise<string> {
    await this.page.getByRole('button', { name, exact: true }).click();
    return this.heading();
  }

  async follow(name: string): Promise<string> {
    await this.page.getByRole('link', { name, exact: true }).first().click();
    return this.heading();
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
