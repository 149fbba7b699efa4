import { baseForm, isEmptyWord, withoutTex } from '../../../shared/terms/words.js';
import type { PaperWords } from '../clusters/cluster-papers.js';
import { type Lore, sentenceCase } from './lore.js';
import { segmentsOf } from './segments.js';

export { learnLore } from './lore.js';

/** The longest headline, in characters. */
const LONGEST = 70;
/** What a word in a headline costs; it earns its rarity times a power of the share of other members that have it. */
const WORD_COST = 0.1;
/** What a word costs that no other member has, or that says nothing. */
const STRANGER_COST = 0.2;
const SHARE_POWER = 0.7;
/** The least worth of a second stretch, to be joined to a first by "and". */
const LEAST_SECOND = 0.1;
/** Words a headline may hold between its ends. */
const JOINING = new Set(
  `a an and as at between by for from in into of on over the through to toward towards under using with
  without`.split(/\s+/),
);
/** Nouns of any title: they may stand in a headline, and earn it nothing. */
const COMMONPLACE = new Set(
  `advance analysis application assessment benchmark benchmarking case challenge comparison concept design
  development effect empirical evaluation evidence exploration framework impact implementation improvement insight
  integration investigation issue lesson measurement methodology note opportunity overview perspective practice
  problem property report review role solution strategy survey system technique technology theory toolkit tool
  tutorial understanding use view`.split(/\s+/),
);

/** A stretch of a title that could stand as a headline. */
interface Span {
  words: string[];
  worth: number;
  /** Base forms of its words of meaning. */
  forms: Set<string>;
}

/**
 * A headline for papers that belong together: the stretch of one of their titles that says most of what they share
 * and sets them apart from the other papers of the day, in sentence case; two stretches joined by "and" when one
 * says little. Plain text of at most 70 characters.
 * @param lore what `learnLore` made of all papers of the day
 * @param taken headlines of other stories of the day, not to be given again
 */
export function headline(
  members: readonly PaperWords[],
  lore: Lore,
  taken: ReadonlySet<string> = new Set(),
): string {
  const spans = members
    .flatMap((member, at) => spansOf(member, shareAmong(members.toSpliced(at, 1), lore), lore))
    .sort((a, b) => b.worth - a.worth || a.words.length - b.words.length);
  for (const best of spans) {
    const second = best.forms.size < 3 ? spans.find((span) => complements(span, best)) : undefined;
    const text = sentenceCase(second ? [...best.words, 'and', ...second.words] : best.words, lore);
    if (!taken.has(text)) return text;
  }
  return firstWords(members, lore);
}

function complements(span: Span, best: Span): boolean {
  const length = [...best.words, 'and', ...span.words].join(' ').length;
  const apart = [...span.forms].every((form) => !best.forms.has(form));
  return apart && span.worth >= LEAST_SECOND && length <= LONGEST && !joins(span) && !joins(best);
}

/** True when a span already joins two phrases by "and". */
function joins({ words }: Span): boolean {
  return words.includes('and');
}

/** The share of papers that have a word, 0 … 1: a title that has it counts whole, an abstract alone counts less. */
function shareAmong(papers: readonly PaperWords[], lore: Lore): (form: string) => number {
  const shares = new Map<string, number>();
  return (form) => {
    const known = shares.get(form);
    if (known !== undefined) return known;
    let sum = 0;
    for (const { id } of papers) {
      if (lore.inTitle.get(id)?.has(form)) sum += 1;
      else if (lore.inAbstract.get(id)?.has(form)) sum += 0.7;
    }
    const share = papers.length > 0 ? sum / papers.length : 0;
    shares.set(form, share);
    return share;
  };
}

/** Every stretch of a paper's title that could stand as a headline, with its worth to the other members. */
function spansOf(paper: PaperWords, share: (form: string) => number, lore: Lore): Span[] {
  const spans: Span[] = [];
  for (const segment of segmentsOf(withoutTex(paper.title))) {
    segment.forEach((first, from) => {
      if (!beginsWell(first, lore)) return;
      for (let to = from + 1; to <= segment.length; to++) {
        const words = segment.slice(from, to);
        const last = words.at(-1) ?? '';
        if (words.join(' ').length > LONGEST || !belongsInside(last)) break;
        if (endsWell(last, segment[to], lore)) spans.push(weighed(words, share, lore));
      }
    });
  }
  return spans.filter(({ forms }) => forms.size >= 2);
}

/** A headline does not begin with a word that only leads on ("understanding", "improves", "towards"). */
function beginsWell(word: string, lore: Lore): boolean {
  if (isEmptyWord(word) || !belongsInside(word)) return false;
  return !/(?:ing|s)$/.test(word) || lore.endsPhrases(word) > 0.2;
}

function belongsInside(word: string): boolean {
  const small = word.toLowerCase();
  return JOINING.has(small) || (!isEmptyWord(small) && /\p{L}{2}|\p{N}/u.test(word));
}

/** A stretch may end where a phrase ends, or after a word that mostly ends phrases. */
function endsWell(last: string, next: string | undefined, lore: Lore): boolean {
  if (isEmptyWord(last)) return false;
  return lore.endsPhrases(last) > (next === undefined || isEmptyWord(next) ? 0.3 : 0.6);
}

function weighed(words: string[], share: (form: string) => number, lore: Lore): Span {
  const forms = new Set<string>();
  let worth = 0;
  for (const word of words) {
    if (JOINING.has(word.toLowerCase())) continue;
    const form = baseForm(word);
    const earned =
      forms.has(form) || COMMONPLACE.has(form) ? 0 : lore.rarity(form) * share(form) ** SHARE_POWER;
    worth += earned > 0 ? earned - WORD_COST : -STRANGER_COST;
    forms.add(form);
  }
  return { words, worth, forms };
}

/** The beginning of the first title, cut at a word, when no stretch will do. */
function firstWords(members: readonly PaperWords[], lore: Lore): string {
  const words = segmentsOf(withoutTex(members[0]?.title ?? ''))[0] ?? [];
  const kept = words.filter((_, at) => words.slice(0, at + 1).join(' ').length <= LONGEST);
  return kept.length > 0 ? sentenceCase(kept, lore) : 'Related papers';
}
