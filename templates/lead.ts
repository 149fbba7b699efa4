import { subjectLineOf } from '../shared/mail/plain-message.js';
import { cleanText, cut } from '../shared/text/plain.js';
import type { Both } from './card.js';
import type { KeptBody } from './encoded.js';
import { encodeInBoth } from './frames.js';

/** The subject of a digest. */
export interface Subject {
  words: string;
  /** The header line. */
  line: string;
  /** As the bodies show it. */
  shown: Both<KeptBody>;
}

/** A subject in these words, plain text. */
export function subjectFrom(words: string): Subject {
  return { words, line: subjectLineOf(words), shown: encodeInBoth(cleanText(words)) };
}

/** So much of a title or headline stands in a subject. */
const LONGEST_LEAD = 80;

/**
 * A paper's title or a story's headline: what a subject begins with. It remembers the subjects that it began, as many
 * digests of an edition have the same paper first.
 */
export class Lead {
  /** By how many papers there are more: some fifty at the most. */
  readonly #subjects: (Subject | undefined)[] = [];

  /** @param words plain text */
  constructor(readonly words: string) {}

  /** The subject of a digest that begins with it and has so many more papers. */
  subject(more: number): Subject {
    const known = this.#subjects[more];
    if (known) return known;
    const short = cut(this.words, LONGEST_LEAD);
    const made = subjectFrom(more === 0 ? short : `${short}, and ${more} more paper${more === 1 ? '' : 's'}`);
    this.#subjects[more] = made;
    return made;
  }
}
