import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { chromium } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AcceptedMail } from '../../../../infra/local/embedded/ses/accepted.js';
import { mailboxApp } from '../../../../infra/local/mailbox/app.js';
import { keepMail } from '../../../../infra/local/mailbox/folder.js';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mailbox-'));
});
afterEach(() => rm(folder, { recursive: true }));

const HTML_MAIL = [
  'From: Digest <digest@example.com>',
  'Subject: Today',
  'Content-Type: multipart/alternative; boundary=b',
  '',
  '--b',
  'Content-Type: text/plain; charset=utf-8',
  '',
  'Read https://example.com/p?a=1&b=2 <today>',
  '--b',
  'Content-Type: text/html; charset=utf-8',
  '',
  '<html><head><style>@media (prefers-color-scheme: dark) { p { color: red } }</style></head>',
  '<body><p id=said>untouched</p><script>document.getElementById("said").textContent = "run"</script>',
  "<img src=x onerror=\"document.getElementById('said').textContent = 'run'\"></body></html>",
  '--b--',
  '',
].join('\r\n');

function keep(order: number, change: Partial<AcceptedMail> = {}, raw = HTML_MAIL): Promise<string> {
  const note: AcceptedMail = {
    messageId: `0100019be51ef550-a0023655-e985-4d3e-a1d5-${String(order).padStart(12, '0')}-000000`,
    acceptedAt: new Date(Date.parse('2026-01-22T07:00:00Z') + order * 60_000).toISOString(),
    source: 'digest@example.com',
    destinations: [`reader${order}@example.org`],
    tags: { edition: '2026-01-22' },
    from: 'Digest <digest@example.com>',
    to: `reader${order}@example.org`,
    subject: `Subject ${order}`,
    bytes: raw.length,
    answer: 'ok',
    ...change,
  };
  return keepMail(folder, note, Buffer.from(raw), order);
}

async function get(path: string) {
  const app = new Hono().route('/mailbox', mailboxApp(folder));
  const response = await app.request(`/mailbox${path}`);
  return { response, status: response.status, text: await response.text() };
}

describe('the list', () => {
  test('says what to do while it is empty, even without a folder', async () => {
    await rm(folder, { recursive: true });
    expect((await get('')).text).toContain('npm run digest');
    folder = await mkdtemp(join(tmpdir(), 'mailbox-'));
  });

  test('has the newest first, fifty a page', async () => {
    for (let order = 0; order < 60; order++) await keep(order);

    const first = (await get('')).text.match(/Subject \d+/g) ?? [];
    const second = (await get('?page=2')).text.match(/Subject \d+/g) ?? [];

    expect([first.length, first[0], second.length, second.at(-1)]).toEqual([
      50,
      'Subject 59',
      10,
      'Subject 0',
    ]);
  });

  test('shows a hostile subject as its characters', async () => {
    await keep(1, { subject: '<script>alert(1)</script> & "q"' });
    const { text } = await get('');
    expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;q&quot;');
    expect(text).not.toContain('<script>');
  });
});

describe('a mail', () => {
  test('opens as HTML in a sandboxed frame whose own answer forbids scripts and network', async () => {
    const name = await keep(1);

    const shown = await get(`/${name}`);
    const body = await get(`/${name}/body`);

    expect(shown.text).toMatch(/<iframe[^>]*sandbox="allow-popups allow-popups-to-escape-sandbox"/);
    const policy = body.response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toMatch(/sandbox allow-popups allow-popups-to-escape-sandbox(;|$)/);
    expect(policy).not.toContain('script-src');
  });

  test('answers its own question for dark colours as the reader chose', async () => {
    const name = await keep(1);
    expect((await get(`/${name}/body?colours=dark`)).text).toContain('@media (min-width: 0px)');
    expect((await get(`/${name}/body?colours=light`)).text).toContain('@media (max-width: 0px)');
    expect((await get(`/${name}/body`)).text).toContain('@media (prefers-color-scheme: dark)');
  });

  test('has text with links, source and headers', async () => {
    const name = await keep(1);
    const [text, source, headers] = await Promise.all(
      ['text', 'source', 'headers'].map((view) => get(`/${name}/${view}`)),
    );
    expect(text?.text).toContain(
      '<a href="https://example.com/p?a=1&amp;b=2" target="_blank" rel="noreferrer">',
    );
    expect(text?.text).toContain('&lt;today&gt;');
    expect(source?.text).toContain('Content-Type: multipart/alternative; boundary=b');
    expect(headers?.text).toContain('edition=2026-01-22');
  });

  test('can be downloaded byte for byte', async () => {
    const { response, text } = await get(`/${await keep(1)}/raw`);
    expect(text).toBe(HTML_MAIL);
    expect(response.headers.get('content-type')).toBe('message/rfc822');
  });

  test('without HTML opens as text', async () => {
    const name = await keep(1, {}, 'From: a@example.com\r\nSubject: Plain\r\n\r\nOnly words.\r\n');
    expect((await get(`/${name}`)).text).toContain('<pre>Only words.');
  });

  test.each([
    '/..%2f..%2fpackage',
    '/%2e%2e/secret',
    '/secret',
    '/secret/raw',
    '/20260122T070000000Z-000000-00000000',
    '/20260122T070000000Z-000000-00000000%00/raw',
  ])('cannot be had by the name %s', async (path) => {
    await writeFile(join(folder, 'secret.eml'), 'not a kept mail');
    expect((await get(path)).status).toBe(404);
  });
});

const CHROMIUM = '/usr/bin/chromium';

test.skipIf(!existsSync(CHROMIUM))('no script of a mail runs in a browser', async () => {
  const name = await keep(1);
  const app = new Hono().route('/mailbox', mailboxApp(folder));
  const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' });
  const args = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking'];
  const browser = await chromium.launch({ executablePath: CHROMIUM, args });
  try {
    const page = await browser.newPage();
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    for (const path of [name, `${name}/body`]) {
      await page.goto(`http://127.0.0.1:${port}/mailbox/${path}`);
      const said = page.frames().at(-1)?.locator('#said');
      expect(await said?.textContent()).toBe('untouched');
    }
  } finally {
    await browser.close();
    server.close();
  }
});
