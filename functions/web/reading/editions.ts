import { type Context, Hono } from 'hono';
import { Day } from '../../../shared/domain/day.js';
import type { EditionPaper } from '../../../shared/domain/edition.js';
import type { EditionHeader } from '../../../shared/stores/editions.js';
import { spelledDays } from '../../../templates/date.js';
import { editionBody, editionHead, editionPath } from '../../../templates/pages/edition.js';
import { page } from '../../../templates/pages/layout.js';
import { editionsBody, paperListBody, pathOf } from '../../../templates/pages/lists.js';
import { plainNotice } from '../../../templates/pages/notice.js';
import { showPaper } from '../../../templates/pages/shown-paper.js';
import { counted, MARK, shown } from '../../../templates/paper-words.js';
import type { ReadingPorts } from '../ports.js';
import { editionView, fieldName, fieldOf, trending } from './edition-view.js';
import type { BoundEdition, Library } from './library.js';
import { pageOf } from './pages.js';

/** `/`, `/editions`, `/editions/DAY`, and a story or field of one: `/editions/DAY/s1`, `/editions/DAY/cs.LG`. */
export function editionRoutes({ site }: ReadingPorts, library: Library): Hono {
  const show = async (context: Context, header: EditionHeader, latest: boolean) => {
    const [edition, voices, beside] = await Promise.all([
      library.bound(header),
      library.voices(header.day),
      library.beside(header.day),
    ]);
    const view = editionView(edition, voices, { ...beside, latest });
    return context.html(page(site, editionHead(view, site.name), editionBody(view)));
  };

  const app = new Hono();
  app.get('/', async (context) => {
    const headers = await library.headers();
    // On a day on which nothing was announced, there is more to read in the edition before.
    const latest = headers.find(({ paperCount }) => paperCount > 0) ?? headers[0];
    if (latest) return show(context, latest, true);
    context.header('Cache-Control', 'no-store');
    return context.html(page(site, ...plainNotice(...NO_EDITION)));
  });
  app.get('/editions', async (context) => {
    const headers = await library.headers();
    const oldest = headers.at(-1);
    const editions = headers.map(({ day, paperCount, stories }) => ({
      day,
      paperCount,
      headlines: stories.slice(0, 4).map(({ headline }) => shown(headline, 200)),
    }));
    const head = {
      title: 'Editions',
      description: 'Every edition that is kept.',
      path: '/editions',
      feeds: '',
    };
    const older = oldest && (await library.beside(oldest.day)).previous;
    return context.html(page(site, head, editionsBody(editions, older)));
  });
  app.get('/editions/:day', async (context) => {
    const header = await headerOf(library, context.req.param('day'));
    return header ? show(context, header, false) : context.notFound();
  });
  app.get('/editions/:day/:part', async (context) => {
    const header = await headerOf(library, context.req.param('day'));
    const edition = header && (await library.bound(header));
    const part = edition && partOf(edition, context.req.param('part'));
    if (!part) return context.notFound();
    const { day } = edition.header;
    const voices = await library.voices(day);
    const { shown: papers, ...pages } = pageOf(trending(part.papers, voices), context.req.query());
    const path = `${editionPath(day)}/${encodeURIComponent(context.req.param('part'))}`;
    const { title, intro = counted(part.papers.length, 'paper'), mark } = part;
    const back = { path: editionPath(day), words: spelledDays([day]) };
    const list = { title, intro, mark, back, path, ...pages };
    const days = [
      {
        heading: counted(part.papers.length, 'paper'),
        papers: papers.map((paper) => showPaper(paper, voices.readers.get(paper.id))),
      },
    ];
    const head = { title, description: intro, path: pathOf(list), forms: false as const };
    return context.html(page(site, head, paperListBody({ ...list, days })));
  });
  return app;
}

const NO_EDITION = [
  'The first edition is on its way',
  'New papers are read once a day. Come back in a while, or subscribe and let it come to you.',
] as const;

async function headerOf(library: Library, day: string): Promise<EditionHeader | undefined> {
  const parsed = Day.safeParse(day);
  return parsed.success ? library.header(parsed.data) : undefined;
}

interface Part {
  title: string;
  /** What a story is about; a field says it by its name. */
  intro?: string;
  /** How the story's summary was made. */
  mark?: string;
  papers: EditionPaper[];
}

/** The story or the field that `name` names; a field holds its papers of stories too. */
function partOf({ header, papers, at }: BoundEdition, name: string): Part | undefined {
  const story = header.stories.find(({ id }) => id === `${header.day}.${name}`);
  if (story) {
    const told = story.paperIds.flatMap((id) => papers[at.get(id) ?? -1] ?? []);
    return {
      title: shown(story.headline, 200),
      intro: shown(story.summary.text, 900),
      mark: MARK[story.summary.method],
      papers: told.filter(({ withdrawn }) => !withdrawn),
    };
  }
  const held = papers.filter((paper) => fieldOf(paper) === name && !paper.withdrawn);
  return held.length > 0 ? { title: fieldName(name), papers: held } : undefined;
}
