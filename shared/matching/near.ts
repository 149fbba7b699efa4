import type { Interest } from './interests.js';
import { nameKey, plainText } from './names.js';
import type { PreparedEdition } from './prepare.js';
import type { Reader } from './reader.js';
import { makeRoom } from './relevance.js';

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
  const { sheet, marks, hidden, hottest } = edition;
  const muted = mutedWords.map((word) => papersWith(edition, word));
  sheet.count = 0;
  marks.wipe();
  const list = (at: number): void => {
    if (marks.on(at) >= 0 || hidden[at] === 1) return;
    for (const papers of muted) if (papers[at] === 1) return;
    marks.put(at, sheet.count);
    sheet.papers[sheet.count++] = at;
  };
  if (depth === undefined) {
    for (let at = 0; at < edition.papers.length; at++) list(at);
    return;
  }
  for (const { topic, votes } of interests) {
    if (topic) listFirst(topic.relevance.best, depth, list);
    if (votes) {
      const { papers, scores, deviation } = votes.found;
      for (let nth = 0; nth < papers.length; nth++) {
        if ((scores[nth] as number) > deviation) list(papers[nth] as number);
      }
    }
  }
  for (const at of followed.keys()) list(at);
  listFirst(hottest, hottest.length, list);
}

function listFirst(papers: Int32Array, most: number, list: (at: number) => void): void {
  const end = Math.min(most, papers.length);
  for (let nth = 0; nth < end; nth++) list(papers[nth] as number);
}

function papersWith(edition: PreparedEdition, word: string): Uint8Array {
  const known = edition.muted.get(word);
  if (known) return known;
  const plain = plainText(word);
  const found = Uint8Array.from(edition.plainTexts, (text) => (plain.trim() && text.includes(plain) ? 1 : 0));
  edition.muted.set(word, found);
  makeRoom(edition.muted, MOST_WORDS);
  return found;
}

/** The papers by followed authors, and by whom each is. */
export function followedPapers(edition: PreparedEdition, names: readonly string[]): Map<number, string> {
  const followed = new Map<number, string>();
  for (const name of names) {
    for (const at of edition.byAuthor.get(nameKey(name)) ?? []) followed.set(at, name);
  }
  return followed;
}
