import { Hono } from 'hono';
import { describe, expect, it, vi } from 'vitest';
import { framed } from '../../../functions/web/app.js';
import { publicFor } from '../../../functions/web/safety.js';
import { formStylePath, iconPath, stylePath } from '../../../templates/pages/style.js';

function app(baseUrl = 'https://digest.example.org') {
  const routes = new Hono()
    .get('/token/:token', (context) => context.html('for one'))
    .get('/everybody', publicFor(60), (context) => context.html('for all'))
    .get('/missing', publicFor(60), (context) => context.notFound())
    .post('/form', async (context) => context.text(String((await context.req.text()).length)))
    .get('/fails', () => {
      throw new Error('a secret: token-123 for person@example.org');
    });
  return framed({ name: 'Research Digest', baseUrl, postalAddress: '1 Example Street' }, [routes]);
}

describe('every answer', () => {
  it.each(['/token/abc', '/everybody', '/missing', stylePath])(
    'at %s keeps scripts, frames and guessing out',
    async (path) => {
      const { headers } = await app().request(path);
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toMatch(/script-src|unsafe/);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(headers.get('strict-transport-security')).toContain('max-age=');
    },
  );

  it('of a machine without TLS does not ask for it', async () => {
    const { headers } = await app('http://127.0.0.1:3000').request('/everybody');
    expect(headers.get('strict-transport-security')).toBeNull();
  });

  it('is for one person unless it says otherwise', async () => {
    const [one, all, none] = await Promise.all(
      ['/token/abc', '/everybody', '/missing'].map((path) => app().request(path)),
    );
    const kept = [one, all, none].map((answer) => [
      answer?.headers.get('cache-control'),
      answer?.headers.get('referrer-policy'),
      answer?.headers.get('x-robots-tag'),
    ]);
    expect(kept).toEqual([
      ['no-store', 'no-referrer', 'noindex'],
      ['public, max-age=60', 'same-origin', null],
      ['no-store', 'no-referrer', 'noindex'],
    ]);
  });
});

describe('when something is wrong', () => {
  it('a page says so, and the log says neither token nor address', async () => {
    const logged = vi.spyOn(console, 'error').mockImplementation(() => {});
    const answer = await app().request('/fails');
    const text = await answer.text();
    const lines = logged.mock.calls.flat().join('\n');
    logged.mockRestore();
    expect(answer.status).toBe(500);
    expect(text).toContain('try again in a minute');
    expect(text + lines).not.toMatch(/token-123|person@/);
  });

  it('a body longer than any form is refused', async () => {
    const answer = await app().request('/form', { method: 'POST', body: 'x'.repeat(100_001) });
    expect(answer.status).toBe(413);
  });

  it('an unknown address is a page that leads on', async () => {
    const answer = await app().request('/nowhere');
    expect(answer.status).toBe(404);
    expect(await answer.text()).toContain('Go to the latest edition');
  });
});

describe('stylesheets and icon', () => {
  it.each([stylePath, formStylePath, iconPath])('%s can be kept for ever', async (path) => {
    const { status, headers } = await app().request(path);
    expect([status, headers.get('cache-control')]).toEqual([200, 'public, max-age=31536000, immutable']);
  });
});
