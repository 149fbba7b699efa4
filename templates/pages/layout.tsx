import { html } from 'hono/html';
import type { Child } from 'hono/jsx';
import { theme } from '../theme.js';
import { formStylePath, iconPath, stylePath } from './style.js';

/** What every page says of the site it belongs to. */
export interface Site {
  name: string;
  /** Without a slash at the end. */
  baseUrl: string;
  postalAddress: string;
  /** Where mails can be read when they stay on this machine. */
  mailboxPath?: string | undefined;
}

/** What a page is, for browsers, search engines and whoever shares it. */
export interface PageHead {
  title: string;
  description?: string;
  /** Its one public path; a page without one is for one person, and search engines are asked to leave it out. */
  path?: string;
  /** Where its feeds are: `FEEDS/feed.atom` and `FEEDS/feed.json`. */
  feeds?: string;
  /** False where nothing is asked, so that nobody waits for the stylesheet of forms. */
  forms?: false;
  /** What stands in the search box. */
  query?: string;
  /** For whoever shares it; a website when absent. */
  type?: 'article';
}

/** A whole page, as HTML. `body` comes under the header, inside `main`. */
export function page(site: Site, head: PageHead, body: Child) {
  return html`<!doctype html>${(
    <html lang="en">
      <Head site={site} head={head} />
      <body>
        <a class="skip" href="#content">
          Skip to the content
        </a>
        <Header site={site} query={head.query ?? ''} />
        <main id="content">{body}</main>
        <Footer site={site} />
      </body>
    </html>
  )}`;
}

function Head({ site, head }: { site: Site; head: PageHead }) {
  const { title, description, path, feeds } = head;
  const canonical = path === undefined ? undefined : site.baseUrl + path;
  const whole = title === site.name ? title : `${title} · ${site.name}`;
  return (
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>{whole}</title>
      <meta name="color-scheme" content="light dark" />
      <meta name="theme-color" content={theme.light.page} media="(prefers-color-scheme: light)" />
      <meta name="theme-color" content={theme.dark.page} media="(prefers-color-scheme: dark)" />
      <link rel="stylesheet" href={stylePath} />
      {head.forms !== false && <link rel="stylesheet" href={formStylePath} />}
      <link rel="icon" href={iconPath} type="image/svg+xml" />
      {description && <meta name="description" content={description} />}
      {canonical === undefined ? (
        <meta name="robots" content="noindex" />
      ) : (
        <>
          <link rel="canonical" href={canonical} />
          <meta property="og:type" content={head.type ?? 'website'} />
          <meta property="og:site_name" content={site.name} />
          <meta property="og:title" content={title} />
          <meta property="og:url" content={canonical} />
          {description && <meta property="og:description" content={description} />}
          <meta name="twitter:card" content="summary" />
        </>
      )}
      {feeds !== undefined && (
        <>
          <link
            rel="alternate"
            type="application/atom+xml"
            title={`${title} (Atom)`}
            href={`${feeds}/feed.atom`}
          />
          <link
            rel="alternate"
            type="application/feed+json"
            title={`${title} (JSON)`}
            href={`${feeds}/feed.json`}
          />
        </>
      )}
    </head>
  );
}

function Header({ site, query }: { site: Site; query: string }) {
  return (
    <header class="site">
      <div class="inner">
        <a class="brand" href="/">
          <span class="bars" aria-hidden="true" />
          {site.name}
        </a>
        <nav aria-label="Site">
          <a href="/">Latest</a>
          <a href="/topics">Topics</a>
          <a class="button" href="/subscribe">
            Subscribe
          </a>
        </nav>
        <search>
          <form class="find" action="/search" method="get">
            <input
              type="search"
              name="q"
              value={query}
              aria-label="Search papers by meaning"
              placeholder="Search by meaning"
              maxlength={300}
            />
            <button type="submit">Search</button>
          </form>
        </search>
      </div>
    </header>
  );
}

function Footer({ site }: { site: Site }) {
  return (
    <footer class="site">
      <div class="inner">
        <p>
          <a href="/editions">Editions</a> <a href="/subscribe">By mail</a> <a href="/feed.atom">Atom</a>{' '}
          <a href="/feed.json">JSON</a>
          {site.mailboxPath && (
            <>
              {' '}
              <a href={site.mailboxPath}>Mailbox of this machine</a>
            </>
          )}
        </p>
        <p>No script, no cookie, no tracking. Papers belong to their authors.</p>
        <p>{site.postalAddress}</p>
      </div>
    </footer>
  );
}
