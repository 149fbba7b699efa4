import { type Context, Hono } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import PostalMime from 'postal-mime';
import { z } from 'zod';
import { MailName, mailNames, mailNote, mailSource } from './folder.js';
import { framedMail } from './framed-mail.js';
import { listPage } from './list-page.js';
import { MailView, mailPage, Showing } from './mail-page.js';
import { page } from './shell.js';

const PER_PAGE = 50;

const ListQuery = z.object({ page: z.coerce.number().int().positive().catch(1) });

const POLICY = { referrerPolicy: 'no-referrer', originAgentCluster: false, strictTransportSecurity: false };

/** No script, no form, nothing from elsewhere. */
const pagePolicy = secureHeaders({
  ...POLICY,
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    styleSrc: ["'unsafe-inline'"],
    frameSrc: ["'self'"],
    frameAncestors: ["'self'"],
    baseUri: ["'none'"],
    formAction: ["'none'"],
  },
});

/** A mail is a stranger's page: no script, no network, an origin of its own, links in a new window. */
const mailPolicy = secureHeaders({
  ...POLICY,
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    styleSrc: ["'unsafe-inline'"],
    imgSrc: ['data:'],
    frameAncestors: ["'self'"],
    formAction: ["'none'"],
    sandbox: ['allow-popups', 'allow-popups-to-escape-sandbox'],
  },
});

/**
 * The mailbox as web pages without client JavaScript: `/` lists the mails of `folder`, newest first, `/NAME` shows one
 * as HTML, `/NAME/text`, `/NAME/source`, `/NAME/headers` in other views, `/NAME/raw` downloads it.
 * @param base where the app is mounted, for its links; no slash at the end
 */
export function mailboxApp(folder: string, base = '/mailbox'): Hono {
  const app = new Hono();
  app.get('/', pagePolicy, async (context) => {
    const names = await mailNames(folder);
    const pages = Math.max(1, Math.ceil(names.length / PER_PAGE));
    const pageNumber = Math.min(ListQuery.parse(context.req.query()).page, pages);
    const shown = names.slice((pageNumber - 1) * PER_PAGE, pageNumber * PER_PAGE);
    const mails = await Promise.all(
      shown.map(async (name) => {
        const note = await mailNote(folder, name);
        return note ? [{ name, note }] : [];
      }),
    );
    return context.html(listPage({ base, mails: mails.flat(), total: names.length, pageNumber, pages }));
  });

  app.get('/:name/body', mailPolicy, async (context) => {
    const source = await sourceOf(folder, context.req.param('name'));
    if (!source) return noSuchMail(context);
    const { html = '' } = await PostalMime.parse(source);
    return context.html(framedMail(html, Showing.parse(context.req.query()).colours));
  });

  app.get('/:name/raw', pagePolicy, async (context) => {
    const name = context.req.param('name');
    const source = await sourceOf(folder, name);
    if (!source) return noSuchMail(context);
    context.header('content-disposition', `attachment; filename="${name}.eml"`);
    return context.body(new Uint8Array(source), 200, { 'content-type': 'message/rfc822' });
  });

  app.get('/:name/:view{html|text|source|headers}?', pagePolicy, async (context) => {
    const name = context.req.param('name');
    const source = await sourceOf(folder, name);
    const note = source && (await mailNote(folder, name));
    if (!source || !note) return noSuchMail(context);
    const email = await PostalMime.parse(source);
    const view = MailView.parse(context.req.param('view') ?? (email.html === undefined ? 'text' : 'html'));
    const names = await mailNames(folder);
    const place = names.indexOf(name);
    return context.html(
      mailPage({
        base,
        name,
        note,
        email,
        source: source.toString('utf8'),
        view,
        showing: Showing.parse(context.req.query()),
        newer: names[place - 1],
        older: names[place + 1],
      }),
    );
  });

  return app;
}

function noSuchMail(context: Context) {
  return context.html(page('No such mail', 'There is no such mail.'), 404);
}

async function sourceOf(folder: string, name: string): Promise<Buffer | undefined> {
  return MailName.safeParse(name).success ? mailSource(folder, name) : undefined;
}
