import { dropOldest } from '../once.js';
import type { Interest } from './interests.js';
import { nameKey, plainText } from './names.js';
import type { PreparedEdition } from './prepare.js';
import type { Reader } from './reader.js';

/** Muted words kept per edition with where they occur; beyond it the oldest goes. */
const MOST_WORDS = 2_000;

/**
 * Lists on the edition's sheet the papers that a topic, votes, a followed author or the readers elsewhere speak for,
 * each marked with its place there. Withdrawn papers, and papers with a muted word, are left out.
 * @param depth as of `readEdition`
 */
export function listPapers(
  edition: PreparedEdition,
  interests: readonly Interest[],
  followed: ReadonlyMap<number, string>,
  mutedWords: Reader['mutedWords'],
  depth: number | undefined,
): void {
  const muted = mutedWords.map((word) => papersWith(edition, word));
  edition.sheet.count = 0;
  edition.marks.wipe();
  if (depth === undefined) {
    for (let at = 0; at < edition.papers.length; at++) list(edition, muted, at);
    return;
  }
  for (const { topic, votes } of interests) {
    if (topic) listFirst(edition, muted, topic.relevance.best, depth);
    for (let nth = 0; nth < (votes?.found.papers.length ?? 0); nth++) {
      const stands = (votes?.found.scores[nth] as number) > (votes?.found.deviation as number);
      if (stands) list(edition, muted, votes?.found.papers[nth] as number);
    }
  }
  for (const at of followed.keys()) list(edition, muted, at);
  listFirst(edition, muted, edition.hottest, edition.hottest.length);
}

function listFirst(
  edition: PreparedEdition,
  muted: readonly Uint8Array[],
  papers: Int32Array,
  most: number,
): void {
  const end = Math.min(most, papers.length);
  for (let nth = 0; nth < end; nth++) list(edition, muted, papers[nth] as number);
}

function list({ sheet, marks, hidden }: PreparedEdition, muted: readonly Uint8Array[], at: number): void {
  if (marks.on(at) >= 0 || hidden[at] === 1) return;
  for (const papers of muted) if (papers[at] === 1) return;
  marks.put(at, sheet.count);
  sheet.papers[sheet.count++] = at;
}

function papersWith(edition: PreparedEdition, word: string): Uint8Array {
  const known = edition.muted.get(word);
  if (known) return known;
  const plain = plainText(word);
  const found = Uint8Array.from(edition.texts.lines, (text) =>
    plain.trim() && text.includes(plain) ? 1 : 0,
  );
  edition.muted.set(word, found);
  dropOldest(edition.muted, MOST_WORDS);
  return found;
}

/** The papers by followed authors, and by whom each is. */
export function followedPapers(edition: PreparedEdition, names: readonly string[]): Map<number, string> {
  const followed = new Map<number, string>();
  for (const name of names) {
    for (const at of edition.byAuthor().get(nameKey(name)) ?? []) followed.set(at, name);
  }
  return followed;
}
