import { Hono } from 'hono';
import { PaperId } from '../../../shared/domain/paper.js';
import { editionPath } from '../../../templates/pages/edition.js';
import { page } from '../../../templates/pages/layout.js';
import { paperBody, paperHead } from '../../../templates/pages/paper.js';
import { showPaper } from '../../../templates/pages/shown-paper.js';
import { shown } from '../../../templates/paper-words.js';
import type { ReadingPorts } from '../ports.js';
import type { BoundEdition, Library } from './library.js';
import { type Found, nearestTo } from './nearest.js';

const NEAREST = 8;

/** `/papers/ID`; ids of old arXiv papers hold a slash. */
export function paperRoutes({ site, papers }: ReadingPorts, library: Library): Hono {
  const app = new Hono();
  app.get('/papers/:id{.+}', async (context) => {
    const id = PaperId.safeParse(context.req.param('id'));
    if (!id.success) return context.notFound();
    const editions = await library.all();
    const edition = editions.find(({ at }) => at.has(id.data)) ?? (await olderEdition(id.data));
    const at = edition?.at.get(id.data);
    const source = at === undefined ? undefined : edition?.papers[at];
    if (edition === undefined || at === undefined || source === undefined) return context.notFound();
    const { day } = edition.header;
    const voices = await library.voices(day);
    const story = edition.storyOf.get(id.data);
    const view = {
      source,
      paper: showPaper(source, voices.readers.get(id.data)),
      day,
      story: story && {
        headline: shown(story.headline, 200),
        path: `${editionPath(day)}/${story.id.slice(story.id.lastIndexOf('.') + 1)}`,
      },
      why: voices.picks.get(id.data),
      nearest: nearestTo(edition, at, editions, NEAREST).flatMap(shownOf),
    };
    return context.html(page(site, paperHead(view), paperBody(view)));
  });

  /** The edition of a paper that none of the last ones holds. */
  async function olderEdition(id: PaperId): Promise<BoundEdition | undefined> {
    const day = (await papers.read([id])).get(id)?.firstEdition;
    const header = day === undefined ? undefined : await library.header(day);
    return header && library.bound(header);
  }
  return app;
}

/** A paper that was found, as pages show it. */
export function shownOf({ edition, at }: Found) {
  const paper = edition.papers[at];
  return paper ? [{ paper: showPaper(paper), day: edition.header.day }] : [];
}
