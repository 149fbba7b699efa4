import type { PaperId } from '../domain/paper.js';
import type { PreparedEdition } from './prepare.js';
import type { Reader } from './reader.js';
import { type Reading, readEdition } from './score.js';

export type { Reader, ReaderTopic } from './reader.js';

/** One paper as ranked for one reader. */
export interface Ranked {
  paperId: PaperId;
  /** About how many standard deviations the paper stands out for this reader. */
  score: number;
  why: string;
}

/** Where a paper is: the nth of an edition as the reader sees it. */
export interface Place {
  reading: Reading;
  nth: number;
}

/**
 * All papers of the editions in the order in which this reader would want them, best first, each once, with the
 * reason in words. No threshold, no diversity pass: that is `chooseDigest`.
 */
export function rank(editions: readonly PreparedEdition[], reader: Reader): Ranked[] {
  return readAll(editions, reader).map(rankedAt);
}

/** The paper at a place. */
export function rankedAt({ reading, nth }: Place): Ranked {
  return { paperId: paperIdAt(reading, nth), score: reading.scores[nth] as number, why: reading.why(nth) };
}

export function scoreAt({ reading, nth }: Place): number {
  return reading.scores[nth] as number;
}

/** The paper's number in its edition. */
export function numberAt({ reading, nth }: Place): number {
  return reading.papers[nth] as number;
}

/** The id of the paper's story. */
export function storyAt({ reading, nth }: Place): string | undefined {
  const { storyIds, storyOf } = reading.edition;
  const story = storyOf[reading.papers[nth] as number] as number;
  return story < 0 ? undefined : storyIds[story];
}

function paperIdAt({ edition, papers }: Reading, nth: number): PaperId {
  return edition.ids[papers[nth] as number] as PaperId;
}

/**
 * The papers of several editions for one reader, best first; of a paper that is in several, the best showing.
 * @param most as of {@link readEdition}, of each edition
 */
export function readAll(editions: readonly PreparedEdition[], reader: Reader, most?: number): Place[] {
  const places: Place[] = [];
  for (const edition of editions) {
    const reading = readEdition(edition, reader, most);
    for (let nth = 0; nth < reading.papers.length; nth++) places.push({ reading, nth });
  }
  return editions.length > 1 ? withoutRepeats(places.sort((a, b) => scoreAt(b) - scoreAt(a))) : places;
}

function withoutRepeats(places: readonly Place[]): Place[] {
  const seen = new Set<PaperId>();
  return places.filter(({ reading, nth }) => {
    const id = paperIdAt(reading, nth);
    return !seen.has(id) && seen.add(id);
  });
}
