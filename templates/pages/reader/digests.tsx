import type { Child } from 'hono/jsx';
import { categoryName } from '../../../shared/domain/category.js';
import type { EditionPaper, Story } from '../../../shared/domain/edition.js';
import type { Preferences } from '../../../shared/domain/preferences.js';
import { dayWords, spelledDays } from '../../date.js';
import { authorsLine, counted, linksOf, MARK, shown, signalsLine } from '../../paper-words.js';
import { editionPath } from '../edition.js';
import type { PageHead } from '../layout.js';
import { paperPath } from '../shown-paper.js';

const TEXT = 20_000;

export interface DigestPageView {
  day: string;
  editions: readonly string[];
  considered: number;
  papers: readonly PaperRow[];
  show: Preferences['show'];
  /** False where no mail went with these papers. */
  mailed: boolean;
}
interface PaperRow {
  paper: EditionPaper;
  why: string;
  story: Story | undefined;
}

/** One digest on the web: it opens nothing else of its reader's, so that it can be shown to others. */
export function digestPage(view: DigestPageView): [PageHead, Child] {
  const title = spelledDays(view.editions);
  return [
    { title: `Digest of ${title}` },
    <article class="reader digest">
      <h1>{title}</h1>
      <p class="soft">
        {view.papers.length > 0 ? counted(view.papers.length, 'paper') : 'Nothing'} for one reader, of{' '}
        {counted(view.considered, 'paper')} read:{' '}
        {view.editions.map((day, nth) => (
          <>
            {nth > 0 && ', '}
            <a href={editionPath(day)}>{view.editions.length > 1 ? dayWords(day) : 'the whole edition'}</a>
          </>
        ))}
      </p>
      {view.papers.length === 0 && (
        <p class="lead">
          {view.considered > 0
            ? 'Nothing stood out enough in this edition.'
            : 'No new paper came on this day.'}
        </p>
      )}
      {view.papers.length > 0 && !view.mailed && (
        <p class="note">Not mailed: this is what the edition holds by what its reader has chosen now.</p>
      )}
      <DigestBody papers={view.papers} show={view.show} />
    </article>,
  ];
}

/** The papers of a digest, those of one story together. @param site in front of links to the site's own pages */
export function DigestBody({
  papers,
  show,
  site = '',
}: Pick<DigestPageView, 'papers' | 'show'> & { site?: string }) {
  const stories = [...new Set(papers.flatMap(({ story }) => story ?? []))];
  const alone = papers.filter(({ story }) => story === undefined);
  return (
    <>
      {stories.map((story) => (
        <section class="story">
          <h2>{shown(story.headline, TEXT)}</h2>
          <p>
            {shown(story.summary.text, TEXT)} <span class="mark">{MARK[story.summary.method]}</span>
          </p>
          {papers
            .filter((one) => one.story === story)
            .map((one) => (
              <Paper row={one} show={show} site={site} />
            ))}
        </section>
      ))}
      {alone.length > 0 && (
        <section>
          <h2>{stories.length > 0 ? 'More papers' : 'Papers'}</h2>
          {alone.map((one) => (
            <Paper row={one} show={show} site={site} />
          ))}
        </section>
      )}
    </>
  );
}

function Paper(props: { row: PaperRow; show: Preferences['show']; site: string }) {
  const { paper, why } = props.row;
  const whole = props.show === 'abstracts' && paper.abstract !== '';
  const [category] = paper.categories;
  const meta = [category === undefined ? '' : categoryName(category), signalsLine(paper.signals)];
  return (
    <section class="pick">
      <p class="meta">{meta.filter(Boolean).join(' · ')}</p>
      <h3>
        <a href={props.site + paperPath(paper.id)}>{shown(paper.title, TEXT)}</a>
      </h3>
      <p class="soft">{authorsLine(paper.authors)}</p>
      <p>
        {shown(whole ? paper.abstract : paper.tldr.text, TEXT)}{' '}
        {!whole && <span class="mark">{MARK[paper.tldr.method]}</span>}
      </p>
      <p class="why">
        <b>Why:</b> {why}
      </p>
      <p class="links">
        {linksOf(paper).map(({ label, url }) => (
          <>
            <a href={url}>{label}</a>{' '}
          </>
        ))}
      </p>
    </section>
  );
}
