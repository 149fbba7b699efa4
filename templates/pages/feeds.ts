import { escapeHtml } from '../../shared/text/plain.js';
import type { Site } from './layout.js';
import type { ShownPaper } from './shown-paper.js';

/** One entry of a feed. */
export interface FeedEntry {
  /** On this site. */
  path: string;
  title: string;
  /** Plain text in paragraphs. */
  text: string[];
  /** Papers that the entry lists. */
  papers: readonly ShownPaper[];
  authors: readonly string[];
  published: string;
}

export interface Feed {
  title: string;
  /** The page that it follows. */
  path: string;
  /** Where it is, without `/feed.atom`. */
  base: string;
  /** The instant of its last change. */
  updated: string;
  entries: readonly FeedEntry[];
}

/** The feed as Atom (RFC 4287). */
export function atomFeed(site: Site, feed: Feed): string {
  const entries = feed.entries.map((entry) => {
    const address = escapeHtml(site.baseUrl + entry.path);
    const authors = entry.authors.length > 0 ? entry.authors : [site.name];
    return [
      '<entry>',
      `<id>${address}</id>`,
      `<title>${escapeHtml(entry.title)}</title>`,
      `<link href="${address}"/>`,
      `<published>${entry.published}</published><updated>${entry.published}</updated>`,
      ...authors.map((name) => `<author><name>${escapeHtml(name)}</name></author>`),
      `<content type="html">${escapeHtml(entryHtml(site, entry))}</content>`,
      '</entry>',
    ].join('');
  });
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<feed xmlns="http://www.w3.org/2005/Atom">',
    `<id>${escapeHtml(site.baseUrl + feed.path)}</id>`,
    `<title>${escapeHtml(feed.title)}</title>`,
    `<updated>${feed.updated}</updated>`,
    `<link href="${escapeHtml(site.baseUrl + feed.path)}"/>`,
    `<link rel="self" type="application/atom+xml" href="${escapeHtml(`${site.baseUrl}${feed.base}/feed.atom`)}"/>`,
    ...entries,
    '</feed>',
    '',
  ].join('\n');
}

/** The feed as JSON Feed 1.1 (jsonfeed.org). */
export function jsonFeed(site: Site, feed: Feed): object {
  return {
    version: 'https://jsonfeed.org/version/1.1',
    title: feed.title,
    home_page_url: site.baseUrl + feed.path,
    feed_url: `${site.baseUrl}${feed.base}/feed.json`,
    language: 'en',
    items: feed.entries.map((entry) => ({
      id: site.baseUrl + entry.path,
      url: site.baseUrl + entry.path,
      title: entry.title,
      content_html: entryHtml(site, entry),
      date_published: entry.published,
      authors: entry.authors.map((name) => ({ name })),
    })),
  };
}

function entryHtml(site: Site, { text, papers }: FeedEntry): string {
  const paragraphs = text.map((paragraph) => `<p>${escapeHtml(paragraph)}</p>`);
  const listed = papers.map(
    ({ path, title, authors, summary }) =>
      `<li><a href="${escapeHtml(site.baseUrl + path)}">${escapeHtml(title)}</a><br>${escapeHtml(authors)}<br>${escapeHtml(summary)}</li>`,
  );
  return paragraphs.join('') + (listed.length > 0 ? `<ul>${listed.join('')}</ul>` : '');
}
