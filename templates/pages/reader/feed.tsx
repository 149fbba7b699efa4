import { html, raw } from 'hono/html';
import { spelledDays } from '../../date.js';
import { counted } from '../../paper-words.js';
import type { Site } from '../layout.js';
import { DigestBody, type DigestPageView } from './digests.js';

export interface FeedEntry extends DigestPageView {
  /** The digest on the web. */
  url: string;
  updated: string;
}

/** A reader's digests as Atom (RFC 4287), newest first. @param name tells this feed's ids from those of others */
export async function readerFeed(
  site: Site,
  self: string,
  name: string,
  entries: readonly FeedEntry[],
): Promise<string> {
  const { host } = new URL(site.baseUrl);
  const parts = await Promise.all(entries.map((entry) => entryOf(entry, site, name)));
  const feed = html`<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
<title>${site.name}: your digests</title>
<id>tag:${host},2026:reader-${name}</id>
<link rel="self" type="application/atom+xml" href="${site.baseUrl}${self}"/>
<updated>${entries[0]?.updated ?? '1970-01-01T00:00:00Z'}</updated>
<author><name>${site.name}</name></author>
${raw(parts.join(''))}</feed>
`;
  return String(await feed);
}

async function entryOf(entry: FeedEntry, { baseUrl }: Site, name: string): Promise<string> {
  const { host } = new URL(baseUrl);
  const content = String(await (<DigestBody papers={entry.papers} show={entry.show} site={baseUrl} />));
  const title = `${spelledDays(entry.editions)}: ${counted(entry.papers.length, 'paper')}`;
  return String(
    await html`<entry>
<title>${title}</title>
<id>tag:${host},${entry.day}:reader-${name}</id>
<link href="${entry.url}"/>
<updated>${entry.updated}</updated>
<content type="html">${content}</content>
</entry>
`,
  );
}
