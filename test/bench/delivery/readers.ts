import type { Task } from '../../../functions/deliver/make.js';
import { subscriberIdOf } from '../../../shared/address.js';
import { Preferences, type Topic } from '../../../shared/domain/preferences.js';
import { learnTaste } from '../../../shared/matching/taste.js';
import { packTaste } from '../../../shared/matching/taste-bytes.js';
import { seededRandom } from '../../../shared/terms/random.js';
import { type BenchEdition, drawFrom, MODEL } from './edition.js';
import type { Field } from './fields.js';

/** The papers that a digest holds. */
export const LENGTH = 12;
/** The share of readers with votes. */
export const VOTERS = 0.1;
const TASTES = 100;
const VOTES = 20;
const MUTED = ['blockchain', 'quantum supremacy', 'survey'];

/** Makes readers by their number, the same number the same reader. */
export type ReaderMaker = (number: number) => Task;

/**
 * Returns a maker of readers with one or two categories and two or three phrases each; one in ten has voted
 * for papers of such topics, one in five follows an author, one in five mutes a word.
 */
export function readersOf(bench: BenchEdition): ReaderMaker {
  const tastes = Array.from({ length: TASTES }, (_, at) => learnFrom(bench, seededRandom(at)));
  return (number) => {
    const random = seededRandom(number * 7_919);
    const address = `reader-${number}@example.org`;
    const subscriberId = subscriberIdOf(address, 'bench');
    const learned = random() < VOTERS ? drawFrom(tastes, random) : undefined;
    const author =
      random() < 0.2 ? drawFrom(drawFrom(bench.edition.papers, random).authors, random) : undefined;
    const preferences = Preferences.parse({
      topics: topicsFrom(learned?.fields ?? bench.fields, random),
      followedAuthors: author === undefined ? [] : [author],
      mutedWords: random() < 0.2 ? [drawFrom(MUTED, random)] : [],
      length: LENGTH,
      threshold: 'everything',
      show: 'abstracts',
    });
    return {
      request: { day: bench.edition.day, subscriberId },
      subscriber: {
        id: subscriberId,
        address,
        state: 'active',
        since: '2026-01-01T00:00:00.000Z',
        linkEpoch: 0,
      },
      profile: { preferences, ...(learned && { taste: { model: MODEL, bytes: learned.bytes } }) },
    };
  };
}

function topicsFrom(fields: readonly Field[], random: () => number): Topic[] {
  const categories = Array.from({ length: random() < 0.5 ? 1 : 2 }, () => drawFrom(fields, random).category);
  const phrases = Array.from({ length: random() < 0.5 ? 2 : 3 }, () => drawFrom(fields, random).phrase);
  return [
    ...[...new Set(categories)].map((category) => ({ kind: 'category' as const, category, weight: 1 })),
    ...[...new Set(phrases)].map((phrase) => ({ kind: 'phrase' as const, phrase, weight: 1 })),
  ];
}

/** What votes taught, and the fields that the liked papers are of. */
interface Learned {
  fields: Field[];
  bytes: Uint8Array<ArrayBuffer>;
}

/** Learns from votes for papers of three fields and against papers of one more. */
function learnFrom(bench: BenchEdition, random: () => number): Learned {
  const fields = Array.from({ length: 3 }, () => drawFrom(bench.fields, random));
  const disliked = drawFrom(bench.fields, random);
  const votes = Array.from({ length: VOTES }, (_, nth) => {
    const against = nth % 4 === 3;
    const voted = bench.another(against ? disliked : drawFrom(fields, random), random);
    const at = new Date(Date.parse('2026-01-02T07:00:00Z') + nth * 3_600_000).toISOString();
    return { ...voted, direction: against ? ('less' as const) : ('more' as const), at };
  });
  return { fields, bytes: new Uint8Array(packTaste(learnTaste(votes, new Date('2026-01-21T07:00:00Z')))) };
}
