import { Hono } from 'hono';
import { z } from 'zod';
import { cleanText, cut } from '../../../shared/text/plain.js';
import { page } from '../../../templates/pages/layout.js';
import { searchBody } from '../../../templates/pages/search.js';
import type { ReadingPorts } from '../ports.js';
import type { Library } from './library.js';
import { shownOf } from './papers.js';
import { paperNamed, type SearchResult, search } from './search.js';

const QUERY_LENGTH = 300;
const SearchQuery = z.object({
  q: z
    .string()
    .transform((text) => cut(cleanText(text), QUERY_LENGTH))
    .catch(''),
});

/** `/search?q=`. What was searched for is in no log. */
export function searchRoutes({ site, queries }: ReadingPorts, library: Library): Hono {
  const app = new Hono();
  app.get('/search', async (context) => {
    const { q: query } = SearchQuery.parse(context.req.query());
    const editions = await library.all();
    const named = paperNamed(editions, query);
    const vector = query === '' || named.length > 0 ? undefined : await queries.vector(query);
    const { found, by }: SearchResult =
      query === '' || named.length > 0
        ? { found: named, by: 'meaning' }
        : search(editions, query, vector, queries.model);
    const view = { query, by, editions: editions.length, found: found.flatMap(shownOf) };
    const head = { title: query === '' ? 'Search' : `Search: ${query}`, query, forms: false as const };
    return context.html(page(site, head, searchBody(view)));
  });
  return app;
}
