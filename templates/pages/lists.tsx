import { categoryGroups } from '../../shared/domain/category.js';
import type { Day } from '../../shared/domain/day.js';
import { spelledDays } from '../date.js';
import { counted } from '../paper-words.js';
import { editionPath, SubscribeBox } from './edition.js';
import { PaperCard } from './paper-card.js';
import { type ShownPaper, topicPath } from './shown-paper.js';

/** Papers under a heading, a page of them at a time. */
export interface PaperList {
  title: string;
  /** A few words under the title. */
  intro: string;
  /** In reading order, under the day of their edition. */
  days: { day: Day; papers: ShownPaper[] }[];
  /** Where the list is; its pages are told apart by `?page=`. */
  path: string;
  page: number;
  pages: number;
  /** Where it can be followed. */
  feeds?: string;
}

/** A list of papers: a topic's, a story's, a field's of one day. */
export function paperListBody(list: PaperList) {
  return (
    <div class="columns single">
      <div class="reading">
        <header class="top">
          <h1>{list.title}</h1>
          <p class="soft">{list.intro}</p>
        </header>
        {list.days.map(({ day, papers }) => (
          <section class="field">
            <h2>
              <a href={editionPath(day)}>{spelledDays([day])}</a>
            </h2>
            {papers.map((paper) => (
              <PaperCard paper={paper} abstract />
            ))}
          </section>
        ))}
        <Pages {...list} />
      </div>
      <aside>
        <SubscribeBox />
        {list.feeds && (
          <p class="soft">
            Follow in a reader: <a href={`${list.feeds}/feed.atom`}>Atom</a>{' '}
            <a href={`${list.feeds}/feed.json`}>JSON</a>
          </p>
        )}
      </aside>
    </div>
  );
}

function Pages({ path, page, pages }: PaperList) {
  if (pages <= 1) return null;
  return (
    <nav class="days" aria-label="Pages">
      {page > 1 && <a href={page === 2 ? path : `${path}?page=${page - 1}`}>← Newer</a>}
      <span class="soft">{`Page ${page} of ${pages}`}</span>
      {page < pages && <a href={`${path}?page=${page + 1}`}>Older →</a>}
    </nav>
  );
}

/** All of arXiv's categories in their groups, with how many papers of the last editions each has. */
export function topicsBody(counts: ReadonlyMap<string, number>) {
  return (
    <>
      <header class="top">
        <h1>Topics</h1>
        <p class="soft">Each with its papers of the last editions, and a feed.</p>
      </header>
      <div class="topics">
        {categoryGroups.map(({ name, categories }) => {
          const held = categories.filter(({ code }) => counts.has(code));
          return held.length === 0 ? null : (
            <section>
              <h2>{name}</h2>
              <ul>
                {held.map((category) => (
                  <li>
                    <a href={topicPath(category.code)}>{category.name}</a>{' '}
                    <span class="soft">{counts.get(category.code)?.toLocaleString('en')}</span>
                  </li>
                ))}
              </ul>
            </section>
          );
        })}
      </div>
    </>
  );
}

export interface ListedEdition {
  day: Day;
  paperCount: number;
  headlines: string[];
}

/** The editions that are kept, newest first. */
export function editionsBody(editions: readonly ListedEdition[]) {
  return (
    <div class="columns single">
      <div class="reading">
        <header class="top">
          <h1>Editions</h1>
        </header>
        {editions.map(({ day, paperCount, headlines }) => (
          <section class="past">
            <h2>
              <a href={editionPath(day)}>{spelledDays([day])}</a>
            </h2>
            <p class="soft">{counted(paperCount, 'paper')}</p>
            <ul>
              {headlines.map((headline) => (
                <li>{headline}</li>
              ))}
            </ul>
          </section>
        ))}
      </div>
      <aside>
        <SubscribeBox />
      </aside>
    </div>
  );
}
