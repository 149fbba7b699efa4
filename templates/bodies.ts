import type { Digest } from '../shared/domain/digest.js';
import type { PaperId } from '../shared/domain/paper.js';
import type { Preferences, Vote } from '../shared/domain/preferences.js';
import type { Sender } from '../shared/mail/plain-message.js';
import { cleanText, cut } from '../shared/text/plain.js';
import { type Block, type ChosenCard, preheaderOf, subjectOf } from './blocks.js';
import type { Both, EditionCards, Medium, StoryHole } from './card.js';
import { completenessLine } from './completeness.js';
import { spelledDays } from './date.js';
import { digestTemplate, type ShellHole, type Template } from './digest-pieces.js';
import { type Body, type EncodedPiece, encodeBody, encodePiece, fillEncoded, joinBodies } from './encoded.js';
import { fill } from './piece.js';

/** In bytes of the decoded body: Gmail clips a message at 102 KB, and our own promise is 90. */
const BUDGET = 88_000;
/** Kept back for what is written once the papers are counted. */
const REST_ROOM = 3_000;
const NOTHING: Body = { parts: [], bytes: 0 };

/** Where a digest's links lead, all http(s). */
export interface DigestLinks {
  manage: string;
  unsubscribe: string;
  /** Unsubscribes at once when posted to (RFC 8058). */
  oneClick: string;
  /** The web page of this digest. */
  read: string;
  vote(paperId: PaperId, direction: Vote['direction']): string;
}

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

/**
 * Returns one body of a digest as ready-encoded parts, of at most 90 KB when decoded; the papers that would go
 * past it are counted and linked to the web.
 * @param blocks the digest's picks as `planBlocks` orders them
 */
export function digestBody(view: DigestView, blocks: readonly Block[], medium: Medium): Body {
  const frame = frames()[medium];
  const { write } = digestTemplate[medium];
  const texts = shellTexts(view, blocks, write);
  const room = BUDGET - REST_ROOM - frame.shell.bytes - byteLength(texts);
  const { bodies, count } = fitBlocks(view, blocks, medium, room);
  const left = view.digest.picks.length - count;
  const rest = { read: texts.read, count: `${left} more on the web` };
  return fillEncoded(frame.shell, {
    ...texts,
    notice: view.cards.some((edition) => edition.sample) ? frame.notice : NOTHING,
    blocks: joinBodies(bodies),
    rest: left > 0 ? fillEncoded(frame.rest, rest) : NOTHING,
  });
}

function shellTexts(
  view: DigestView,
  blocks: readonly Block[],
  write: Template['write'],
): Record<Exclude<ShellHole, 'notice' | 'blocks' | 'rest'>, string> {
  const { digest, links, sender } = view;
  const papers = `${digest.picks.length} paper${digest.picks.length === 1 ? '' : 's'}`;
  const when = digest.editions.length > 1 ? 'this week' : 'today';
  return {
    subject: write(subjectOf(blocks)),
    preheader: write(preheaderOf(blocks)),
    brand: write(cleanText(sender.name)),
    date: write(spelledDays(digest.editions)),
    intro: write(`${papers} for you, of ${digest.considered.toLocaleString('en')} read ${when}.`),
    completeness: write(completenessLine(view.cards)),
    read: write(links.read),
    manage: write(links.manage),
    pause: write(`${links.manage}#pause`),
    unsubscribe: write(links.unsubscribe),
    postalAddress: write(cut(cleanText(sender.postalAddress), 300)),
  };
}

function byteLength(texts: Record<string, string>): number {
  return Object.values(texts).reduce((sum, text) => sum + Buffer.byteLength(text), 0);
}

/** Returns as many blocks as have room, the last perhaps with some of its papers only, and their papers' number. */
function fitBlocks(
  view: DigestView,
  blocks: readonly Block[],
  medium: Medium,
  room: number,
): { bodies: Body[]; count: number } {
  const bodies: Body[] = [];
  let count = 0;
  let left = room;
  for (const block of blocks) {
    const piece: EncodedPiece<StoryHole> = block.story?.piece[medium] ?? frames()[medium].papers;
    left -= piece.bytes;
    const cards: Body[] = [];
    for (const chosen of block.chosen) {
      const card = cardBody(view, chosen, medium);
      left -= card.bytes;
      if (left < 0) break;
      cards.push(card);
    }
    count += cards.length;
    if (cards.length > 0) {
      bodies.push(fillEncoded(piece, { count: storyCount(block), card: joinBodies(cards) }));
    }
    if (left < 0) break;
  }
  return { bodies, count };
}

function storyCount({ story, chosen }: Block): string {
  return story === undefined ? '' : `A story in ${story.paperCount} papers, ${chosen.length} for you`;
}

function cardBody(view: DigestView, { pick, card }: ChosenCard, medium: Medium): Body {
  const { write } = digestTemplate[medium];
  const shown = view.show === 'abstracts' ? card.abstract : card.summary;
  return fillEncoded(card.piece[medium], {
    body: shown[medium],
    why: write(cleanText(pick.why)),
    more: write(view.links.vote(pick.paperId, 'more')),
    less: write(view.links.vote(pick.paperId, 'less')),
  });
}

interface Frame {
  shell: EncodedPiece<ShellHole>;
  notice: Body;
  papers: EncodedPiece<'card'>;
  rest: EncodedPiece<'read' | 'count'>;
}

let encodedFrames: Both<Frame> | undefined;

/** The pieces that hold nothing of an edition, encoded when first needed. */
function frames(): Both<Frame> {
  encodedFrames ??= { html: encodeFrame(digestTemplate.html), text: encodeFrame(digestTemplate.text) };
  return encodedFrames;
}

function encodeFrame({ pieces }: Template): Frame {
  return {
    shell: encodePiece(pieces.shell),
    notice: encodeBody(fill(pieces.notice, {})),
    papers: encodePiece(pieces.papers),
    rest: encodePiece(pieces.rest),
  };
}
