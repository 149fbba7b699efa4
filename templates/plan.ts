import type { Digest } from '../shared/domain/digest.js';
import type { Preferences } from '../shared/domain/preferences.js';
import type { DigestLinks } from '../shared/links/digest-links.js';
import type { Sender } from '../shared/mail/plain-message.js';
import { remembering, rememberingOfTwo } from '../shared/once.js';
import { cleanText, cut } from '../shared/text/plain.js';
import { type Block, picksAhead, planBlocks, type ShownPick, subjectOf } from './blocks.js';
import type { EditionCards } from './card.js';
import { completenessLine } from './completeness.js';
import { spelledDays } from './date.js';
import type { Subject } from './lead.js';

/** A digest and all that is needed to show it. */
export interface DigestView {
  /** The cards of the digest's editions, in any order. */
  cards: readonly EditionCards[];
  digest: Digest;
  /** Summaries when absent. */
  show?: Preferences['show'];
  sender: Pick<Sender, 'name' | 'postalAddress'>;
  links: DigestLinks;
}

/** What a digest says around its papers, as plain text: much the same for all its readers. */
export type DigestWords = Record<'brand' | 'date' | 'intro' | 'completeness' | 'postalAddress', string>;

/** A digest in reading order, before it is written as HTML or text. */
export interface DigestPlan {
  view: DigestView;
  blocks: Block[];
  subject: Subject;
  /** What an inbox shows after the subject, by their titles. */
  ahead: ShownPick[];
  words: DigestWords;
}

/** Orders and words a digest. @throws MissingCardError when a pick has no card */
export function planDigest(view: DigestView): DigestPlan {
  const blocks = planBlocks(view.cards, view.digest);
  return { view, blocks, subject: subjectOf(blocks), ahead: picksAhead(blocks), words: wordsOf(view) };
}

/** What was last said of some editions: most digests in a row are of the same ones. */
let last: { cards: readonly EditionCards[]; completeness: string } = { cards: [], completeness: '' };

function completenessOf(cards: readonly EditionCards[]): string {
  const same = cards.length === last.cards.length && cards.every((one, nth) => one === last.cards[nth]);
  if (!same) last = { cards: [...cards], completeness: completenessLine(cards) };
  return last.completeness;
}

/** What is the same in mail after mail is written once: formats and expressions would be a tenth of a mail's cost. */
const KEPT = 100;
const introToday = rememberingOfTwo(KEPT, (count: number, read: number) => introOf(count, read, 'today'));
const introThisWeek = rememberingOfTwo(KEPT, (count: number, read: number) =>
  introOf(count, read, 'this week'),
);
const ownWords = remembering(KEPT, (text: string) => cut(cleanText(text), 300));

function wordsOf({ cards, digest, sender }: DigestView): DigestWords {
  const intro = digest.editions.length > 1 ? introThisWeek : introToday;
  return {
    brand: ownWords(sender.name),
    date: spelledDays(digest.editions),
    intro: intro(digest.picks.length, digest.considered),
    completeness: completenessOf(cards),
    postalAddress: ownWords(sender.postalAddress),
  };
}

function introOf(count: number, read: number, when: string): string {
  return `${count} paper${count === 1 ? '' : 's'} for you, of ${read.toLocaleString('en')} read ${when}.`;
}
