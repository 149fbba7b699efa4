import type { PaperId } from '../domain/paper.js';
import type { PreparedEdition } from './prepare.js';
import type { Reader } from './reader.js';
import { type Reading, readEdition } from './score.js';
import { whyOf } from './why.js';

export type { Reader, ReaderTopic } from './reader.js';

/** One paper as ranked for one reader. */
export interface Ranked {
  paperId: PaperId;
  /** About how many standard deviations the paper stands out for this reader. */
  score: number;
  why: string;
}

/** A paper of an edition with its score for one reader. */
export interface Scored {
  edition: PreparedEdition;
  reading: Reading;
  at: number;
  paperId: PaperId;
  score: number;
}

/**
 * All papers of the editions in the order in which this reader would want them, best first, each once, with the
 * reason in words. No threshold, no diversity pass: that is `chooseDigest`.
 */
export function rank(editions: readonly PreparedEdition[], reader: Reader): Ranked[] {
  return readAll(editions, reader).map((one) => ({
    paperId: one.paperId,
    score: one.score,
    why: whyOf(one.reading.reasonFor(one.at)),
  }));
}

/**
 * The papers of several editions for one reader, best first; of a paper that is in several, the best showing.
 * @param depth as of {@link readEdition}
 */
export function readAll(editions: readonly PreparedEdition[], reader: Reader, depth?: number): Scored[] {
  const all: Scored[] = [];
  for (const edition of editions) {
    const reading = readEdition(edition, reader, depth);
    for (let nth = 0; nth < reading.papers.length; nth++) {
      const at = reading.papers[nth] as number;
      const paperId = edition.papers[at]?.id;
      if (paperId !== undefined)
        all.push({ edition, reading, at, paperId, score: reading.scores[nth] as number });
    }
  }
  const ordered = bestFirst(all);
  return editions.length > 1 ? withoutRepeats(ordered) : ordered;
}

/** Sorted by score, highest first, ties as they came. A sort of bare numbers takes a fifth of one of objects. */
function bestFirst(scored: readonly Scored[]): Scored[] {
  const places = 2 ** Math.ceil(Math.log2(scored.length + 1));
  const keys = Float64Array.from(scored, ({ score }, nth) => Math.round(-score * 1e6) * places + nth).sort();
  const ordered: Scored[] = [];
  for (const key of keys) {
    const one = scored[key - Math.floor(key / places) * places];
    if (one) ordered.push(one);
  }
  return ordered;
}

function withoutRepeats(scored: readonly Scored[]): Scored[] {
  const seen = new Set<PaperId>();
  return scored.filter(({ paperId }) => !seen.has(paperId) && seen.add(paperId));
}
