import type { Day } from '../../../shared/domain/day.js';
import type { EditionPaper, Story } from '../../../shared/domain/edition.js';
import type { PaperId } from '../../../shared/domain/paper.js';
import { dropOldest, keptAt, keptFor } from '../../../shared/once.js';
import type { AcclaimStore } from '../../../shared/stores/acclaim.js';
import type { EditionHeader, EditionStore } from '../../../shared/stores/editions.js';
import type { PickStore } from '../../../shared/stores/picks.js';
import type { PackedVectors } from '../../../shared/vector-bytes.js';
import { type Place, placesOf } from './plane.js';

/** How many editions are searched, and how far back topics and neighbours go. */
export const EDITIONS_KEPT = 30;

/** New editions, votes and picks are seen so soon. */
const NEWS_MS = 60_000;

/** An edition as its pages are made of it. */
export interface BoundEdition {
  header: EditionHeader;
  papers: readonly EditionPaper[];
  vectors: PackedVectors;
  at: ReadonlyMap<PaperId, number>;
  storyOf: ReadonlyMap<PaperId, Story>;
  /** What a search by words looks through, in lower case: a text for each paper. */
  words: readonly string[];
  /** Where each paper is in the picture. */
  places(): readonly Place[];
}

/** What readers and the editor made of an edition's papers. */
export interface Voices {
  readers: ReadonlyMap<PaperId, number>;
  picks: ReadonlyMap<PaperId, string>;
}

/** What a warm worker keeps of the editions, so that each is read once and not for every request. */
export class Library {
  readonly #bound = new Map<string, Promise<BoundEdition>>();
  readonly #voices = new Map<Day, () => Promise<Voices>>();
  /** The last editions, newest first; the first one ever is seen at once. */
  readonly headers: () => Promise<EditionHeader[]>;

  constructor(private readonly ports: { editions: EditionStore; acclaim: AcclaimStore; picks: PickStore }) {
    const kept = keptFor(NEWS_MS, () => ports.editions.latest(EDITIONS_KEPT));
    this.headers = async () => {
      const headers = await kept();
      return headers.length > 0 ? headers : ports.editions.latest(EDITIONS_KEPT);
    };
  }

  /** The header of the edition of `day`, kept or older, or `undefined` where there is none. */
  async header(day: Day): Promise<EditionHeader | undefined> {
    const kept = (await this.headers()).find((header) => header.day === day);
    return kept ?? this.ports.editions.header(day);
  }

  /** The days before and after, where there are editions; of an edition no longer kept only the one before. */
  async beside(day: Day): Promise<{ previous: Day | undefined; next: Day | undefined }> {
    const days = (await this.headers()).map((header) => header.day);
    const at = days.indexOf(day);
    if (at >= 0 && at + 1 < days.length) return { previous: days[at + 1], next: days[at - 1] };
    const [, previous] = await this.ports.editions.latest(2, day);
    return { previous: previous?.day, next: days[at - 1] };
  }

  /** The edition that `header` names. */
  bound(header: EditionHeader): Promise<BoundEdition> {
    const key = `${header.day}#${header.build}`;
    return keptAt(this.#bound, key, EDITIONS_KEPT + 2, () => this.#bind(header));
  }

  /** The last editions, newest first. */
  async all(): Promise<BoundEdition[]> {
    return Promise.all((await this.headers()).map((header) => this.bound(header)));
  }

  /** What is made of the papers of `day`, as of a minute ago at most. */
  voices(day: Day): Promise<Voices> {
    const standing = this.#voices.get(day);
    if (standing) return standing();
    const ask = keptFor(NEWS_MS, async () => {
      const [readers, picks] = await Promise.all([this.ports.acclaim.read(day), this.ports.picks.read(day)]);
      return { readers, picks };
    });
    this.#voices.set(day, ask);
    dropOldest(this.#voices, EDITIONS_KEPT + 2);
    return ask();
  }

  async #bind(header: EditionHeader): Promise<BoundEdition> {
    const [{ papers, stories }, vectors] = await Promise.all([
      this.ports.editions.edition(header),
      this.ports.editions.packedVectors(header),
    ]);
    let places: readonly Place[] | undefined;
    return {
      header,
      papers,
      vectors,
      at: new Map(papers.map((paper, at) => [paper.id, at])),
      storyOf: new Map(stories.flatMap((story) => story.paperIds.map((id) => [id, story] as const))),
      words: papers.map(wordsOf),
      places: () => {
        places ??= placesOf(vectors);
        return places;
      },
    };
  }
}

function wordsOf({ title, authors, tldr, categories }: EditionPaper): string {
  return [title, tldr.text, ...authors, ...categories].join('\n').toLowerCase();
}
