import type { EditionPaper, Story } from '../../../shared/domain/edition.js';
import type { PaperId } from '../../../shared/domain/paper.js';
import type { ListedPaper } from '../../../templates/pages/edition.js';
import { type ShownPaper, showPaper } from '../../../templates/pages/shown-paper.js';
import { style } from '../../../templates/pages/style.js';
import type { BoundEdition } from './library.js';

/** What the page of an edition may weigh with its stylesheet, below the 100 KB that it promises. */
const PAGE_BYTES = 98_000;
/** What the markup takes, measured on real pages: of the page itself, and of each part of it. */
const MARKUP = { page: 5_000, story: 420, named: 90, field: 260, paper: 380, dot: 10, details: 30 };
/** However short they are: nobody reads more in one go. */
const MOST_LISTED = 80;

/** How many bytes the page of an edition has for its papers. @param told the stories with their summaries @param named those by their headlines alone */
export function roomFor(
  { papers, storyOf }: BoundEdition,
  told: readonly Story[],
  named: readonly Story[],
): number {
  const stories =
    told.reduce(
      (sum, story) => sum + MARKUP.story + bytes(story.headline) * 2 + bytes(story.summary.text),
      0,
    ) + named.reduce((sum, { headline }) => sum + MARKUP.named + bytes(headline), 0);
  const outside = papers.filter(({ id }) => !storyOf.has(id));
  const fields = new Set(outside.map(({ categories }) => categories[0])).size * MARKUP.field;
  return PAGE_BYTES - bytes(style) - MARKUP.page - stories - fields - papers.length * MARKUP.dot;
}

/** The papers on one page, each once, as many as there is room for. */
export class Listing {
  readonly #ids = new Set<PaperId>();
  readonly #whole: number;
  #heldBack = 0;
  #full = false;

  constructor(
    private readonly readers: ReadonlyMap<PaperId, number>,
    private room: number,
  ) {
    this.#whole = room;
  }

  has(id: PaperId): boolean {
    return this.#ids.has(id);
  }

  /** True once a paper found no room. */
  get full(): boolean {
    return this.#full;
  }

  /** Keeps a share of the whole room free for what comes later. */
  holdBack(share: number): void {
    this.#heldBack = share * this.#whole;
    this.#full = false;
  }

  /** Lists a paper, or returns `undefined` when it is listed already or there is no room. */
  add(paper: EditionPaper): ListedPaper | undefined {
    if (this.#full || this.#ids.size >= MOST_LISTED || this.#ids.has(paper.id)) return undefined;
    const listed = { paper: showPaper(paper, this.readers.get(paper.id)), abstract: false };
    const cost = weight(listed.paper);
    this.#full = cost > this.room - this.#heldBack;
    if (this.#full) return undefined;
    this.room -= cost;
    this.#ids.add(paper.id);
    return listed;
  }

  /** Lets abstracts be opened in place, from the first paper on, with the room that is left. */
  openAbstracts(inOrder: readonly ListedPaper[]): void {
    for (const listed of inOrder) {
      this.room -= bytes(listed.paper.abstract) + MARKUP.details;
      if (this.room < 0) return;
      listed.abstract = true;
    }
  }
}

/** What a paper takes on the page: its title stands there twice, its path four times. */
function weight({ title, path, authors, summary, signals, links }: ShownPaper): number {
  const texts = [
    title,
    title,
    path,
    path,
    path,
    path,
    authors,
    summary,
    signals,
    ...links.map(({ url }) => url),
  ];
  return MARKUP.paper + bytes(texts.join(''));
}

/** Escaping makes some characters longer, most of all quotes. */
function bytes(text: string): number {
  return Buffer.byteLength(text) + 5 * (text.match(/[&<>"']/g)?.length ?? 0);
}
