import type { Digest, Pick } from '../shared/domain/digest.js';
import { DigestError } from '../shared/errors.js';
import { rememberingOfTwo } from '../shared/once.js';
import { cut } from '../shared/text/plain.js';
import type { EditionCards, StoryCard } from './card.js';

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

function titleOf({ pick, edition }: ShownPick): string {
  return edition.papers.titles[pick.number] as string;
}

function blockFor(blocks: Block[], story: StoryCard | undefined): Block {
  const open = story === undefined ? blocks.at(-1) : blocks.find((block) => block.story === story);
  if (open !== undefined && open.story === story) return open;
  const block: Block = { story, chosen: [] };
  blocks.push(block);
  return block;
}

/** The subject of a digest: its first story or paper, and how many more papers there are. */
export function subjectOf(blocks: readonly Block[]): string {
  const [first, ...rest] = blocks;
  if (first === undefined) return 'No new papers for you';
  const [top, ...others] = first.chosen;
  const count = rest.reduce((sum, block) => sum + block.chosen.length, 0);
  const more = first.story === undefined ? count + others.length : count;
  const lead = first.story?.headline ?? (top ? titleOf(top) : '');
  return subjectWith(lead, more);
}

const SUBJECTS_KEPT = 2_000;
const subjectWith = rememberingOfTwo(SUBJECTS_KEPT, (lead: string, more: number) => {
  const short = cut(lead, 80);
  return more === 0 ? short : `${short}, and ${more} more paper${more === 1 ? '' : 's'}`;
});

/** So many titles fit beside a subject. */
const TITLES_AHEAD = 3;

/** As much of a title as has room beside others in a preheader. */
export function shortTitle(title: string): string {
  return cut(title, 60);
}

/** What an inbox shows after the subject: the titles that follow. */
export function titlesAhead(blocks: readonly Block[]): string[] {
  const titles: string[] = [];
  const from = blocks[0]?.story === undefined ? 1 : 0;
  for (const { chosen } of blocks) {
    for (const one of chosen) {
      if (titles.length === from + TITLES_AHEAD) return titles.slice(from);
      titles.push(titleOf(one));
    }
  }
  return titles.slice(from);
}
