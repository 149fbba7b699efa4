import { type Context, Hono } from 'hono';
import { isCategory } from '../../../shared/domain/category.js';
import { spelledDays } from '../../../templates/date.js';
import { editionPath } from '../../../templates/pages/edition.js';
import { atomFeed, type Feed, jsonFeed } from '../../../templates/pages/feeds.js';
import type { Site } from '../../../templates/pages/layout.js';
import { showPaper, topicPath } from '../../../templates/pages/shown-paper.js';
import { shown } from '../../../templates/paper-words.js';
import type { ReadingPorts } from '../ports.js';
import { toldStories, trending } from './edition-view.js';
import type { Library } from './library.js';
import { papersIn, topicTitle } from './topics.js';

const EDITIONS = 7;
const PER_EDITION = 15;
const PER_TOPIC = 30;

/** A feed that nothing was ever in. */
const NEVER = '1970-01-01T00:00:00Z';

/** Editions at `/feed.atom` and `/feed.json`; a topic's papers at `/topics/CATEGORY/feed.atom` and `.json`. */
export function feedRoutes({ site }: ReadingPorts, library: Library): Hono {
  const app = new Hono();
  app.get('/:file{feed\\.(?:atom|json)}', async (context) =>
    send(context, site, await editionsFeed(site, library)),
  );
  app.get('/topics/:category/:file{feed\\.(?:atom|json)}', async (context) => {
    const category = context.req.param('category');
    const feed = await topicFeed(site, library, category);
    return feed.entries.length === 0 && !isCategory(category)
      ? context.notFound()
      : send(context, site, feed);
  });
  return app;
}

function send(context: Context, site: Site, feed: Feed): Response {
  return context.req.path.endsWith('.json')
    ? context.body(JSON.stringify(jsonFeed(site, feed)), 200, { 'Content-Type': 'application/feed+json' })
    : context.body(atomFeed(site, feed), 200, { 'Content-Type': 'application/atom+xml; charset=utf-8' });
}

async function editionsFeed(site: Site, library: Library): Promise<Feed> {
  const headers = (await library.headers()).filter(({ paperCount }) => paperCount > 0).slice(0, EDITIONS);
  const entries = headers.map(async (header) => {
    const [edition, voices] = await Promise.all([library.bound(header), library.voices(header.day)]);
    const best = trending(
      edition.papers.filter(({ withdrawn }) => !withdrawn),
      voices,
    ).slice(0, PER_EDITION);
    return {
      path: editionPath(header.day),
      title: spelledDays([header.day]),
      text: toldStories(edition, voices).map(({ headline, summary }) =>
        shown(`${headline}. ${summary.text}`, 900),
      ),
      papers: best.map((paper) => showPaper(paper, voices.readers.get(paper.id))),
      authors: [],
      published: header.publishedAt,
    };
  });
  return {
    title: site.name,
    path: '/',
    base: '',
    updated: headers[0]?.publishedAt ?? NEVER,
    entries: await Promise.all(entries),
  };
}

async function topicFeed(site: Site, library: Library, category: string): Promise<Feed> {
  const published = new Map((await library.headers()).map((header) => [header.day, header.publishedAt]));
  const papers = (await papersIn(library, category)).slice(0, PER_TOPIC);
  const path = topicPath(category);
  const entries = papers.map(({ day, paper }) => {
    const view = showPaper(paper);
    return {
      path: view.path,
      title: view.title,
      text: [view.summary, view.abstract],
      papers: [],
      authors: paper.authors.slice(0, 20).map((name) => shown(name, 60)),
      published: published.get(day) ?? NEVER,
    };
  });
  return {
    title: `${topicTitle(category)} · ${site.name}`,
    path,
    base: path,
    updated: entries[0]?.published ?? NEVER,
    entries,
  };
}
