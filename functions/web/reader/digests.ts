import type { Day } from '../../../shared/domain/day.js';
import type { EditionPaper, Story } from '../../../shared/domain/edition.js';
import type { PaperId } from '../../../shared/domain/paper.js';
import type { Subscriber } from '../../../shared/domain/subscriber.js';
import { readyFor } from '../../../shared/matching/plain-texts.js';
import { rank } from '../../../shared/matching/rank.js';
import type { Profile } from '../../../shared/stores/subscribers.js';
import type { ReaderPorts } from '../ports.js';
import { digestOf, matchingReader } from './matching.js';

/** A digest as one reader reads it on the web. */
export interface ReadableDigest {
  day: Day;
  editions: Day[];
  considered: number;
  /** False where no mail went with these papers. */
  mailed: boolean;
  papers: { paper: EditionPaper; why: string; story: Story | undefined }[];
}

/**
 * The digest of `day` for a reader: the papers that the ledger says went to them, or, where no mail went, those that
 * would have gone by what they have chosen now. `undefined` where there is no edition of that day.
 */
export async function digestOn(
  { subscriber, profile }: { subscriber: Subscriber; profile: Profile },
  day: Day,
  ports: ReaderPorts,
): Promise<ReadableDigest | undefined> {
  const line = await ports.deliveries.read(subscriber.id, day);
  const sent = line?.outcome === 'sent' && line.paperIds.length > 0 ? line : undefined;
  const days = sent ? sent.editions : [day];
  const headers = (await Promise.all(days.map((one) => ports.editions.header(one)))).flatMap(
    (one) => one ?? [],
  );
  const model = headers.at(-1)?.embeddingModel;
  if (model === undefined) return undefined;
  const comparable = headers.filter(({ embeddingModel }) => embeddingModel === model);
  const [editions, prepared, reader] = await Promise.all([
    Promise.all(headers.map((header) => ports.desk.whole(header))),
    Promise.all(comparable.map((header) => ports.desk.prepared(header))),
    matchingReader(profile.preferences, profile.taste, model, ports),
  ]);
  await readyFor(reader, prepared);
  const picks = sent
    ? withReasons(sent.paperIds, rank(prepared, reader))
    : digestOf(prepared, reader, profile.preferences, subscriber.id, day).picks;
  const papers = new Map(
    editions.flatMap((edition) => edition.papers.map((paper) => [paper.id, paper] as const)),
  );
  const stories = editions.flatMap((edition) => edition.stories);
  return {
    day,
    editions: days,
    considered: papers.size,
    mailed: sent !== undefined,
    papers: picks.flatMap(({ paperId, why }) => {
      const paper = papers.get(paperId);
      const story = stories.find(({ paperIds }) => paperIds.includes(paperId));
      return paper ? [{ paper, why, story }] : [];
    }),
  };
}

/** The reasons as they are now: what was chosen since may give a paper another one. */
function withReasons(ids: readonly PaperId[], ranked: readonly { paperId: PaperId; why: string }[]) {
  const reasons = new Map(ranked.map(({ paperId, why }) => [paperId, why]));
  return ids.map((paperId) => ({ paperId, why: reasons.get(paperId) ?? 'in this edition' }));
}
