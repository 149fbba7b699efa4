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
  /** The share of a word's uses that end a phrase, 0 … 1; .5 for a word hardly seen. */
  endsPhrases(word: string): number;
  /** How the word is most often written inside a sentence, if it is seen there. */
  written(word: string): string | undefined;
}

/** Counts one more of `key`. */
function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

/** Reads the words of all papers of a day once, for {@link Lore}. */
export function learnLore(papers: readonly PaperWords[]): Lore {
  const inTitle = new Map<string, Set<string>>();
  const inAbstract = new Map<string, Set<string>>();
  const papersWith = new Map<string, number>();
  const uses = new Map<string, number>();
  const ends = new Map<string, number>();
  const spellings = new Map<string, Map<string, number>>();
  const read = (segment: string[], spelling: boolean): void => {
    segment.forEach((word, at) => {
      const form = baseForm(word);
      const next = segment[at + 1];
      count(uses, form);
      if (next === undefined || isEmptyWord(next)) count(ends, form);
      if (!spelling || at === 0) return;
      const ways = spellings.get(word.toLowerCase()) ?? new Map<string, number>();
      spellings.set(word.toLowerCase(), ways);
      count(ways, word);
    });
  };
  for (const { id, title, abstract } of papers) {
    const titleSegments = segmentsOf(withoutTex(title));
    const abstractSegments = segmentsOf(withoutTex(abstract));
    for (const segment of titleSegments) read(segment, false);
    for (const segment of abstractSegments) read(segment, true);
    inTitle.set(id, new Set(titleSegments.flat().map(baseForm)));
    inAbstract.set(id, new Set(abstractSegments.flat().map(baseForm)));
    for (const form of new Set([...(inTitle.get(id) ?? []), ...(inAbstract.get(id) ?? [])]))
      count(papersWith, form);
  }
  return {
    inTitle,
    inAbstract,
    rarity: (form) =>
      isEmptyWord(form) ? 0 : Math.log(papers.length / (papersWith.get(form) ?? 1)) / Math.log(papers.length),
    endsPhrases: (word) => {
      const seen = uses.get(baseForm(word)) ?? 0;
      return ((ends.get(baseForm(word)) ?? 0) + 1) / (seen + 2);
    },
    written: (word) => {
      const ways = [...(spellings.get(word.toLowerCase()) ?? [])];
      return ways.sort(([a, timesA], [b, timesB]) => timesB - timesA || (a < b ? -1 : 1))[0]?.[0];
    },
  };
}

/** Words as a sentence: each as the day's abstracts write it, the first with a capital unless it has one inside. */
export function sentenceCase(words: readonly string[], lore: Lore): string {
  const written = words.map((word) => {
    if (/\p{L}.*\p{Lu}|\p{N}/u.test(word)) return word;
    return lore.written(word) ?? word.toLowerCase();
  });
  const [first = '', ...rest] = written;
  const opening = /\p{Lu}/u.test(first) ? first : first.charAt(0).toUpperCase() + first.slice(1);
  return [opening, ...rest].join(' ');
}
