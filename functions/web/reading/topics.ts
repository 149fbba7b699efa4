import { Hono } from 'hono';
import { categoryName, isCategory } from '../../../shared/domain/category.js';
import type { Day } from '../../../shared/domain/day.js';
import type { EditionPaper } from '../../../shared/domain/edition.js';
import { spelledDays } from '../../../templates/date.js';
import { editionPath } from '../../../templates/pages/edition.js';
import { page } from '../../../templates/pages/layout.js';
import { paperListBody, pathOf, topicsBody } from '../../../templates/pages/lists.js';
import { showPaper, topicPath } from '../../../templates/pages/shown-paper.js';
import { counted, lastEditions } from '../../../templates/paper-words.js';
import type { ReadingPorts } from '../ports.js';
import { grouped } from './grouped.js';
import type { Library } from './library.js';
import { pageOf } from './pages.js';

/** `/topics`, and `/topics/CATEGORY`. */
export function topicRoutes({ site }: ReadingPorts, library: Library): Hono {
  const app = new Hono();
  app.get('/topics', async (context) => {
    const counts = new Map<string, number>();
    for (const { papers } of await library.all()) {
      const present = papers.filter(({ withdrawn }) => !withdrawn);
      for (const code of present.flatMap(({ categories }) => [...new Set(categories)])) {
        counts.set(code, (counts.get(code) ?? 0) + 1);
      }
    }
    const head = {
      title: 'Topics',
      description: 'Every topic with its papers.',
      path: '/topics',
      forms: false as const,
    };
    return context.html(page(site, head, topicsBody(counts)));
  });
  app.get('/topics/:category', async (context) => {
    const category = context.req.param('category');
    const all = await papersIn(library, category);
    if (all.length === 0 && !isCategory(category)) return context.notFound();
    const { shown, ...pages } = pageOf(all, context.req.query());
    const title = categoryName(category);
    const path = topicPath(category);
    const intro = introOf(all.length, (await library.headers()).length);
    const days = [...grouped(shown, ({ day }) => day)].map(([day, found]) => ({
      heading: spelledDays([day]),
      path: editionPath(day),
      papers: found.map(({ paper }) => showPaper(paper)),
    }));
    const list = { title, code: category, intro, days, path, feeds: path, ...pages };
    const head = {
      title: topicTitle(category),
      description: `${title}: ${intro}`,
      path: pathOf(list),
      feeds: path,
      forms: false as const,
    };
    return context.html(page(site, head, paperListBody(list)));
  });
  return app;
}

function introOf(papers: number, editions: number): string {
  if (editions === 0) return 'There is no edition yet.';
  const within = lastEditions(editions);
  return papers > 0 ? `${counted(papers, 'paper')} of ${within}, newest first.` : `No paper of ${within}.`;
}

/** `Machine Learning (cs.LG)`: statistics has a Machine Learning too. */
export function topicTitle(category: string): string {
  const name = categoryName(category);
  return name === category ? name : `${name} (${category})`;
}

/** The papers of a category, cross-listed ones too, newest edition first, most upvoted first in each. */
export async function papersIn(
  library: Library,
  category: string,
): Promise<{ day: Day; paper: EditionPaper }[]> {
  return (await library.all()).flatMap(({ header, papers }) =>
    papers
      .filter((paper) => !paper.withdrawn && paper.categories.includes(category))
      .toSorted((a, b) => (b.signals.upvotes ?? 0) - (a.signals.upvotes ?? 0))
      .map((paper) => ({ day: header.day, paper })),
  );
}
