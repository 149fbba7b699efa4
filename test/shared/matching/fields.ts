import type { MatchableEdition, MatchablePaper } from '../../../shared/matching/prepare.js';
import { normalFrom, seededRandom } from '../../../shared/terms/random.js';

/** Invented fields, each with words of its own. */
export const FIELDS: Record<string, string[]> = {
  'cs.RO': ['robot', 'gripper', 'manipulation', 'navigation', 'quadruped', 'actuator'],
  'cs.CL': ['language', 'translation', 'dialogue', 'tokenizer', 'corpus', 'grammar'],
  'astro-ph.GA': ['galaxy', 'halo', 'redshift', 'dust', 'quasar', 'spiral'],
  'quant-ph': ['qubit', 'entanglement', 'decoherence', 'circuit', 'teleportation', 'photon'],
  'math.AP': ['parabolic', 'regularity', 'Sobolev', 'boundary', 'elliptic', 'uniqueness'],
};

const DIMENSIONS = 32;

function unit(vector: Float32Array): Float32Array {
  const norm = Math.hypot(...vector);
  return vector.map((value) => value / norm);
}

/** An embedding near its field's direction; all fields share a large common part, as those of real models do. */
export function fieldVector(field: string, spread: number, seed: number): Float32Array {
  const own = normalFrom(seededRandom(Object.keys(FIELDS).indexOf(field) + 1));
  const noise = normalFrom(seededRandom(seed + 1_000));
  return unit(Float32Array.from({ length: DIMENSIONS }, () => 1.5 + own() + spread * noise()));
}

/** A paper of a field, from words of the field and words that all fields use. */
export function fieldPaper(
  field: string,
  number: number,
  change: Partial<MatchablePaper> = {},
): MatchablePaper {
  const random = seededRandom(number * 7 + 3);
  const words = FIELDS[field] ?? [];
  const drawn = Array.from({ length: 12 }, () => words[Math.floor(random() * words.length)]);
  return {
    id: `arxiv:2601.${String(number).padStart(5, '0')}`,
    title: `On ${drawn[0]} and ${drawn[1]} ${number}`,
    abstract: `We study ${drawn.join(' ')} with models and data.`,
    authors: [`Author ${number} Example`],
    categories: [field],
    withdrawn: false,
    signals: {},
    ...change,
  };
}

/** An edition with `each` papers of every field, numbered from `first`, and their vectors. */
export function fieldEdition(
  each: number,
  first = 1,
  day = '2026-01-22',
): { edition: MatchableEdition; vectors: Float32Array[] } {
  const papers = Object.keys(FIELDS).flatMap((field, nth) =>
    Array.from({ length: each }, (_, i) => fieldPaper(field, first + nth * each + i)),
  );
  const vectors = papers.map((paper, at) => fieldVector(paper.categories[0] ?? '', 1.2, first + at));
  return { edition: { day, papers, stories: [] }, vectors };
}
