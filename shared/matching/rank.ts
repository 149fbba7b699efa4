import type { PaperId } from '../domain/paper.js';
import type { PreparedEdition } from './prepare.js';
import type { Reader } from './reader.js';
import { type Reach, type Reading, readEdition } from './score.js';
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
  /** The number of the interest that it suits best, or -1. */
  interest: number;
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
 * @param reach as of {@link readEdition}, into each edition
 */
export function readAll(editions: readonly PreparedEdition[], reader: Reader, reach?: Reach): Scored[] {
  const all: Scored[] = [];
  for (const edition of editions) {
    const reading = readEdition(edition, reader, reach);
    for (let nth = 0; nth < reading.papers.length; nth++) {
      const at = reading.papers[nth] as number;
      const paperId = edition.papers[at]?.id;
      if (paperId === undefined) continue;
      const [score, interest] = [reading.scores[nth] as number, reading.interests[nth] as number];
      all.push({ edition, reading, at, paperId, score, interest });
    }
  }
  return editions.length > 1 ? withoutRepeats(all.sort((a, b) => b.score - a.score)) : all;
}

function withoutRepeats(scored: readonly Scored[]): Scored[] {
  const seen = new Set<PaperId>();
  return scored.filter(({ paperId }) => !seen.has(paperId) && seen.add(paperId));
}
