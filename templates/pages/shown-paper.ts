import { categoryName } from '../../shared/domain/category.js';
import type { EditionPaper } from '../../shared/domain/edition.js';
import type { PaperId } from '../../shared/domain/paper.js';
import { authorsLine, counted, type Link, linksOf, MARK, shown, signalsLine } from '../paper-words.js';

/** The most UTF-16 units that a field of a page keeps; the rest is at the source. */
const LENGTH = { title: 300, summary: 700, abstract: 4_000 };

/** A paper as pages show it: plain text with TeX as Unicode, links that may be followed. */
export interface ShownPaper {
  path: string;
  title: string;
  authors: string;
  /** Empty where there is none but the title. */
  summary: string;
  /** How the summary was made. */
  mark: string;
  abstract: string;
  field: { name: string; path: string } | undefined;
  /** What readers here and elsewhere made of it. */
  signals: string;
  links: Link[];
}

/** The page of a paper. Ids hold nothing that a path cannot. */
export function paperPath(id: PaperId): string {
  return `/papers/${id}`;
}

export function topicPath(category: string): string {
  return `/topics/${encodeURIComponent(category)}`;
}

/** @param readers how many want more like it; none where too few to be told */
export function showPaper(paper: EditionPaper, readers?: number): ShownPaper {
  const [category] = paper.categories;
  const title = shownTitle(paper);
  const abstract = shown(paper.abstract, LENGTH.abstract);
  const summary = shown(paper.tldr.text, LENGTH.summary);
  return {
    path: paperPath(paper.id),
    title,
    authors: authorsLine(paper.authors),
    // The last rung of summaries is the title, which stands above already.
    summary: summary === title ? '' : summary,
    mark: abstract === '' ? 'Without an abstract' : MARK[paper.tldr.method],
    abstract,
    field: category === undefined ? undefined : { name: categoryName(category), path: topicPath(category) },
    signals: [readers ? `${counted(readers, 'reader')} want more like it` : '', signalsLine(paper.signals)]
      .filter(Boolean)
      .join(' · '),
    links: linksOf(paper),
  };
}

export function shownTitle(paper: Pick<EditionPaper, 'title'>): string {
  return shown(paper.title, LENGTH.title) || 'Untitled';
}
