import { baseForm, isEmptyWord, withoutTex } from '../../../shared/terms/words.js';
import type { PaperWords } from '../clusters/cluster-papers.js';
import { type Lore, learnLore, sentenceCase } from './lore.js';
import { segmentsOf } from './segments.js';

export { learnLore };

/** The longest headline, in characters. */
const LONGEST = 70;
/** What a word in a headline costs; it earns its rarity times the share of the other members that have it. */
const WORD_COST = 0.22;
/** Words a headline may hold between its ends. */
const JOINING = new Set(
  'a an and as at between by for from in into of on over the through to toward towards under using via with without'.split(
    ' ',
  ),
);

interface Span {
  words: string[];
  worth: number;
  /** Base forms of its words of meaning. */
  forms: Set<string>;
}

/**
 * A headline for papers that belong together: the stretch of one of their titles that says most of what they share
 * and sets them apart from the other papers of the day, in sentence case; two stretches joined by "and" when one
 * says too little. Plain text of at most 70 characters.
 * @param lore what {@link learnLore} made of all papers of the day
 */
export function headline(members: readonly PaperWords[], lore: Lore): string {
  const spans = members.flatMap((member, at) =>
    spansOf(
      member,
      members.filter((_, other) => other !== at),
      lore,
    ),
  );
  spans.sort((a, b) => b.worth - a.worth || a.words.length - b.words.length);
  const [best] = spans;
  if (!best) return fallback(members, lore);
  const second = best.forms.size < 3 ? spans.find((span) => complements(span, best)) : undefined;
  const words = second ? [...best.words, 'and', ...second.words] : best.words;
  return sentenceCase(words, lore);
}

function complements(span: Span, best: Span): boolean {
  const length = [...best.words, 'and', ...span.words].join(' ').length;
  return span.worth > 0.1 && length <= LONGEST && [...span.forms].every((form) => !best.forms.has(form));
}

/** The share of papers that have each word: one for a title, less for an abstract. */
function sharesOf(papers: readonly PaperWords[], lore: Lore): (form: string) => number {
  return (form) => {
    let sum = 0;
    for (const { id } of papers)
      sum += lore.inTitle.get(id)?.has(form) ? 1 : lore.inAbstract.get(id)?.has(form) ? 0.7 : 0;
    return papers.length > 0 ? sum / papers.length : 0;
  };
}

/** Every stretch of a paper's title that could stand as a headline, with its worth to the other members. */
function spansOf(paper: PaperWords, others: readonly PaperWords[], lore: Lore): Span[] {
  const share = sharesOf(others, lore);
  const spans: Span[] = [];
  for (const segment of segmentsOf(withoutTex(paper.title))) {
    segment.forEach((first, from) => {
      if (isEmptyWord(first)) return;
      for (let to = from + 1; to <= segment.length; to++) {
        const words = segment.slice(from, to);
        if (words.join(' ').length > LONGEST) break;
        const last = words.at(-1) ?? '';
        if (isEmptyWord(last) && !JOINING.has(last.toLowerCase())) break;
        if (endsWell(last, segment[to], lore)) spans.push(weighed(words, share, lore));
      }
    });
  }
  return spans.filter(({ forms }) => forms.size >= 2);
}

/** A stretch may end where a phrase ends, or after a word that mostly ends phrases. */
function endsWell(last: string, next: string | undefined, lore: Lore): boolean {
  if (isEmptyWord(last)) return false;
  return next === undefined || isEmptyWord(next)
    ? lore.endsPhrases(last) > 0.25
    : lore.endsPhrases(last) > 0.6;
}

function weighed(words: string[], share: (form: string) => number, lore: Lore): Span {
  const forms = new Set<string>();
  let worth = 0;
  for (const word of words) {
    if (JOINING.has(word.toLowerCase())) continue;
    const form = baseForm(word);
    worth += forms.has(form) ? -WORD_COST : lore.rarity(form) * share(form) - WORD_COST;
    forms.add(form);
  }
  return { words, worth, forms };
}

/** The first segment of the first title, cut at a word, when no stretch will do. */
function fallback(members: readonly PaperWords[], lore: Lore): string {
  const words = segmentsOf(withoutTex(members[0]?.title ?? ''))[0] ?? [];
  const kept = words.filter((_, at) => words.slice(0, at + 1).join(' ').length <= LONGEST);
  return kept.length > 0 ? sentenceCase(kept, lore) : 'Related papers';
}
