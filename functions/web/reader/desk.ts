import { setTimeout as sleep } from 'node:timers/promises';
import type { Edition } from '../../../shared/domain/edition.js';
import { logFailure } from '../../../shared/log.js';
import type { PreparedEdition } from '../../../shared/matching/prepare.js';
import { keptAt } from '../../../shared/once.js';
import type { EditionHeader, EditionStore } from '../../../shared/stores/editions.js';
import { readPrepared } from '../../../shared/stores/prepared.js';

/** A week, and the day that comes. */
const EDITIONS_KEPT = 8;
const BETWEEN_MS = 50;

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

  /**
   * Gets the editions ready one after the other, for the preview that a reader may ask for next; requests come in
   * between. Never throws: a preview that finds an edition missing reads it itself.
   */
  async warm(headers: readonly EditionHeader[]): Promise<void> {
    for (const header of headers) {
      await sleep(BETWEEN_MS);
      try {
        await this.prepared(header);
      } catch (error) {
        logFailure('web.warm', error);
      }
    }
  }
}

const keyOf = ({ day, build }: EditionHeader) => `${day}#${build}`;
