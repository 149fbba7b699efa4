import type { Digest, Pick } from '../domain/digest.js';
import type { Preferences } from '../domain/preferences.js';
import { seededRandom } from '../terms/random.js';
import { diversified, POOL } from './diversity.js';
import type { PreparedEdition } from './prepare.js';
import { numberAt, type Place, rankedAt, readAll, scoreAt, storyAt } from './rank.js';
import type { Reader } from './reader.js';
import { whyOf } from './why.js';

export interface ChoiceOptions extends globalThis.Pick<Preferences, 'length' | 'threshold'> {
  /** The same seed, editions and reader give the same digest; say, subscriber and day. */
  seed: string;
}

/**
 * How far a paper must stand out for this reader. Measured on simulated readers (docs/understanding.md): of the papers
 * above 2.5 about 72 % were wanted, above 3.5 about 80 %.
 */
const LEAST: Record<Preferences['threshold'], number> = { best: 3.5, balanced: 2.5, everything: 1 };
/** Fewer picks than this are no digest to explore beside: a quiet day stays quiet. */
const EXPLORE_FROM = 3;
/** The exploration pick is drawn from this many papers next in line. */
const EXPLORATION_POOL = 20;
const WHY_EXPLORED = whyOf({ kind: 'exploration' });

/**
 * The digest of one edition, or of a week of editions ranked anew over their union, for one reader: at most `length`
 * papers that stand out far enough for `threshold`, no two alike where others are as good, and at most one more
 * chosen by chance from those just below, which carries the chance it had. No picks means: nothing to send.
 * @param editions oldest first
 * @throws RangeError without an edition
 */
export function chooseDigest(
  editions: readonly PreparedEdition[],
  reader: Reader,
  options: ChoiceOptions,
): Digest {
  const last = editions.at(-1);
  if (!last) throw new RangeError('expected at least one edition');
  const most = Math.max(POOL * options.length, options.length + EXPLORATION_POOL);
  const ordered = readAll(editions, reader, most);
  const tooLow = ordered.findIndex((place) => scoreAt(place) < LEAST[options.threshold]);
  const enough = tooLow < 0 ? ordered : ordered.slice(0, tooLow);
  const explores = enough.length >= EXPLORE_FROM && options.length > EXPLORE_FROM;
  const chosen = diversified(enough, options.length - (explores ? 1 : 0));
  const picks = chosen.map((place) => pickAt(place, editions));
  const drawn = explores ? explored(ordered, chosen, options.seed) : undefined;
  if (drawn) {
    const { place, propensity } = drawn;
    picks.push({ ...pickAt(place, editions), why: WHY_EXPLORED, explorationPropensity: propensity });
  }
  return {
    day: last.day,
    editions: editions.map(({ day }) => day),
    picks,
    storyIds: storiesOf(chosen),
    considered: editions.reduce((sum, { papers }) => sum + papers.length, 0),
  };
}

/** The paper at a place, with where the newest edition that has it shows it. */
function pickAt(place: Place, editions: readonly PreparedEdition[]): Pick {
  const { paperId, score, why } = rankedAt(place);
  const { edition } = place.reading;
  for (let nth = editions.length - 1; editions[nth] !== edition; nth--) {
    const newer = editions[nth] as PreparedEdition;
    const number = newer.position.get(paperId);
    if (number !== undefined) return { paperId, day: newer.day, number, score, why };
  }
  return { paperId, day: edition.day, number: numberAt(place), score, why };
}

/** Draws one of the best that were not chosen, if there are any. */
function explored(
  ordered: readonly Place[],
  chosen: readonly Place[],
  seed: string,
): { place: Place; propensity: number } | undefined {
  const pool: Place[] = [];
  for (let nth = 0; nth < ordered.length && pool.length < EXPLORATION_POOL; nth++) {
    const place = ordered[nth] as Place;
    if (!chosen.includes(place)) pool.push(place);
  }
  const place = pool[Math.floor(seededRandom(hashOf(seed))() * pool.length)];
  return place && { place, propensity: 1 / pool.length };
}

/** 32-bit FNV-1a. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}

/** The ids of the stories that hold a pick, in the order of the picks. */
function storiesOf(chosen: readonly Place[]): string[] {
  const ids: string[] = [];
  for (const place of chosen) {
    const id = storyAt(place);
    if (id !== undefined && !ids.includes(id)) ids.push(id);
  }
  return ids;
}
