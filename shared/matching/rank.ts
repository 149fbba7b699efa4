import type { PaperId } from '../domain/paper.js';
import type { PreparedEdition } from './prepare.js';
import type { Reader } from './reader.js';
import { type Reading, readEdition, type Scored } from './score.js';
import { whyOf } from './why.js';

export type { Reader, ReaderTopic } from './reader.js';

/** One paper as ranked for one reader. */
export interface Ranked {
  paperId: PaperId;
  /** About how many standard deviations the paper stands out for this reader. */
  score: number;
  why: string;
}

/**
 * All papers of the editions in the order in which this reader would want them, best first, each once, with the
 * reason in words. No threshold, no diversity pass: that is `chooseDigest`.
 */
export function rank(editions: readonly PreparedEdition[], reader: Reader): Ranked[] {
  const { ordered, whyFor } = readAll(editions, reader, 'all');
  return ordered.map((one) => ({ paperId: one.paperId, score: one.score, why: whyFor(one) }));
}

/** The papers of several editions for one reader, best first; of a paper that is in several, the best showing. */
export function readAll(
  editions: readonly PreparedEdition[],
  reader: Reader,
  reach: 'near' | 'all',
  least?: number,
): { ordered: Scored[]; whyFor(scored: Scored): string } {
  const readings = new Map<PreparedEdition, Reading>();
  for (const edition of editions) readings.set(edition, readEdition(edition, reader, reach, least));
  const all = [...readings.values()].flatMap(({ scored }) => scored);
  all.sort((a, b) => b.score - a.score || a.at - b.at);
  return {
    ordered: readings.size > 1 ? withoutRepeats(all) : all,
    whyFor: ({ edition, at }) => whyOf(readings.get(edition)?.reasonFor(at) ?? { kind: 'none' }),
  };
}

function withoutRepeats(scored: readonly Scored[]): Scored[] {
  const seen = new Set<PaperId>();
  return scored.filter(({ paperId }) => !seen.has(paperId) && seen.add(paperId));
}
