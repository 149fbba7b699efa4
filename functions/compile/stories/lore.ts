import { baseForm, isEmptyWord, withoutTex } from '../../../shared/terms/words.js';
import type { PaperWords } from '../clusters/cluster-papers.js';
import { segmentsOf } from './segments.js';

/** What the day's papers teach about words: how rare, how written, and where in a phrase they stand. */
export interface Lore {
  /** The base forms in each paper's title, and in its abstract, by paper id. */
  inTitle: Map<string, Set<string>>;
  inAbstract: Map<string, Set<string>>;
  /** 0 for a word in every paper … 1 for one in a single paper. */
  rarity(form: string): number;
  /** The share of a word's uses that end a phrase, 0 … 1; .5 for a word never seen. */
  endsPhrases(word: string): number;
  /** How words in a row are most often written inside sentences of abstracts, where they are seen there. */
  written(words: string): string | undefined;
}

/** Counts by key. */
class Tally {
  private readonly counts = new Map<string, number>();

  add(key: string): void {
    this.counts.set(key, (this.counts.get(key) ?? 0) + 1);
  }

  of(key: string): number {
    return this.counts.get(key) ?? 0;
  }
}

/** How often each way of writing the same letters is seen. */
class Spellings {
  private readonly ways = new Map<string, Map<string, number>>();

  add(written: string): void {
    const key = written.toLowerCase();
    const ways = this.ways.get(key) ?? new Map<string, number>();
    ways.set(written, (ways.get(written) ?? 0) + 1);
    this.ways.set(key, ways);
  }

  /** The commonest way, if `words` is seen often enough to go by: one word once, two words three times. */
  commonest(words: string): string | undefined {
    const ways = [...(this.ways.get(words.toLowerCase()) ?? [])];
    const seen = ways.reduce((sum, [, times]) => sum + times, 0);
    if (seen < (words.includes(' ') ? 3 : 1)) return undefined;
    return ways.sort(([a, timesA], [b, timesB]) => timesB - timesA || (a < b ? 1 : -1))[0]?.[0];
  }
}

/** Reads the words of all papers of a day once. */
export function learnLore(papers: readonly PaperWords[]): Lore {
  const inTitle = new Map<string, Set<string>>();
  const inAbstract = new Map<string, Set<string>>();
  const [papersWith, uses, ends, spellings] = [new Tally(), new Tally(), new Tally(), new Spellings()];
  for (const { id, title, abstract } of papers) {
    const titleSegments = segmentsOf(withoutTex(title));
    const abstractSegments = segmentsOf(withoutTex(abstract));
    for (const segment of [...titleSegments, ...abstractSegments]) countPlaces(segment, uses, ends);
    for (const segment of abstractSegments) countSpellings(segment, spellings);
    const forms = [titleSegments, abstractSegments].map((of) => new Set(of.flat().map(baseForm)));
    inTitle.set(id, forms[0] ?? new Set());
    inAbstract.set(id, forms[1] ?? new Set());
    for (const form of new Set(forms.flatMap((of) => [...of]))) papersWith.add(form);
  }
  const most = Math.log(Math.max(2, papers.length));
  return {
    inTitle,
    inAbstract,
    rarity: (form) => (isEmptyWord(form) ? 0 : 1 - Math.log(Math.max(1, papersWith.of(form))) / most),
    endsPhrases: (word) => (ends.of(word.toLowerCase()) + 1) / (uses.of(word.toLowerCase()) + 2),
    written: (words) => spellings.commonest(words),
  };
}

/** Before one of these stands a verb and not the end of a phrase. */
const DETERMINER = /^(?:an?|the|its|their|our|this|these|those|each|how|what|that|whether|both|such)$/i;

function countPlaces(segment: string[], uses: Tally, ends: Tally): void {
  segment.forEach((word, at) => {
    const next = segment[at + 1];
    uses.add(word.toLowerCase());
    if (next === undefined || (isEmptyWord(next) && !DETERMINER.test(next))) ends.add(word.toLowerCase());
  });
}

/** The first word of a segment may owe its capital to its place, so it is left out. */
function countSpellings(segment: string[], spellings: Spellings): void {
  for (let at = 1; at < segment.length; at++) {
    spellings.add(segment[at] ?? '');
    if (at > 1) spellings.add(`${segment[at - 1]} ${segment[at]}`);
  }
}

/** One word of a title as a sentence would write it, by the company it keeps. */
function asWritten(words: readonly string[], at: number, lore: Lore): string {
  const word = words[at] ?? '';
  const after = at + 1 < words.length ? lore.written(`${word} ${words[at + 1]}`)?.split(' ')[0] : undefined;
  const before = at > 0 ? lore.written(`${words[at - 1]} ${word}`)?.split(' ')[1] : undefined;
  const seen = before ?? after ?? lore.written(word);
  if (seen) return seen;
  if (!word.includes('-')) return /\p{L}.*\p{Lu}|\p{N}/u.test(word) ? word : word.toLowerCase();
  const parts = word.split('-');
  return parts.map((_, part) => asWritten(parts, part, lore)).join('-');
}

/** Words as a sentence: each as the day's abstracts write it, the first with a capital unless it has one inside. */
export function sentenceCase(words: readonly string[], lore: Lore): string {
  const text = words.map((_, at) => asWritten(words, at, lore)).join(' ');
  const [first = ''] = text.split(' ');
  return /\p{Lu}/u.test(first) ? text : text.charAt(0).toUpperCase() + text.slice(1);
}
