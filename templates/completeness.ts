import type { Completeness, Edition } from '../shared/domain/edition.js';
import { cleanText } from '../shared/text/plain.js';

/** What an edition tells of its reading. */
type Read = Pick<Edition, 'completeness' | 'failures'>;

/** More parts than this are told as one sum. */
const NAMED_PARTS = 5;
const NAMED_GAPS = 6;

/** The sources by the names that readers know. */
const SOURCES: Readonly<Record<string, string>> = {
  arxiv: 'arXiv',
  huggingface: 'Hugging Face Daily Papers',
  file: 'the given file',
};

/**
 * Says what was read for these editions against what there was: `Complete: 239 of 239 in cs.AI.`, folded to one
 * sum when the parts are many; what is missing, and what could not be read, is always said by name.
 */
export function completenessLine(editions: readonly Read[]): string {
  const parts = [...partsOf(editions).values()];
  const gaps = parts.filter((part) => part.stored < part.expected);
  const failed = new Set(
    editions.flatMap((edition) => edition.failures.map(({ source }) => sourceName(source))),
  );
  return [
    wholeSentence(parts.filter((part) => part.stored >= part.expected)),
    gaps.length > 0 ? `Missing: ${gapsList(gaps)}.` : '',
    failed.size > 0 ? `Could not be read: ${[...failed].join(', ')}.` : '',
  ]
    .filter(Boolean)
    .join(' ');
}

/** The same part of the same source in several editions, summed. */
function partsOf(editions: readonly Read[]): Map<string, Completeness> {
  const parts = new Map<string, Completeness>();
  for (const one of editions.flatMap((edition) => edition.completeness)) {
    const key = `${one.source}\n${one.part}`;
    const sum = parts.get(key);
    parts.set(key, {
      ...one,
      expected: one.expected + (sum?.expected ?? 0),
      stored: one.stored + (sum?.stored ?? 0),
    });
  }
  return parts;
}

function wholeSentence(parts: Completeness[]): string {
  if (parts.length === 0) return '';
  if (parts.length <= NAMED_PARTS) return `Complete: ${parts.map(told).join(', ')}.`;
  const stored = parts.reduce((sum, part) => sum + part.stored, 0);
  // Not papers: many stand in several listings.
  return `Complete: all ${stored.toLocaleString('en')} entries of ${parts.length} listings.`;
}

function gapsList(gaps: Completeness[]): string {
  const named = gaps.slice(0, NAMED_GAPS).map((gap) => `${gap.expected - gap.stored} (${told(gap)})`);
  const more = gaps.length - named.length;
  return named.join(', ') + (more > 0 ? ` and more in ${more} other listings` : '');
}

function told({ source, part, stored, expected }: Completeness): string {
  return `${stored} of ${expected} in ${part === 'all' ? sourceName(source) : cleanText(part)}`;
}

function sourceName(source: string): string {
  return SOURCES[source] ?? cleanText(source);
}
