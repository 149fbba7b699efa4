import type { Day } from '../../shared/domain/day.js';
import { spelledDays } from '../date.js';
import { counted } from '../paper-words.js';
import { Field, MoreStories, Story } from './edition-parts.js';
import type { PageHead } from './layout.js';
import { PaperCard } from './paper-card.js';
import { type Dot, Picture } from './picture.js';
import type { ShownPaper } from './shown-paper.js';

/** A paper on the page of an edition; as many abstracts as the page has room for can be opened in place. */
export interface ListedPaper {
  paper: ShownPaper;
  abstract: boolean;
}

export interface ShownStory {
  /** Unique on the page. */
  anchor: string;
  headline: string;
  summary: string;
  mark: string;
  /** The earlier story that goes on in this one. */
  goesOn: { words: string; headline: string; path: string } | undefined;
  /** The classes of its colour. */
  colour: string;
  papers: ListedPaper[];
  paperCount: number;
  /** Where all its papers are. */
  path: string;
}

/** The papers of one field that are in no story. */
export interface ShownField {
  anchor: string;
  name: string;
  papers: ListedPaper[];
  paperCount: number;
  path: string;
}

export interface EditionView {
  day: Day;
  latest: boolean;
  sample: boolean;
  /** All that were read, withdrawn ones too. */
  paperCount: number;
  withdrawn: number;
  completeness: string;
  previous: Day | undefined;
  next: Day | undefined;
  picks: { paper: ListedPaper; why: string }[];
  stories: ShownStory[];
  /** The stories that there is no room to tell. */
  named: Pick<ShownStory, 'headline' | 'path' | 'paperCount'>[];
  fields: ShownField[];
  dots: Dot[];
}

export function editionPath(day: Day): string {
  return `/editions/${day}`;
}

/** What the page of an edition says of itself. */
export function editionHead({ day, latest, stories, paperCount }: EditionView, siteName: string): PageHead {
  const headlines = stories.slice(0, 3).map(({ headline }) => headline);
  return {
    title: latest ? siteName : spelledDays([day]),
    description: [
      `${paperCount > 0 ? counted(paperCount, 'new paper') : 'No new paper'} of ${spelledDays([day])}`,
      ...headlines,
    ].join('. '),
    path: latest ? '/' : editionPath(day),
    feeds: '',
    forms: false,
  };
}

/** The page of an edition: stories first, then papers by field. */
export function editionBody(view: EditionView) {
  return (
    <>
      <Top {...view} />
      <div class="columns">
        {view.dots.length > 0 && <Overview {...view} />}
        <div class="reading">
          {view.paperCount === 0 && <Quiet previous={view.previous} />}
          {view.picks.length > 0 && (
            <section class="field" id="picks">
              <h2>The editor’s picks</h2>
              {view.picks.map(({ paper, why }) => (
                <PaperCard {...paper} field why={why} />
              ))}
            </section>
          )}
          {view.stories.map((story) => (
            <Story {...story} />
          ))}
          {view.named.length > 0 && <MoreStories {...view} />}
          {view.fields
            .filter(({ papers }) => papers.length > 0)
            .map((field) => (
              <Field {...field} />
            ))}
          {view.paperCount > 0 && <DayNav {...view} label="Earlier and later editions" />}
        </div>
        <aside>
          <SubscribeBox />
        </aside>
      </div>
    </>
  );
}

/** Said on a day on which nothing was announced. */
function Quiet({ previous }: Pick<EditionView, 'previous'>) {
  return (
    <p class="lead">
      No new paper came on this day; arXiv, for one, announces none at weekends and on holidays.
      {previous !== undefined && (
        <>
          {' '}
          <a href={editionPath(previous)}>Read {spelledDays([previous])}</a>.
        </>
      )}
    </p>
  );
}

function Top(view: EditionView) {
  const { day, sample, paperCount, withdrawn, completeness } = view;
  const stories = view.stories.length + view.named.length;
  const told = stories > 0 ? ` and ${counted(stories, 'story', 'stories')}` : '';
  return (
    <header class="top">
      {view.latest && (
        <p class="back">
          Every new paper, read once a day and told in stories.{' '}
          <a href="/subscribe">Get the few that matter to you</a>.
        </p>
      )}
      <h1>{spelledDays([day])}</h1>
      <p class="soft">
        {paperCount > 0 ? counted(paperCount, 'paper') : 'No papers'}
        {withdrawn > 0 && ` (${withdrawn.toLocaleString('en')} withdrawn)`}
        {told}. {completeness}
      </p>
      {sample && <p class="note">This is the sample that ships with the project, not today’s papers.</p>}
      <DayNav {...view} label="Editions" />
    </header>
  );
}

function DayNav({ previous, next, label }: Pick<EditionView, 'previous' | 'next'> & { label: string }) {
  return (
    <nav class="days" aria-label={label}>
      {previous !== undefined && (
        <a rel="prev" href={editionPath(previous)}>
          ← {spelledDays([previous])}
        </a>
      )}
      {next !== undefined && (
        <a rel="next" href={editionPath(next)}>
          {spelledDays([next])} →
        </a>
      )}
      <a href="/editions">All editions</a>
    </nav>
  );
}

/** Fewer papers make no picture. */
const LEAST_DOTS = 3;

function Overview({ dots, stories, named, fields }: EditionView) {
  return (
    <figure class="overview">
      {dots.length >= LEAST_DOTS && <Picture dots={dots} />}
      <figcaption>
        {dots.length >= LEAST_DOTS && (
          <p class="soft">
            Papers near each other are about the same.
            {stories.length > 0 &&
              ` The coloured ones make up ${named.length > 0 ? 'these' : 'the'} stories.`}
          </p>
        )}
        <ul>
          {stories.map(({ anchor, headline, colour, paperCount }) => (
            <li>
              <span class={`dot ${colour}`} />
              <a href={`#${anchor}`}>{headline}</a> <span class="soft">{paperCount}</span>
            </li>
          ))}
          {named.length > 0 && (
            <li class="of-field">
              <a href="#more">More stories</a> <span class="soft">{named.length}</span>
            </li>
          )}
          {fields.map(({ anchor, name, papers, path, paperCount }) => (
            <li class="of-field">
              <a href={papers.length > 0 ? `#${anchor}` : path}>{name}</a>{' '}
              <span class="soft">{paperCount}</span>
            </li>
          ))}
        </ul>
      </figcaption>
    </figure>
  );
}

/**
 * The box to get it by mail: takes an address, and leads to the form, which has the rest; nothing is mailed before that.
 * @param topic what the form is to be filled in with: a category's code, or a phrase
 */
export function SubscribeBox({ topic }: { topic?: { category: string } | { phrases: string } }) {
  return (
    <section class="box">
      <h2>Your own digest, by mail</h2>
      <p>
        Only the papers that matter to you, each with the reason why. No tracking, and gone with one click.
      </p>
      <form method="post" action="/subscribe">
        {Object.entries(topic ?? {}).map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
        <input
          name="address"
          type="email"
          autocomplete="email"
          maxlength={254}
          placeholder="name@example.org"
          aria-label="Your email address"
        />
        <button type="submit" name="do" value="begin">
          {topic ? 'Get this by mail' : 'Choose your topics'}
        </button>
      </form>
    </section>
  );
}
