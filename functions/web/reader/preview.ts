import type { Day } from '../../../shared/domain/day.js';
import type { Preferences } from '../../../shared/domain/preferences.js';
import type { Subscriber } from '../../../shared/domain/subscriber.js';
import { readyFor } from '../../../shared/matching/plain-texts.js';
import type { PreparedEdition } from '../../../shared/matching/prepare.js';
import type { EditionHeader } from '../../../shared/stores/editions.js';
import type { Profile } from '../../../shared/stores/subscribers.js';
import type { ReaderPorts } from '../ports.js';
import { digestOf, matchingReader } from './matching.js';

/** One paper of a preview. */
export interface PreviewedPaper {
  paperId: string;
  title: string;
  why: string;
  /** True when it would not come by what is saved now. */
  fresh: boolean;
}

/** What one edition would send. */
export interface PreviewedEdition {
  day: Day;
  considered: number;
  kept: PreviewedPaper[];
  /** What is saved now would send these, and the new preferences would not. */
  gone: { paperId: string; title: string }[];
}

const EDITIONS = 7;

/** The headers of the last seven editions, newest first, without those before the model was changed. */
async function previewedEditions({ editions }: Pick<ReaderPorts, 'editions'>): Promise<EditionHeader[]> {
  const headers = await editions.latest(EDITIONS);
  return headers.filter(({ embeddingModel }) => embeddingModel === headers[0]?.embeddingModel);
}

/** What some preferences would have brought. */
export interface PreviewOfPreferences {
  /** Newest first. */
  editions: PreviewedEdition[];
  /** Phrases that nobody chose before, so that they have no vector yet and count by their words. */
  byWords: string[];
}

/** What the last seven editions, each by itself, would send by `preferences`. No model is called. */
export async function previewOf(
  preferences: Preferences,
  { subscriber, profile }: { subscriber: Subscriber; profile: Profile },
  ports: ReaderPorts,
): Promise<PreviewOfPreferences> {
  const headers = await previewedEditions(ports);
  const model = headers[0]?.embeddingModel ?? '';
  const mutedWords = [...preferences.mutedWords, ...profile.preferences.mutedWords];
  const [reader, before, editions] = await Promise.all([
    matchingReader(preferences, profile.taste, model, ports),
    matchingReader(profile.preferences, profile.taste, model, ports),
    Promise.all(
      headers.map(async (header) => {
        const prepared = await ports.desk.prepared(header);
        // Of one edition, while others are still on their way.
        await readyFor({ mutedWords }, [prepared]);
        return prepared;
      }),
    ),
  ]);
  const previewed = editions.map((prepared) => {
    const { day } = prepared;
    const now = digestOf([prepared], reader, preferences, subscriber.id, day);
    const then = digestOf([prepared], before, profile.preferences, subscriber.id, day);
    const [kept, former] = [now, then].map(({ picks }) => new Set(picks.map(({ paperId }) => paperId)));
    return {
      day,
      considered: now.considered,
      kept: now.picks.map(({ paperId, why }) => ({
        paperId,
        title: titleOf(prepared, paperId),
        why,
        fresh: !former?.has(paperId),
      })),
      gone: then.picks
        .filter(({ paperId }) => !kept?.has(paperId))
        .map(({ paperId }) => ({ paperId, title: titleOf(prepared, paperId) })),
    };
  });
  const byWords = reader.topics.flatMap(({ topic, vector }) =>
    topic.kind === 'phrase' && !vector ? [topic.phrase] : [],
  );
  return { editions: previewed, byWords };
}

function titleOf({ papers, position }: PreparedEdition, paperId: string): string {
  return papers[position.get(paperId) ?? -1]?.title ?? paperId;
}
