import { Hono } from 'hono';
import { etag } from 'hono/etag';
import type { ReadingPorts } from '../ports.js';
import { publicFor } from '../safety.js';
import { editionRoutes } from './editions.js';
import { feedRoutes } from './feeds.js';
import { Library } from './library.js';
import { paperRoutes } from './papers.js';
import { searchRoutes } from './searching.js';
import { topicRoutes } from './topics.js';

/** New editions, votes and picks are seen this soon by whoever keeps a page. */
const KEPT_SECONDS = 60;

/** What anybody can read without an account: editions, papers, topics, search, feeds. */
export function readingRoutes(ports: ReadingPorts): Hono {
  const library = new Library(ports);
  const app = new Hono();
  for (const path of ['/', '/editions/*', '/papers/*', '/topics/*', '/search', '/feed.atom', '/feed.json']) {
    app.use(path, etag({ weak: true }), publicFor(KEPT_SECONDS));
  }
  app.route('/', editionRoutes(ports, library));
  app.route('/', paperRoutes(ports, library));
  app.route('/', topicRoutes(ports, library));
  app.route('/', searchRoutes(ports, library));
  app.route('/', feedRoutes(ports, library));
  return app;
}
