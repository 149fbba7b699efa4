import type { Edition } from '../../../shared/domain/edition.js';
import type { PreparedEdition } from '../../../shared/matching/prepare.js';
import { keptAt } from '../../../shared/once.js';
import type { EditionHeader, EditionStore } from '../../../shared/stores/editions.js';
import { readPrepared } from '../../../shared/stores/prepared.js';

/** A week, and the day that comes. */
const EDITIONS_KEPT = 8;

/** What a warm worker keeps of editions for matching on the web: without the mail's cards, which deliver's shelf has. */
export class Desk {
  readonly #prepared = new Map<string, Promise<PreparedEdition>>();
  readonly #whole = new Map<string, Promise<Edition>>();

  constructor(private readonly editions: EditionStore) {}

  /** The edition that `header` names, ready to be matched. */
  prepared(header: EditionHeader): Promise<PreparedEdition> {
    return keptAt(this.#prepared, keyOf(header), EDITIONS_KEPT, () => readPrepared(this.editions, header));
  }

  /** The edition that `header` names, with its papers. */
  whole(header: EditionHeader): Promise<Edition> {
    return keptAt(this.#whole, keyOf(header), EDITIONS_KEPT, () => this.editions.edition(header));
  }
}

const keyOf = ({ day, build }: EditionHeader) => `${day}#${build}`;
