import { cleanText } from '../shared/text/plain.js';
import type { Block } from './blocks.js';
import type { Both, Card, FilledCard, Medium, StoryHole } from './card.js';
import { digestTemplate, type ShellHole, type Template } from './digest-pieces.js';
import {
  addFilled,
  type Body,
  type EncodedPiece,
  emptyBody,
  encodeBody,
  encodePiece,
  fillEncoded,
  filledBytes,
  fillHole,
  remembering,
} from './encoded.js';
import { fill } from './piece.js';
import type { DigestPlan } from './plan.js';

/** In bytes of the decoded body: Gmail clips a message at 102 KB, and our own promise is 90. */
const BUDGET = 88_000;
/** Kept back for what is written once the papers are counted. */
const REST_ROOM = 3_000;
const NOTHING: Body = emptyBody();

/**
 * Returns both bodies of a digest, each of at most 90 KB when decoded; the papers that would go past it are counted and
 * linked to the web.
 */
export function digestBodies(plan: DigestPlan): Both<Body> {
  const links = encodeLinks(plan);
  return { html: digestBody(plan, links.html, 'html'), text: digestBody(plan, links.text, 'text') };
}

type LinkBodies = Record<'read' | 'manage' | 'pause' | 'unsubscribe' | 'vote', Body>;

function encodeLinks({ links }: DigestPlan): Both<LinkBodies> {
  const read = inBoth(links.read);
  const manage = inBoth(links.manage);
  const pause = inBoth(`${links.manage}#pause`);
  const unsubscribe = inBoth(links.unsubscribe);
  const vote = inBoth(links.vote);
  const of = (medium: Medium): LinkBodies => ({
    read: read[medium],
    manage: manage[medium],
    pause: pause[medium],
    unsubscribe: unsubscribe[medium],
    vote: vote[medium],
  });
  return { html: of('html'), text: of('text') };
}

/** A link that is written the same in both bodies, as most are, is encoded once. */
function inBoth(link: string): Both<Body> {
  const [html, text] = [digestTemplate.html.write(link), digestTemplate.text.write(link)];
  const body = encodeBody(html);
  return { html: body, text: text === html ? body : encodeBody(text) };
}

function digestBody(plan: DigestPlan, links: LinkBodies, medium: Medium): Body {
  const { shell, notice, rest, encode } = frames()[medium];
  const { words } = plan;
  // Written out, as V8 takes ten times as long to spread objects into one another.
  const around = {
    subject: encode(words.subject),
    preheader: encode(words.preheader),
    brand: encode(words.brand),
    date: encode(words.date),
    intro: encode(words.intro),
    notice: plan.cards.some((edition) => edition.sample) ? notice : NOTHING,
    blocks: NOTHING,
    rest: NOTHING,
    completeness: encode(words.completeness),
    postalAddress: encode(words.postalAddress),
    read: links.read,
    manage: links.manage,
    pause: links.pause,
    unsubscribe: links.unsubscribe,
  };
  const room = BUDGET - REST_ROOM - filledBytes(shell, around);
  const { blocks, count } = fitBlocks(plan, medium, room, links.vote);
  around.blocks = blocks;
  const left = plan.digest.picks.length - count;
  if (left > 0) {
    around.rest = fillEncoded(rest, { read: links.read, count: encode(`${left} more on the web`) });
  }
  return fillEncoded(shell, around);
}

/** Returns as many blocks as have room, the last perhaps with some of its papers only, and their papers' number. */
function fitBlocks(
  plan: DigestPlan,
  medium: Medium,
  room: number,
  vote: Body,
): { blocks: Body; count: number } {
  const { encode, papers } = frames()[medium];
  const shows = plan.show === 'abstracts' ? 'abstract' : 'summary';
  const blocks = emptyBody();
  let count = 0;
  let left = room;
  for (const block of plan.blocks) {
    const piece: EncodedPiece<StoryHole> = block.story?.piece[medium] ?? papers;
    left -= piece.bytes;
    const cards = emptyBody();
    const before = count;
    for (const { pick, card } of block.chosen) {
      const filled = filledCard(card, shows)[medium];
      const personal = { why: encode(pick.why), vote };
      left -= filledBytes(filled, personal);
      if (left < 0) break;
      addFilled(cards, filled, personal);
      count += 1;
    }
    if (count > before) addFilled(blocks, piece, { count: encode(storyCount(block)), card: cards });
    if (left < 0) break;
  }
  return { blocks, count };
}

/** The card with one of its texts in place; made once for all readers who get it so. */
function filledCard(card: Card, shows: 'summary' | 'abstract'): FilledCard {
  card.filled[shows] ??= {
    html: fillHole(card.piece.html, 'body', card[shows].html),
    text: fillHole(card.piece.text, 'body', card[shows].text),
  };
  return card.filled[shows];
}

/** How much of a story is here; empty for papers of none. */
export function storyCount({ story, chosen }: Block): string {
  if (story === undefined) return '';
  const all = `A story in ${story.paperCount} papers`;
  return chosen.length === story.paperCount ? all : `${all}, ${chosen.length} of them for you`;
}

interface Frame {
  shell: EncodedPiece<ShellHole>;
  notice: Body;
  papers: EncodedPiece<'card'>;
  rest: EncodedPiece<'read' | 'count'>;
  /** Cleans, writes and encodes a text that is much the same for all readers. */
  encode: (text: string) => Body;
}

let encodedFrames: Both<Frame> | undefined;

/** The pieces that hold nothing of an edition, encoded when first needed. */
function frames(): Both<Frame> {
  encodedFrames ??= { html: encodeFrame(digestTemplate.html), text: encodeFrame(digestTemplate.text) };
  return encodedFrames;
}

function encodeFrame({ pieces, write }: Template): Frame {
  return {
    shell: encodePiece(pieces.shell),
    notice: encodeBody(fill(pieces.notice, {})),
    papers: encodePiece(pieces.papers),
    rest: encodePiece(pieces.rest),
    encode: remembering((text) => encodeBody(write(cleanText(text)))),
  };
}
