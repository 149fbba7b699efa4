import { categoryName } from '../../shared/domain/category.js';
import type { Day } from '../../shared/domain/day.js';
import type { EditionPaper } from '../../shared/domain/edition.js';
import { cut } from '../../shared/text/plain.js';
import { dateWords, dayWords, spelledDays } from '../date.js';
import { authorsLine, madeBy, shown } from '../paper-words.js';
import { bibtex } from './bibtex.js';
import { editionPath, SubscribeBox } from './edition.js';
import type { PageHead } from './layout.js';
import { PaperLinks } from './paper-card.js';
import { type ShownPaper, topicPath } from './shown-paper.js';

const NAMED_AUTHORS = 100;

/** A paper near another. */
export interface NearPaper {
  paper: ShownPaper;
  day: Day;
}

export interface PaperView {
  source: EditionPaper;
  paper: ShownPaper;
  /** Its edition. */
  day: Day;
  story: { headline: string; path: string } | undefined;
  /** Why it is the editor's pick. */
  why: string | undefined;
  nearest: NearPaper[];
}

/** What the page of a paper says of itself. */
export function paperHead({ paper }: PaperView): PageHead {
  return {
    title: paper.title,
    description: cut(paper.summary, 200),
    path: paper.path,
    type: 'article',
    forms: false,
  };
}

/** The page of one paper, with those near it. */
export function paperBody(view: PaperView) {
  const { source, paper, nearest } = view;
  return (
    <div class="columns single">
      <article class="reading">
        <p class="meta">
          {source.categories.map((category) => (
            <a class="chip" href={topicPath(category)}>
              {chipOf(category, source.categories)}
            </a>
          ))}{' '}
          {paper.signals}
        </p>
        <h1>{paper.title}</h1>
        <p class="authors">{authorsLine(source.authors, NAMED_AUTHORS)}</p>
        {source.withdrawn && <p class="note">The authors have withdrawn this paper.</p>}
        {view.why && <p class="why">The editor’s pick: {view.why}</p>}
        {paper.summary !== '' && <p class="lead">{paper.summary}</p>}
        <Made {...view} />
        <p class="links">
          <PaperLinks paper={paper} />
        </p>
        {paper.abstract !== '' && (
          <>
            <h2 id="abstract">Abstract</h2>
            <p>{paper.abstract}</p>
          </>
        )}
        {source.comment && <p class="soft">{shown(source.comment, 500)}</p>}
        <Dates {...view} />
        <section id="bibtex">
          <h2>BibTeX</h2>
          <pre>{bibtex(source)}</pre>
          <p class="soft">One click or a long press selects all of it.</p>
        </section>
      </article>
      <aside>
        {nearest.length > 0 && <Nearest papers={nearest} />}
        <SubscribeBox />
      </aside>
    </div>
  );
}

/** A category's name, with its code where another one of the paper is called the same. */
function chipOf(category: string, all: readonly string[]): string {
  const name = categoryName(category);
  return all.filter((other) => categoryName(other) === name).length > 1 ? `${name} (${category})` : name;
}

/** How the summary was made, and what it rests on. */
function Made({ source, paper }: PaperView) {
  const { span } = source.tldr;
  return (
    <div class="made">
      <p class="mark">{paper.abstract === '' ? paper.mark : madeBy(source.tldr)}</p>
      {span && (
        <details>
          <summary>What it rests on</summary>
          <blockquote>{shown(span, 2_000)}</blockquote>
        </details>
      )}
    </div>
  );
}

function Dates({ source, day, story }: PaperView) {
  return (
    <p class="soft">
      In the edition of <a href={editionPath(day)}>{spelledDays([day])}</a>
      {story && (
        <>
          , story <a href={story.path}>{story.headline}</a>
        </>
      )}
      .{source.submittedAt && ` Submitted ${dateWords(source.submittedAt)}.`}
      {source.version > 1 && ` Version ${source.version}.`}
    </p>
  );
}

function Nearest({ papers }: { papers: readonly NearPaper[] }) {
  return (
    <section class="near">
      <h2>Nearest in meaning</h2>
      <ul>
        {papers.map(({ paper, day }) => (
          <li>
            <a href={paper.path}>{paper.title}</a>
            <span class="soft">
              {paper.field?.name ?? ''} · {dayWords(day)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
