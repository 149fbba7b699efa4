import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { type KeptMail, mailsIn } from '../support/mails.js';

const MAIL_WITHIN_MS = 60_000;

/** A reader without a browser, who posts the forms of the deployed site and reads the mails that come. */
export class Reader {
  constructor(
    readonly address: string,
    private readonly siteUrl: string,
    private readonly mailboxDir: string,
  ) {}

  /** Asks for mails about a category, and confirms by the link in the mail that comes. */
  async subscribe(category: string): Promise<void> {
    await this.post(`${this.siteUrl}/subscribe`, { address: this.address, category, website: '' });
    const [mail] = await this.mails(1);
    const link = /https?:\/\/\S+\/confirm\/\S+/.exec(mail?.mail.text ?? '')?.[0];
    if (link === undefined) throw new Error('expected a link to confirm by');
    await this.post(link, {});
  }

  /** Posts a form as a browser does from the site's own page. @throws Error for an answer that is no success */
  async post(url: string, fields: Record<string, string>): Promise<void> {
    const answer = await ask(url, fields);
    if (answer.status !== 200)
      throw new Error(`POST ${new URL(url).pathname.split('/')[1]}: ${answer.status}`);
  }

  /** Waits until so many mails have come in all. Returns them, newest first. */
  async mails(count: number): Promise<KeptMail[]> {
    const deadline = Date.now() + MAIL_WITHIN_MS;
    for (;;) {
      const mine = (await mailsIn(this.mailboxDir)).filter(({ to }) => to === this.address);
      if (mine.length >= count) return mine;
      if (Date.now() > deadline) throw new Error(`expected ${count} mails, ${mine.length} came`);
      await sleep(200);
    }
  }
}

/** What the site answered. */
interface Answer {
  status: number;
  body: string;
}

/**
 * Asks the deployed site. Browsers know its name to be this machine; the system's resolver need not, and `fetch` lets
 * nobody name the host.
 */
export async function ask(url: string, form?: Record<string, string>): Promise<Answer> {
  const { host, port, pathname, search } = new URL(url);
  const body = form && new URLSearchParams(form).toString();
  const asked = request({
    host: '127.0.0.1',
    port,
    path: pathname + search,
    method: body === undefined ? 'GET' : 'POST',
    headers: { host, ...(body !== undefined && { 'content-type': 'application/x-www-form-urlencoded' }) },
  });
  asked.end(body);
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  return { status: answer.statusCode ?? 0, body: await text(answer) };
}
