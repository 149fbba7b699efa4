import { type Paper, type PaperId, paperText } from '../../../shared/domain/paper.js';
import type { Vote } from '../../../shared/domain/preferences.js';
import type { SubscriberId } from '../../../shared/domain/subscriber.js';
import { textHash } from '../../../shared/embedders/cached.js';
import { WORDS_MODEL } from '../../../shared/embedders/words.js';
import { learnTaste, type VoteOnPaper } from '../../../shared/matching/taste.js';
import { packTaste } from '../../../shared/matching/taste-bytes.js';
import type { EditionHeader } from '../../../shared/stores/editions.js';
import type { ReaderPorts } from '../ports.js';

/** The newest votes that taste is learned from; a vote's weight halves in 90 days, so the rest hardly counts. */
const VOTES_LEARNED = 100;

/** How far back an edition is looked for that did not go by words alone. */
const EDITIONS_BACK = 7;

/** Votes, by direction or taken back. */
export type VoteChange = Vote['direction'] | 'undo';

/**
 * Keeps a reader's vote, or takes it back, counts it for the community, and learns from it at once. Doing it twice is
 * the same as once.
 */
export async function vote(
  id: SubscriberId,
  paper: Pick<Paper, 'id'> & { firstEdition: string },
  change: VoteChange,
  ports: ReaderPorts,
): Promise<void> {
  const at = ports.now().toISOString();
  const former =
    change === 'undo'
      ? await ports.votes.takeBack(id, paper.id)
      : await ports.votes.cast(id, { paperId: paper.id, direction: change, at });
  const counted = former?.direction === 'more';
  if (change === 'more' && !counted) await ports.acclaim.add(paper.firstEdition, paper.id);
  if (change !== 'more' && counted) await ports.acclaim.remove(paper.firstEdition, paper.id);
  await learn(id, ports);
}

/** Takes all of a reader's votes back, from the community's count too, and forgets what they taught. */
export async function forgetVotes(
  id: SubscriberId,
  ports: Pick<ReaderPorts, 'votes' | 'papers' | 'acclaim' | 'profiles'>,
): Promise<void> {
  const votes = await ports.votes.takeAllBack(id);
  const wanted = votes.filter(({ direction }) => direction === 'more').map(({ paperId }) => paperId);
  const papers = await ports.papers.read(wanted);
  for (const { id: paperId, firstEdition } of papers.values()) {
    await ports.acclaim.remove(firstEdition, paperId);
  }
  await ports.profiles.unlearn(id);
}

/** Learns anew, and once more where another vote came meanwhile; erases what a vote left of somebody just erased. */
async function learn(id: SubscriberId, ports: ReaderPorts): Promise<void> {
  let votes = await ports.votes.of(id);
  for (;;) {
    const learned = await tasteOf(votes, ports);
    if (!(await ports.profiles.learn(id, learned))) {
      await forgetVotes(id, ports);
      return ports.suppressions.erase(id, ports.now());
    }
    const now = await ports.votes.of(id);
    if (JSON.stringify(now) === JSON.stringify(votes)) return;
    votes = now;
  }
}

/**
 * The last edition that the embedder in use made. One that had to go by words alone has a model of its own, in which the
 * papers that were voted on before have no vectors: to learn by it would forget them.
 */
async function lastEmbedded({ editions }: ReaderPorts): Promise<EditionHeader | undefined> {
  const [latest] = await editions.latest(1);
  if (latest?.embeddingModel !== WORDS_MODEL) return latest;
  const before = await editions.latest(EDITIONS_BACK);
  return before.find(({ embeddingModel }) => embeddingModel !== WORDS_MODEL) ?? latest;
}

/** The packed taste of the newest votes, in the vectors of the model that made the last edition. */
async function tasteOf(votes: readonly Vote[], ports: ReaderPorts) {
  const header = await lastEmbedded(ports);
  const model = header?.embeddingModel ?? ports.embedder.model;
  const newest = votes.toSorted((a, b) => (a.at < b.at ? 1 : -1)).slice(0, VOTES_LEARNED);
  const papers = await ports.papers.read(newest.map(({ paperId }) => paperId));
  const hashes = new Map([...papers].map(([id, paper]) => [id, textHash(paperText(paper))]));
  const vectors = await ports.vectors.read(model, [...hashes.values()]);
  const known = newest.flatMap(({ paperId, direction, at }): VoteOnPaper[] => {
    const paper = papers.get(paperId);
    const vector = vectors.get(hashes.get(paperId) ?? '');
    return paper && vector ? [{ paper, vector, direction, at }] : [];
  });
  const edition = header && known.length > 0 ? await ports.desk.prepared(header) : undefined;
  const background = edition && edition.papers.length > 0 ? edition.space.mean : undefined;
  return { model, bytes: Uint8Array.from(packTaste(learnTaste(known, ports.now(), background))) };
}

/** The title of a paper that we know, by its id. */
export async function titlesOf(ids: readonly PaperId[], ports: ReaderPorts): Promise<Map<PaperId, string>> {
  const papers = await ports.papers.read(ids);
  return new Map([...papers].map(([id, { title }]) => [id, title]));
}
