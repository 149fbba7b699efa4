import type { Task } from '../../../functions/deliver/make.js';
import { subscriberIdOf } from '../../../shared/address.js';
import { Preferences, type Topic } from '../../../shared/domain/preferences.js';
import { learnTaste } from '../../../shared/matching/taste.js';
import { packTaste } from '../../../shared/matching/taste-bytes.js';
import { seededRandom } from '../../../shared/terms/random.js';
import { type BenchEdition, drawFrom, MODEL } from './edition.js';

/** The papers that a digest holds. */
export const LENGTH = 12;
const TASTES = 100;
const VOTES = 20;
const MUTED = ['blockchain', 'quantum supremacy', 'survey'];

/** Makes readers by their number, the same number the same reader. */
export type ReaderMaker = (number: number) => Task;

/**
 * Returns a maker of readers with one or two categories and two or three phrases each; one in ten has voted, one in
 * five follows an author, one in five mutes a word.
 */
export function readersOf(bench: BenchEdition): ReaderMaker {
  const tastes = Array.from({ length: TASTES }, (_, at) => tasteFrom(bench, seededRandom(at)));
  return (number) => {
    const random = seededRandom(number * 7_919);
    const address = `reader-${number}@example.org`;
    const subscriberId = subscriberIdOf(address, 'bench');
    const author =
      random() < 0.2 ? drawFrom(drawFrom(bench.edition.papers, random).authors, random) : undefined;
    const preferences = Preferences.parse({
      topics: topicsFrom(bench, random),
      followedAuthors: author === undefined ? [] : [author],
      mutedWords: random() < 0.2 ? [drawFrom(MUTED, random)] : [],
      length: LENGTH,
      threshold: 'everything',
      show: 'abstracts',
    });
    const taste = random() < 0.1 ? { model: MODEL, bytes: drawFrom(tastes, random) } : undefined;
    return {
      request: { day: bench.edition.day, subscriberId },
      subscriber: {
        id: subscriberId,
        address,
        state: 'active',
        since: '2026-01-01T00:00:00.000Z',
        linkEpoch: 0,
      },
      profile: { preferences, ...(taste && { taste }) },
    };
  };
}

function topicsFrom({ fields }: BenchEdition, random: () => number): Topic[] {
  const categories = Array.from({ length: random() < 0.5 ? 1 : 2 }, () => drawFrom(fields, random).category);
  const phrases = Array.from({ length: random() < 0.5 ? 2 : 3 }, () => drawFrom(fields, random).phrase);
  return [
    ...[...new Set(categories)].map((category) => ({ kind: 'category' as const, category, weight: 1 })),
    ...[...new Set(phrases)].map((phrase) => ({ kind: 'phrase' as const, phrase, weight: 1 })),
  ];
}

/** A reader's votes on papers of this edition stand in for those on papers of earlier ones. */
function tasteFrom({ edition, vectors }: BenchEdition, random: () => number): Uint8Array<ArrayBuffer> {
  const votes = Array.from({ length: VOTES }, (_, nth) => {
    const at = Math.floor(random() * edition.papers.length);
    const [paper, vector] = [edition.papers[at], vectors[at]];
    if (!paper || !vector) throw new RangeError('every paper has a vector');
    const votedAt = new Date(Date.parse('2026-01-02T07:00:00Z') + nth * 3_600_000).toISOString();
    return { paper, vector, direction: nth % 4 === 3 ? ('less' as const) : ('more' as const), at: votedAt };
  });
  return new Uint8Array(packTaste(learnTaste(votes, new Date('2026-01-21T07:00:00Z'))));
}
