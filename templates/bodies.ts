import { cleanText } from '../shared/text/plain.js';
import type { Block, ChosenCard } from './blocks.js';
import type { Both, Medium, StoryHole } from './card.js';
import { digestTemplate, type ShellHole, type Template } from './digest-pieces.js';
import {
  type Body,
  type EncodedPiece,
  encodeBody,
  encodePiece,
  fillEncoded,
  joinBodies,
  remembering,
} from './encoded.js';
import { fill } from './piece.js';
import type { DigestPlan } from './plan.js';

/** In bytes of the decoded body: Gmail clips a message at 102 KB, and our own promise is 90. */
const BUDGET = 88_000;
/** Kept back for what is written once the papers are counted. */
const REST_ROOM = 3_000;
const NOTHING: Body = { encoded: '', bytes: 0 };

/**
 * Returns one body of a digest, of at most 90 KB when decoded; the papers that would go past it are counted and
 * linked to the web.
 */
export function digestBody(plan: DigestPlan, medium: Medium): Body {
  const frame = frames()[medium];
  const around = encodeAround(plan, medium);
  let room = BUDGET - REST_ROOM - frame.shell.bytes;
  for (const { bytes } of Object.values(around)) room -= bytes;
  const { bodies, count } = fitBlocks(plan, medium, room);
  const left = plan.digest.picks.length - count;
  const rest = { read: around.read, count: `${left} more on the web` };
  return fillEncoded(frame.shell, {
    ...around,
    notice: plan.cards.some((edition) => edition.sample) ? frame.notice : NOTHING,
    blocks: joinBodies(bodies),
    rest: left > 0 ? fillEncoded(frame.rest, rest) : NOTHING,
  });
}

/** What stands around the papers. */
function encodeAround({ words, links }: DigestPlan, medium: Medium) {
  const { encode } = frames()[medium];
  const { write } = digestTemplate[medium];
  return {
    subject: encode(words.subject),
    preheader: encode(words.preheader),
    brand: encode(words.brand),
    date: encode(words.date),
    intro: encode(words.intro),
    completeness: encode(words.completeness),
    postalAddress: encode(words.postalAddress),
    read: encodeBody(write(links.read)),
    manage: encodeBody(write(links.manage)),
    pause: encodeBody(write(`${links.manage}#pause`)),
    unsubscribe: encodeBody(write(links.unsubscribe)),
  };
}

/** Returns as many blocks as have room, the last perhaps with some of its papers only, and their papers' number. */
function fitBlocks(plan: DigestPlan, medium: Medium, room: number): { bodies: Body[]; count: number } {
  const vote = encodeBody(digestTemplate[medium].write(plan.links.vote));
  const bodies: Body[] = [];
  let count = 0;
  let left = room;
  for (const block of plan.blocks) {
    const piece: EncodedPiece<StoryHole> = block.story?.piece[medium] ?? frames()[medium].papers;
    left -= piece.bytes;
    const cards: Body[] = [];
    for (const chosen of block.chosen) {
      const card = cardBody(plan, chosen, medium, vote);
      left -= card.bytes;
      if (left < 0) break;
      cards.push(card);
    }
    count += cards.length;
    if (cards.length > 0) {
      bodies.push(
        fillEncoded(piece, { count: frames()[medium].encode(storyCount(block)), card: joinBodies(cards) }),
      );
    }
    if (left < 0) break;
  }
  return { bodies, count };
}

/** How much of a story is here; empty for papers of none. */
export function storyCount({ story, chosen }: Block): string {
  if (story === undefined) return '';
  const all = `A story in ${story.paperCount} papers`;
  return chosen.length === story.paperCount ? all : `${all}, ${chosen.length} of them for you`;
}

function cardBody({ show }: DigestPlan, { pick, card }: ChosenCard, medium: Medium, vote: Body): Body {
  const shown = show === 'abstracts' ? card.abstract : card.summary;
  return fillEncoded(card.piece[medium], {
    body: shown[medium],
    why: frames()[medium].encode(pick.why),
    vote,
  });
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
