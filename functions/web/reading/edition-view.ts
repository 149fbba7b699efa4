import { categoryName } from '../../../shared/domain/category.js';
import type { EditionPaper, Story } from '../../../shared/domain/edition.js';
import type { PaperId } from '../../../shared/domain/paper.js';
import { completenessLine } from '../../../templates/completeness.js';
import {
  type EditionView,
  editionPath,
  type ListedPaper,
  type ShownField,
  type ShownStory,
} from '../../../templates/pages/edition.js';
import type { Dot } from '../../../templates/pages/picture.js';
import { paperPath, shownTitle, showPaper } from '../../../templates/pages/shown-paper.js';
import { MARK, shown } from '../../../templates/paper-words.js';
import { storyColours } from '../../../templates/theme.js';
import type { BoundEdition, Voices } from './library.js';

/** A page lists so many papers at most, each once; the rest are a click away. */
const MOST_LISTED = 72;
const PER_STORY = 6;
/** Stories take this share of the page at most where there are papers beside them. */
const STORIES_SHARE = 0.6;

/** What the page may weigh, stylesheet included, and what of it a paper takes without its abstract. */
const PAGE_BYTES = 92_000;
const FRAME_BYTES = 22_000;
const PAPER_BYTES = 1_150;
const DETAILS_BYTES = 70;

/** Where papers without a category stand. */
const NO_FIELD = 'other';

/** The field that a paper is listed under. */
export function fieldOf(paper: Pick<EditionPaper, 'categories'>): string {
  return paper.categories[0] ?? NO_FIELD;
}

export function fieldName(field: string): string {
  return field === NO_FIELD ? 'Other papers' : categoryName(field);
}

/** Most made of first: a reader here counts for as much as three votes elsewhere. */
export function trending(papers: readonly EditionPaper[], { readers }: Voices): EditionPaper[] {
  const heat = (paper: EditionPaper) => (paper.signals.upvotes ?? 0) + 3 * (readers.get(paper.id) ?? 0);
  return papers.toSorted((a, b) => heat(b) - heat(a));
}

/** Lays out the page of an edition: what is listed where, which abstracts can be opened, and the picture. */
export function editionView(
  edition: BoundEdition,
  voices: Voices,
  place: Pick<EditionView, 'latest' | 'previous' | 'next'>,
): EditionView {
  const { header, at } = edition;
  const papers = edition.papers.filter(({ withdrawn }) => !withdrawn);
  const list = new Listing(voices);
  const picks = [...voices.picks].flatMap(([id, why]) => {
    const paper = edition.papers[at.get(id) ?? -1];
    return paper ? [{ paper: list.add(paper), why }] : [];
  });
  const stories = header.stories.map((story, number) => {
    const room = Math.max(
      1,
      Math.min(PER_STORY, Math.floor(MOST_LISTED * STORIES_SHARE) - list.listed.length),
    );
    const told = story.paperIds.flatMap((id) => edition.papers[at.get(id) ?? -1] ?? []);
    const shownPapers = told.filter((paper) => !list.has(paper.id)).slice(0, room);
    return showStory(
      header.day,
      story,
      number,
      shownPapers.map((paper) => list.add(paper)),
    );
  });
  const outside = papers.filter(({ id }) => !edition.storyOf.has(id) && !list.has(id));
  const fields = showFields(header.day, trending(outside, voices), list);
  list.openAbstracts();
  return {
    ...place,
    day: header.day,
    sample: header.sample,
    paperCount: papers.length,
    completeness: completenessLine([header]),
    picks,
    stories,
    fields,
    dots: dotsOf(edition, list),
  };
}

/** The papers on one page, in reading order, each once. */
class Listing {
  readonly listed: { id: PaperId; listed: ListedPaper }[] = [];
  readonly #ids = new Set<PaperId>();

  constructor(private readonly voices: Voices) {}

  has(id: PaperId): boolean {
    return this.#ids.has(id);
  }

  add(paper: EditionPaper): ListedPaper {
    const listed = { paper: showPaper(paper, this.voices.readers.get(paper.id)), abstract: false };
    this.#ids.add(paper.id);
    this.listed.push({ id: paper.id, listed });
    return listed;
  }

  /** Lets abstracts be opened in place, from the first paper on, as long as the page stays light. */
  openAbstracts(): void {
    let room = PAGE_BYTES - FRAME_BYTES - PAPER_BYTES * this.listed.length;
    for (const { listed } of this.listed) {
      room -= Buffer.byteLength(listed.paper.abstract) + DETAILS_BYTES;
      if (room < 0) break;
      listed.abstract = true;
    }
  }
}

function showStory(day: string, story: Story, number: number, papers: ListedPaper[]): ShownStory {
  const name = story.id.slice(story.id.lastIndexOf('.') + 1);
  return {
    anchor: name,
    headline: shown(story.headline, 200),
    summary: shown(story.summary.text, 900),
    mark: MARK[story.summary.method],
    colour: number < storyColours.light.length ? number : undefined,
    papers,
    paperCount: story.paperIds.length,
    path: `${editionPath(day)}/${name}`,
  };
}

/** Every field gets one paper after the other in turn, the largest first, until the page is full. */
function showFields(day: string, papers: readonly EditionPaper[], list: Listing): ShownField[] {
  const byField = Map.groupBy(papers, fieldOf);
  const fields = [...byField].toSorted(([, a], [, b]) => b.length - a.length);
  const takes = new Map<string, number>();
  let room = MOST_LISTED - list.listed.length;
  for (let turn = 1; room > 0 && fields.some(([, { length }]) => length >= turn); turn++) {
    for (const [field, { length }] of fields) {
      if (length < turn || room === 0) continue;
      takes.set(field, turn);
      room--;
    }
  }
  return fields.map(([field, all]) => ({
    anchor: field,
    name: fieldName(field),
    papers: all.slice(0, takes.get(field) ?? 0).map((paper) => list.add(paper)),
    paperCount: all.length,
    path: `${editionPath(day)}/${field}`,
  }));
}

function dotsOf(edition: BoundEdition, list: Listing): Dot[] {
  const numbers = new Map(edition.header.stories.map(({ id }, number) => [id, number]));
  const places = edition.places();
  return edition.papers.flatMap((paper, at) => {
    const place = places[at];
    if (!place || paper.withdrawn) return [];
    const story = edition.storyOf.get(paper.id);
    const number = story && numbers.get(story.id);
    const colour = number !== undefined && number < storyColours.light.length ? number : undefined;
    return [
      { ...place, title: shownTitle(paper), path: paperPath(paper.id), colour, linked: list.has(paper.id) },
    ];
  });
}
