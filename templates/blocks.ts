import type { Digest, Pick } from '../shared/domain/digest.js';
import { DigestError } from '../shared/errors.js';
import type { EditionCards, StoryCard } from './card.js';
import { type Lead, type Subject, subjectFrom } from './lead.js';

/** A digest names a paper that none of its editions has a card for. */
export class MissingCardError extends DigestError {
  readonly code = 'missing-card';

  constructor(paperId: string) {
    super(`expected a card for ${paperId} in the digest's editions`);
  }
}

/** A pick, and the edition's cards among which its own is, by its number. */
export interface ShownPick {
  pick: Pick;
  edition: EditionCards;
}

/** A story with its picks, or picks in a row that belong to none. */
export interface Block {
  story: StoryCard | undefined;
  chosen: ShownPick[];
}

/**
 * Orders a digest's picks for reading: by rank, a story at the place of its best pick with its other picks
 * under it.
 * @throws MissingCardError
 */
export function planBlocks(editions: readonly EditionCards[], digest: Digest): Block[] {
  const blocks: Block[] = [];
  for (const pick of digest.picks) {
    const edition = editionOf(pick, editions);
    const storyId = edition.papers.storyIds[pick.number];
    const isTold = storyId !== undefined && digest.storyIds.includes(storyId);
    blockFor(blocks, isTold ? edition.stories.get(storyId) : undefined).chosen.push({ pick, edition });
  }
  return blocks;
}

function editionOf({ paperId, day, number }: Pick, editions: readonly EditionCards[]): EditionCards {
  for (const edition of editions) {
    if (edition.day === day && edition.papers.ids[number] !== undefined) return edition;
  }
  throw new MissingCardError(paperId);
}

/** A pick's title. */
export function leadOf({ pick, edition }: ShownPick): Lead {
  return edition.papers.leads[pick.number] as Lead;
}

function blockFor(blocks: Block[], story: StoryCard | undefined): Block {
  const open = story === undefined ? blocks.at(-1) : blocks.find((block) => block.story === story);
  if (open !== undefined && open.story === story) return open;
  const block: Block = { story, chosen: [] };
  blocks.push(block);
  return block;
}

/** The subject of a digest: its first story or paper, and how many more papers there are. */
export function subjectOf(blocks: readonly Block[]): Subject {
  const [first, ...rest] = blocks;
  const top = first?.chosen[0];
  if (first === undefined || top === undefined) return subjectFrom('No new papers for you');
  const count = rest.reduce((sum, block) => sum + block.chosen.length, 0);
  return first.story ? first.story.lead.subject(count) : leadOf(top).subject(count + first.chosen.length - 1);
}

/** So many titles fit beside a subject. */
const TITLES_AHEAD = 3;

/** What an inbox shows after the subject: the picks that follow, by their titles. */
export function picksAhead(blocks: readonly Block[]): ShownPick[] {
  const picks: ShownPick[] = [];
  const from = blocks[0]?.story === undefined ? 1 : 0;
  for (const { chosen } of blocks) {
    for (const one of chosen) {
      if (picks.length === from + TITLES_AHEAD) return picks.slice(from);
      picks.push(one);
    }
  }
  return picks.slice(from);
}
