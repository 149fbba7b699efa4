import { dropOldest, remembering } from '../once.js';
import { nameKey, plainText } from './names.js';
import type { PreparedEdition } from './prepare.js';

/** Muted words kept per edition with where they occur; beyond it the oldest goes. */
const MOST_WORDS = 2_000;

/** The papers, by number, that have a muted word in title or abstract. */
export function mutedPapers(edition: PreparedEdition, word: string): Int32Array {
  const known = edition.muted.get(word);
  if (known) return known;
  const plain = plainText(word);
  const { lines } = edition.texts;
  const found = Int32Array.from(lines.keys()).filter((at) => plain.trim() && lines[at]?.includes(plain));
  edition.muted.set(word, found);
  dropOldest(edition.muted, MOST_WORDS);
  return found;
}

const NAMES_KEPT = 2_000;
const keyOf = remembering(NAMES_KEPT, nameKey);

/** The papers by followed authors, and by whom each is. */
export function followedPapers(edition: PreparedEdition, names: readonly string[]): Map<number, string> {
  const followed = new Map<number, string>();
  for (const name of names) {
    for (const at of edition.byAuthor().get(keyOf(name)) ?? []) followed.set(at, name);
  }
  return followed;
}
