import { type MatchablePaper, type PreparedEdition, prepareEdition } from './prepare.js';
import { type Ranked, rank } from './rank.js';
import { learnTaste, type VoteOnPaper } from './taste.js';

/** A reader as the lab describes one: topics are categories or phrases, the rest are paper ids. */
export interface BacktestReader {
  topics: readonly string[];
  likes: readonly string[];
  dislikes: readonly string[];
  candidates: readonly string[];
}

const CATEGORY = /^[a-z]+(-[a-z]+)?(\.[A-Za-z-]+)?$/;

/**
 * Ranks candidates for simulated readers exactly as a digest would: the candidates are the edition, the likes become
 * a learned taste. Editions are prepared once for readers with the same candidates.
 * @param papers the papers that readers and candidates may name @param vectors a unit vector by paper id
 * @param topicVectors a unit vector by topic phrase
 */
export function backtest(
  papers: readonly MatchablePaper[],
  vectors: ReadonlyMap<string, Float32Array>,
  topicVectors: ReadonlyMap<string, Float32Array>,
  now: Date,
): (reader: BacktestReader) => Ranked[] {
  const known = new Map(papers.map((paper) => [paper.id as string, paper]));
  const categories = new Set(papers.flatMap((paper) => paper.categories));
  const prepared = new Map<string, PreparedEdition>();
  const vectorOf = (id: string): Float32Array => {
    const vector = vectors.get(id);
    if (!vector) throw new RangeError(`no vector for ${id}`);
    return vector;
  };
  const editionOf = (candidates: readonly string[]): PreparedEdition => {
    const key = candidates.join(' ');
    const ready = prepared.get(key);
    if (ready) return ready;
    const held = candidates.flatMap((id) => known.get(id) ?? []);
    const edition = prepareEdition(
      { day: now.toISOString().slice(0, 10), papers: held, stories: [] },
      held.map(({ id }) => vectorOf(id)),
    );
    prepared.set(key, edition);
    return edition;
  };
  const votesOf = (ids: readonly string[], direction: 'more' | 'less'): VoteOnPaper[] =>
    ids.flatMap((id, nth) => {
      const paper = known.get(id);
      if (!paper) return [];
      // A minute apart, as a person votes.
      const at = new Date(now.getTime() - (nth + 1) * 60_000).toISOString();
      return [{ paper, vector: vectorOf(id), direction, at }];
    });
  return (reader) => {
    const edition = editionOf(reader.candidates);
    const votes = [...votesOf(reader.likes, 'more'), ...votesOf(reader.dislikes, 'less')];
    const topics = reader.topics.map((topic) => {
      if (categories.has(topic) || (CATEGORY.test(topic) && !topicVectors.has(topic))) {
        return { topic: { kind: 'category' as const, category: topic, weight: 1 } };
      }
      const vector = topicVectors.get(topic);
      return { topic: { kind: 'phrase' as const, phrase: topic, weight: 1 }, ...(vector && { vector }) };
    });
    const taste = learnTaste(votes, now, edition.space.mean);
    return rank([edition], { topics, taste, followedAuthors: [], mutedWords: [] });
  };
}
