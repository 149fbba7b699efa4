import { setTimeout as sleep } from 'node:timers/promises';
import type { Edition } from '../../../shared/domain/edition.js';
import { logFailure } from '../../../shared/log.js';
import { type PreparedEdition, prepareEdition } from '../../../shared/matching/prepare.js';
import type { EditionHeader, EditionStore } from '../../../shared/stores/editions.js';

/** An edition with its papers, ready to be matched. */
export interface EditionOnDesk {
  edition: Edition;
  prepared: PreparedEdition;
}

/** A week, and the day that comes. */
const EDITIONS_KEPT = 8;
const BETWEEN_MS = 50;

/** What a warm worker keeps of editions for matching on the web: without the mail's cards, which deliver's shelf has. */
export class Desk {
  readonly #editions = new Map<string, Promise<EditionOnDesk>>();

  #mean: { key: string; value: Promise<Float32Array | undefined> } | undefined;

  constructor(private readonly editions: EditionStore) {}

  /** The edition that `header` names. */
  edition(header: EditionHeader): Promise<EditionOnDesk> {
    const key = keyOf(header);
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

  /**
   * Gets the editions ready one after the other, for the preview that a reader may ask for next; requests come in
   * between. Never throws: a preview that finds an edition missing reads it itself.
   */
  async warm(headers: readonly EditionHeader[]): Promise<void> {
    for (const header of headers) {
      await sleep(BETWEEN_MS);
      try {
        await this.edition(header);
      } catch (error) {
        logFailure('web.warm', error);
      }
    }
  }

  /** What all papers of the edition have in common: the mean of their vectors; `undefined` without papers. */
  mean(header: EditionHeader): Promise<Float32Array | undefined> {
    const key = keyOf(header);
    if (this.#mean?.key !== key) {
      const value = this.editions.vectors(header).then(meanOf);
      this.#mean = { key, value };
      value.catch(() => {
        this.#mean = undefined;
      });
    }
    return this.#mean.value;
  }

  async #read(header: EditionHeader): Promise<EditionOnDesk> {
    const [edition, vectors] = await Promise.all([
      this.editions.edition(header),
      this.editions.vectors(header),
    ]);
    return { edition, prepared: prepareEdition(edition, vectors) };
  }
}

const keyOf = ({ day, build }: EditionHeader) => `${day}#${build}`;

function meanOf(vectors: readonly Float32Array[]): Float32Array | undefined {
  const [first] = vectors;
  if (!first) return undefined;
  const mean = new Float32Array(first.length);
  for (const vector of vectors) {
    for (let at = 0; at < mean.length; at++) mean[at] = (mean[at] ?? 0) + (vector[at] ?? 0) / vectors.length;
  }
  return mean;
}
