import type { Edition } from '../../../shared/domain/edition.js';
import { type PreparedEdition, prepareEdition } from '../../../shared/matching/prepare.js';
import type { EditionHeader, EditionStore } from '../../../shared/stores/editions.js';

/** An edition with its papers, ready to be matched. */
export interface EditionOnDesk {
  edition: Edition;
  prepared: PreparedEdition;
}

/** A week, and the day that comes. */
const EDITIONS_KEPT = 8;

/** What a warm worker keeps of editions for matching on the web: without the mail's cards, which deliver's shelf has. */
export class Desk {
  readonly #editions = new Map<string, Promise<EditionOnDesk>>();

  constructor(private readonly editions: EditionStore) {}

  /** The edition that `header` names. */
  edition(header: EditionHeader): Promise<EditionOnDesk> {
    const key = `${header.day}#${header.build}`;
    const standing = this.#editions.get(key);
    if (standing) return standing;
    const reading = this.#read(header);
    this.#editions.set(key, reading);
    reading.catch(() => this.#editions.delete(key));
    for (const oldest of this.#editions.keys()) {
      if (this.#editions.size <= EDITIONS_KEPT) break;
      this.#editions.delete(oldest);
    }
    return reading;
  }

  async #read(header: EditionHeader): Promise<EditionOnDesk> {
    const [edition, vectors] = await Promise.all([
      this.editions.edition(header),
      this.editions.vectors(header),
    ]);
    return { edition, prepared: prepareEdition(edition, vectors) };
  }
}
