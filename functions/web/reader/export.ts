import type { TasteGroup } from '../../../shared/matching/taste.js';
import { unpackTaste } from '../../../shared/matching/taste-bytes.js';
import type { ReaderPorts } from '../ports.js';
import type { Pass } from './pass.js';

const FIRST_DAY = '0000-01-01';

/** Everything that is held about a reader, to be written as JSON; what votes taught is told in words. */
export async function exportOf({ subscriber, profile }: Pass, ports: ReaderPorts) {
  const { preferences, consent, taste, feedEpoch } = profile;
  const [votes, deliveries, asked] = await Promise.all([
    ports.votes.of(subscriber.id),
    ports.deliveries.since(subscriber.id, FIRST_DAY),
    ports.confirmations.read(subscriber.id),
  ]);
  const learned = taste && unpackTaste(taste.bytes);
  return {
    exportedAt: ports.now().toISOString(),
    subscriber,
    consent,
    preferences,
    feedEpoch,
    votes,
    learned: learned && {
      model: taste.model,
      likes: learned.likes.map(lessonOf),
      dislikes: learned.dislikes.map(lessonOf),
    },
    deliveries,
    waitingForConfirmation: asked,
  };
}

function lessonOf({ evidence, paperId, title, words, weights, vector }: TasteGroup) {
  const weightOf = Object.fromEntries(words.map((word, nth) => [word, weights[nth]]));
  return { evidence, paperId, title, words: weightOf, vector: [...vector] };
}
