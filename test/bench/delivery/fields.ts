import { normaliseAt } from '../../../shared/matching/linear.js';
import { normalFrom, seededRandom } from '../../../shared/terms/random.js';

const DIMENSIONS = 384;
/** How much all papers have in common, and how far one strays from its field: the cosines are as MiniLM's on arXiv. */
const COMMON = 0.8;
const STRAY = 1;

/** What some papers of an edition are about, and some readers want. */
export interface Field {
  phrase: string;
  category: string;
  centre: Float32Array;
}

/** Makes `count` fields, their phrases cut from titles, their vectors apart from each other. */
export function fieldsOf(count: number, titles: readonly string[], categories: readonly string[]): Field[] {
  const random = seededRandom(1);
  const common = randomVector(random, COMMON);
  const words = titles.flatMap((title) => title.toLowerCase().match(/[a-z]{4,}/g) ?? []);
  return Array.from({ length: count }, (_, at) => {
    const centre = randomVector(random, 1).map((value, column) => value + (common[column] ?? 0));
    const from = (at * 3) % (words.length - 4);
    const phrase = words.slice(from, from + 3 + (at % 2)).join(' ');
    return { phrase, category: categories[at % categories.length] ?? '', centre };
  });
}

/** A unit vector of the field: of its phrase or of one of its papers. */
export function vectorIn({ centre }: Field, random: () => number): Float32Array {
  const stray = randomVector(random, STRAY);
  const vector = centre.map((value, column) => value + (stray[column] ?? 0));
  normaliseAt(vector, 0, DIMENSIONS);
  return vector;
}

function randomVector(random: () => number, length: number): Float32Array {
  const normal = normalFrom(random);
  return Float32Array.from({ length: DIMENSIONS }, () => (normal() * length) / Math.sqrt(DIMENSIONS));
}
