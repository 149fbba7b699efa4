import { once } from '../once.js';

/**
 * Title and abstract of each paper of an edition in lower case, words parted by single spaces: needed for muted words
 * only, and larger than all else that matching needs, so they are read when the first reader has some.
 */
export class PlainTexts {
  #lines: readonly string[] | undefined;
  /** Settles when the lines are there; a read that failed is tried again the next time. */
  readonly ready: () => Promise<void>;

  /** @param read brings the lines when they are asked for */
  constructor(read: () => Promise<readonly string[]>) {
    this.ready = once(async () => {
      this.#lines = await read();
    });
  }

  static of(lines: readonly string[]): PlainTexts {
    const texts = new PlainTexts(async () => lines);
    texts.#lines = lines;
    return texts;
  }

  /** Whether the lines are there. */
  get isReady(): boolean {
    return this.#lines !== undefined;
  }

  /** A line for each paper. @throws Error before they are ready */
  get lines(): readonly string[] {
    if (!this.#lines) throw new Error('muted words were looked for before the texts were read');
    return this.#lines;
  }
}

/** Brings what matching this reader needs beyond what is always there. To be awaited before a digest is chosen. */
export async function readyFor(
  { mutedWords }: { mutedWords: readonly string[] },
  editions: readonly { texts: PlainTexts }[],
): Promise<void> {
  if (mutedWords.length === 0 || editions.every(({ texts }) => texts.isReady)) return;
  await Promise.all(editions.map(({ texts }) => texts.ready()));
}
