import type { Day } from '../../../shared/domain/day.js';
import type { Digest } from '../../../shared/domain/digest.js';
import type { Preferences, Topic } from '../../../shared/domain/preferences.js';
import type { SubscriberId } from '../../../shared/domain/subscriber.js';
import { logFailure } from '../../../shared/log.js';
import { chooseDigest } from '../../../shared/matching/choose.js';
import type { PreparedEdition } from '../../../shared/matching/prepare.js';
import type { Reader } from '../../../shared/matching/reader.js';
import { unpackTaste } from '../../../shared/matching/taste-bytes.js';
import type { Profile } from '../../../shared/stores/subscribers.js';
import type { ReaderPorts } from '../ports.js';

/** Remembers topics for editions to come, and embeds the phrases that nobody chose before. */
export async function keepTopics(topics: readonly Topic[], ports: ReaderPorts): Promise<void> {
  await ports.phrases.keep(topics);
  const phrases = phrasesOf(topics);
  if (phrases.length === 0) return;
  try {
    await ports.embedder.embed(phrases);
  } catch (error) {
    // Saving goes on: the phrases count by their words until the next edition embeds them.
    logFailure('web.embed', error);
  }
}

function phrasesOf(topics: readonly Topic[]): string[] {
  return topics.flatMap((topic) => (topic.kind === 'phrase' ? [topic.phrase] : []));
}

/** What matching knows of a reader with these preferences, from vectors that are kept; no model is called. */
export async function matchingReader(
  preferences: Preferences,
  taste: Profile['taste'],
  model: string,
  { phrases }: Pick<ReaderPorts, 'phrases'>,
): Promise<Reader> {
  const { vectors } = await phrases.read(phrasesOf(preferences.topics), model);
  return {
    topics: preferences.topics.map((topic) => {
      const vector = topic.kind === 'phrase' ? vectors.get(topic.phrase) : undefined;
      return { topic, ...(vector && { vector }) };
    }),
    taste: taste?.model === model ? unpackTaste(taste.bytes) : { likes: [], dislikes: [] },
    followedAuthors: preferences.followedAuthors,
    mutedWords: preferences.mutedWords,
  };
}

/** The digest that deliver would make of the editions for this reader. */
export function digestOf(
  editions: readonly PreparedEdition[],
  reader: Reader,
  { length, threshold }: Pick<Preferences, 'length' | 'threshold'>,
  id: SubscriberId,
  day: Day,
): Digest {
  return chooseDigest(editions, reader, { length, threshold, seed: `${id}#${day}` });
}
