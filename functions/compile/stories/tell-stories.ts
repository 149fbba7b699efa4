import { addDays, type Day } from '../../../shared/domain/day.js';
import type { EditionPaper, Story } from '../../../shared/domain/edition.js';
import type { EditionStore } from '../../../shared/stores/editions.js';
import type { WordlessStory } from '../summaries/summarise.js';
import { findStories } from './find-stories.js';
import { headline } from './headline.js';
import { continuedFrom } from './known-again.js';
import { learnLore } from './lore.js';

/** A story before it has a summary, and where it is among the vectors of its edition. */
export interface UntoldStory extends WordlessStory {
  /** The direction of its members' embeddings, of unit length. */
  centroid: Float32Array;
}

/**
 * The groups of papers that make a story, with a headline made without a model. Withdrawn papers tell none.
 * @param vectors one embedding of unit length for each paper
 */
export function untoldStories(
  day: Day,
  papers: readonly EditionPaper[],
  vectors: readonly Float32Array[],
): UntoldStory[] {
  const standing = papers
    .map((paper, index) => ({ paper, vector: vectors[index] }))
    .filter(({ paper }) => !paper.withdrawn);
  const found = findStories(
    standing.map(({ paper }) => paper),
    standing.flatMap(({ vector }) => vector ?? []),
  );
  const lore = learnLore(papers);
  const taken = new Set<string>();
  return found.map(({ memberIndexes, centroid }, index) => {
    const members = memberIndexes.flatMap((member) => standing[member]?.paper ?? []);
    const words = headline(members, lore, taken);
    taken.add(words);
    return { id: `${day}.s${index + 1}`, papers: members, headline: words, centroid };
  });
}

/** So many days back at most, so that a weekday says which. */
const DAYS_BACK = 6;

/**
 * What of the edition before goes on in which story of today, by today's id; nothing where that edition is too long
 * ago or was embedded by another model, whose vectors never meet these.
 */
export async function goingOn(
  today: readonly UntoldStory[],
  { day, embeddingModel }: { day: Day; embeddingModel: string },
  editions: Pick<EditionStore, 'latest' | 'storyCentroids'>,
): Promise<Map<string, NonNullable<Story['continues']>>> {
  const [before] = await editions.latest(1, addDays(day, -1));
  if (!before || before.day < addDays(day, -DAYS_BACK) || before.embeddingModel !== embeddingModel) {
    return new Map();
  }
  const earlier = await editions.storyCentroids(before);
  const from = continuedFrom(
    today.map(({ centroid }) => centroid),
    earlier,
  );
  return new Map(
    today.flatMap(({ id }, at) => {
      const story = before.stories[from[at] ?? -1];
      return story ? [[id, { day: before.day, storyId: story.id, headline: story.headline }] as const] : [];
    }),
  );
}
