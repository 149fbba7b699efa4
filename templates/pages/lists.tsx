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
  /** What stands for the title elsewhere: a category's code. */
  code?: string;
  /** A few words under the title. */
  intro: string;
  /** How those words were made. */
  mark?: string | undefined;
  /** What the list is a part of. */
  back?: { path: string; words: string };
  /** In reading order, under headings; that of a day leads to its edition. */
  days: { heading: string; path?: string; papers: ShownPaper[] }[];
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
          {list.back && (
            <p class="back">
              <a href={list.back.path}>← {list.back.words}</a>
            </p>
          )}
          <h1>
            {list.title}
            {list.code !== undefined && list.code !== list.title && <span class="soft"> {list.code}</span>}
          </h1>
          <p class="soft">
            {list.intro} {list.mark && <span class="mark">{list.mark}</span>}
          </p>
        </header>
        {list.days.map(({ heading, path, papers }) => (
          <section class="field">
            <h2>{path === undefined ? heading : <a href={path}>{heading}</a>}</h2>
            {papers.map((paper) => (
              <PaperCard paper={paper} abstract />
            ))}
          </section>
        ))}
        <Pages {...list} />
      </div>
      <aside>
        <SubscribeBox {...(list.code !== undefined && { topic: { category: list.code } })} />
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

/** Where one page of a list is. */
export function pathOf({ path, page }: Pick<PaperList, 'path' | 'page'>): string {
  return page === 1 ? path : `${path}?page=${page}`;
}

function Pages({ path, page, pages }: PaperList) {
  if (pages <= 1) return null;
  return (
    <nav class="days" aria-label="Pages">
      {page > 1 && <a href={pathOf({ path, page: page - 1 })}>← Previous page</a>}
      <span class="soft">{`Page ${page} of ${pages}`}</span>
      {page < pages && <a href={pathOf({ path, page: page + 1 })}>Next page →</a>}
    </nav>
  );
}

/** All of arXiv's categories in their groups, with how many papers of the last editions each has. */
export function topicsBody(counts: ReadonlyMap<string, number>) {
  return (
    <>
      <header class="top">
        <h1>Topics</h1>
        <p class="soft">
          {counts.size > 0
            ? 'Each with its papers of the last editions, and a feed.'
            : 'There is no edition yet; its topics will stand here.'}
        </p>
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

/** The last editions, newest first. @param older the day of the edition before them */
export function editionsBody(editions: readonly ListedEdition[], older: Day | undefined) {
  return (
    <div class="columns single">
      <div class="reading">
        <header class="top">
          <h1>Editions</h1>
          {editions.length === 0 && <p class="soft">There is none yet: the first one is on its way.</p>}
        </header>
        {editions.map(({ day, paperCount, headlines }) => (
          <section class="past">
            <h2>
              <a href={editionPath(day)}>{spelledDays([day])}</a>
            </h2>
            <p class="soft">{paperCount > 0 ? counted(paperCount, 'paper') : 'No papers'}</p>
            <ul>
              {headlines.map((headline) => (
                <li>{headline}</li>
              ))}
            </ul>
          </section>
        ))}
        {older !== undefined && (
          <p class="rest">
            <a href={editionPath(older)}>Older: {spelledDays([older])}</a>
          </p>
        )}
      </div>
      <aside>
        <SubscribeBox />
      </aside>
    </div>
  );
}
