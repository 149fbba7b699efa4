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
import { paperPath, shownTitle } from '../../../templates/pages/shown-paper.js';
import { goesOnWords, MARK, shown } from '../../../templates/paper-words.js';
import { storyColours } from '../../../templates/theme.js';
import { grouped } from './grouped.js';
import type { BoundEdition, Voices } from './library.js';
import { Listing, roomFor } from './listing.js';

const PER_STORY = 6;
/** So many stories are told on the page; of more, the rest are named. A colour and a ring of each colour. */
const MOST_TOLD = 2 * storyColours.light.length;
/** Stories take this share of the page at most where there are papers beside them. */
const STORIES_SHARE = 0.65;

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
  return papers.toSorted((a, b) => heat(b, readers) - heat(a, readers));
}

function heat(paper: EditionPaper | undefined, readers: Voices['readers']): number {
  return paper ? (paper.signals.upvotes ?? 0) + 3 * (readers.get(paper.id) ?? 0) : 0;
}

/** The stories that the page tells: all, or of many those that most is made of, in the edition's own order. */
export function toldStories({ header, papers, at }: BoundEdition, { readers }: Voices): Story[] {
  if (header.stories.length <= MOST_TOLD) return header.stories;
  const made = (story: Story) =>
    story.paperIds.reduce((sum, id) => sum + heat(papers[at.get(id) ?? -1], readers), 0);
  const most = new Set(header.stories.toSorted((a, b) => made(b) - made(a)).slice(0, MOST_TOLD));
  return header.stories.filter((story) => most.has(story));
}

/** Lays out the page of an edition: what is listed where, which abstracts can be opened, and the picture. */
export function editionView(
  edition: BoundEdition,
  voices: Voices,
  place: Pick<EditionView, 'latest' | 'previous' | 'next'>,
): EditionView {
  const { header, papers, at, storyOf } = edition;
  const standing = (ids: Iterable<PaperId>) => [...ids].flatMap((id) => papers[at.get(id) ?? -1] ?? []);
  const present = papers.filter(({ withdrawn }) => !withdrawn);
  const outside = trending(
    present.filter(({ id }) => !storyOf.has(id) && !voices.picks.has(id)),
    voices,
  );
  const told = toldStories(edition, voices);
  const named = header.stories.filter((story) => !told.includes(story));
  const list = new Listing(voices.readers, roomFor(edition, told, named));
  const picks = standing(voices.picks.keys()).flatMap((paper) => {
    const listed = list.add(paper);
    return listed ? [{ paper: listed, why: voices.picks.get(paper.id) ?? '' }] : [];
  });
  list.holdBack(outside.length > 0 ? 1 - STORIES_SHARE : 0);
  const members = (story: Story) => standing(story.paperIds).filter(({ withdrawn }) => !withdrawn);
  const listed = listInTurn(
    told.map((story) =>
      members(story)
        .filter(({ id }) => !list.has(id))
        .slice(0, PER_STORY),
    ),
    list,
  );
  const stories = told.map((story, number) => ({
    ...showStory(header.day, story, number),
    papers: listed[number] ?? [],
    paperCount: members(story).length,
  }));
  list.holdBack(0);
  const fields = showFields(header.day, outside, list);
  list.openAbstracts([
    ...picks.map(({ paper }) => paper),
    ...[...stories, ...fields].flatMap((part) => part.papers),
  ]);
  return {
    ...place,
    day: header.day,
    sample: header.sample,
    paperCount: papers.length,
    withdrawn: papers.length - present.length,
    completeness: completenessLine([header]),
    picks,
    stories,
    named: named.map((story) => ({
      headline: shown(story.headline, 200),
      path: `${editionPath(header.day)}/${nameOf(story.id)}`,
      paperCount: members(story).length,
    })),
    fields,
    dots: dotsOf(edition, told, list),
  };
}

function showStory(day: string, story: Story, number: number): Omit<ShownStory, 'papers' | 'paperCount'> {
  const name = nameOf(story.id);
  return {
    anchor: name,
    headline: shown(story.headline, 200),
    summary: shown(story.summary.text, 900),
    mark: MARK[story.summary.method],
    goesOn: goesOn(story),
    colour: colourOf(number),
    path: `${editionPath(day)}/${name}`,
  };
}

/** The classes of a story's colour: when the colours are used up they come again, as rings. */
function colourOf(number: number): string {
  const colours = storyColours.light.length;
  return `c${number % colours}${number < colours ? '' : ' ring'}`;
}

/** A story's number in its edition, `s1`. */
function nameOf(storyId: string): string {
  return storyId.slice(storyId.lastIndexOf('.') + 1);
}

function goesOn({ continues }: Story): ShownStory['goesOn'] {
  if (continues === undefined) return undefined;
  const { day, storyId, headline } = continues;
  const path = `${editionPath(day)}/${nameOf(storyId)}`;
  return { words: goesOnWords({ continues }), headline: shown(headline, 200), path };
}

/** What is listed of each group when each gets one paper after the other in turn, until the page is full. */
function listInTurn(groups: readonly (readonly EditionPaper[])[], list: Listing): ListedPaper[][] {
  const listed = groups.map((): ListedPaper[] => []);
  const longest = Math.max(0, ...groups.map((all) => all.length));
  for (let turn = 0; turn < longest && !list.full; turn++) {
    groups.forEach((all, number) => {
      const paper = all[turn];
      const added = paper && list.add(paper);
      if (added) listed[number]?.push(added);
    });
  }
  return listed;
}

/** The papers outside the stories by field, the largest first. */
function showFields(day: string, papers: readonly EditionPaper[], list: Listing): ShownField[] {
  const fields = [...grouped(papers, fieldOf)].toSorted(([, a], [, b]) => b.length - a.length);
  const listed = listInTurn(
    fields.map(([, all]) => all),
    list,
  );
  return fields.map(([field, all], number) => ({
    anchor: field,
    name: fieldName(field),
    papers: listed[number] ?? [],
    paperCount: all.length,
    path: `${editionPath(day)}/${encodeURIComponent(field)}`,
  }));
}

function dotsOf(edition: BoundEdition, told: readonly Story[], list: Listing): Dot[] {
  const numbers = new Map(told.map(({ id }, number) => [id, number]));
  const places = edition.places();
  return edition.papers.flatMap((paper, at) => {
    const place = places[at];
    if (!place || paper.withdrawn) return [];
    const story = edition.storyOf.get(paper.id);
    const number = story && numbers.get(story.id);
    const colour = number === undefined ? undefined : colourOf(number);
    return [
      { ...place, title: shownTitle(paper), path: paperPath(paper.id), colour, linked: list.has(paper.id) },
    ];
  });
}
