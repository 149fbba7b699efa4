import type { PaperId } from '../../shared/domain/paper.js';
import type { PreparedEdition } from '../../shared/matching/prepare.js';
import type { ReaderTopic } from '../../shared/matching/reader.js';
import { makeRoom, topicRelevance } from '../../shared/matching/relevance.js';

/** As many papers as the longest digest holds, and as near as the least demanding reader asks (`everything`). */
const BEST = 50;
const LEAST_SCORE = 1;

/**
 * The papers that at least one of the topics wants: those of a category, primary or not, and those that a digest of a
 * phrase alone could hold. Decided by the code that matches readers.
 */
export function wantedPapers(edition: PreparedEdition, topics: readonly ReaderTopic[]): Set<PaperId> {
  const wanted = new Set<PaperId>();
  const want = (at: number) => {
    const paper = edition.papers[at];
    if (paper) wanted.add(paper.id);
  };
  for (const { topic, vector } of topics) {
    if (topic.kind === 'category') edition.byCategory.get(topic.category)?.forEach(want);
    else {
      makeRoom(edition, 1);
      const { best, steps, step, deviation } = topicRelevance(edition, topic, vector);
      best
        .subarray(0, BEST)
        .filter((at) => ((steps[at] ?? 0) * step) / deviation >= LEAST_SCORE)
        .forEach(want);
    }
  }
  return wanted;
}
