import type { DigestLinks } from '../shared/links/digest-links.js';
import { remembering } from '../shared/once.js';
import { type Block, shortTitle } from './blocks.js';
import type { Both, Card, Medium } from './card.js';
import {
  addFilled,
  BODY_BYTES,
  type Body,
  type EncodedPiece,
  encodeBody,
  fillEncoded,
  filledBytes,
  type GrowingBody,
  joinBodies,
} from './encoded.js';
import { encodeInBoth, encodeShared, frames, NOTHING, type OpenShell, shellFor } from './frames.js';
import type { Galley, Shown } from './galley.js';
import type { StoryHole } from './laid.js';
import type { DigestPlan } from './plan.js';

/** Bytes kept back for what is written once the papers are counted. */
const REST_ROOM = 3_000;

/**
 * Returns both bodies of a digest, each of at most 90 KB when decoded; the papers that would go past it are counted and
 * linked to the web. Parts of them are views on the editions' galleys, good until the next call.
 */
export function digestBodies(plan: DigestPlan): Both<Body> {
  for (const { galley } of plan.view.cards) galley.clear();
  const encoded = encodePlan(plan);
  return { html: digestBody(encoded, 'html'), text: digestBody(encoded, 'text') };
}

/** A digest, its texts found for both bodies at once. */
interface EncodedPlan {
  shell: Both<OpenShell>;
  subject: Both<Body>;
  preheader: Both<Body>;
  intro: Both<Body>;
  links: EncodedLinks;
  blocks: EncodedBlock[];
  shown: Shown;
  /** How many papers the digest has. */
  count: number;
}

function encodePlan({ view, words, ahead, blocks }: DigestPlan): EncodedPlan {
  return {
    shell: shellFor(words, view.cards),
    subject: encodeShared(words.subject),
    preheader: { html: preheaderOf(ahead), text: NOTHING },
    intro: encodeShared(words.intro),
    links: encodeLinks(view.links),
    blocks: blocks.map(encodeBlock),
    shown: view.show === 'abstracts' ? 'abstract' : 'summary',
    count: view.digest.picks.length,
  };
}

type EncodedLinks = Record<'read' | 'manage' | 'pause' | 'unsubscribe' | 'vote', Both<Body>>;

function encodeLinks({ read, manage, unsubscribe, vote }: DigestLinks): EncodedLinks {
  const encoded = encodeInBoth(manage);
  return {
    read: encodeInBoth(read),
    manage: encoded,
    pause: { html: joinBodies(encoded.html, PAUSE), text: joinBodies(encoded.text, PAUSE) },
    unsubscribe: encodeInBoth(unsubscribe),
    vote: encodeInBoth(vote),
  };
}

const PAUSE = encodeBody('#pause');

interface EncodedBlock {
  piece: Both<EncodedPiece<StoryHole>>;
  count: Both<Body>;
  papers: { card: Card; why: Both<Body> }[];
}

function encodeBlock(block: Block): EncodedBlock {
  const { html, text } = frames();
  return {
    piece: block.story?.piece ?? { html: html.papers, text: text.papers },
    count: encodeShared(storyCount(block)),
    papers: block.chosen.map(({ pick, card }) => ({ card, why: encodeShared(pick.why) })),
  };
}

/** How much of a story is here; empty for papers of none. */
export function storyCount({ story, chosen }: Block): string {
  if (story === undefined) return '';
  const all = `A story in ${story.paperCount} papers`;
  return chosen.length === story.paperCount ? all : `${all}, ${chosen.length} of them for you`;
}

function digestBody(plan: EncodedPlan, medium: Medium): Body {
  const shell = plan.shell[medium];
  const read = plan.links.read[medium];
  const around = {
    subject: plan.subject[medium],
    preheader: plan.preheader[medium],
    intro: plan.intro[medium],
    blocks: NOTHING,
    rest: NOTHING,
    read,
    manage: plan.links.manage[medium],
    pause: plan.links.pause[medium],
    unsubscribe: plan.links.unsubscribe[medium],
  };
  const room = BODY_BYTES - REST_ROOM - filledBytes(shell, around);
  const blocks = fillBlocks(plan, medium, room);
  const left = plan.count - blocks.count;
  around.blocks = blocks;
  if (left > 0) {
    const count = encodeShared(`${left} more on the web`)[medium];
    around.rest = fillEncoded(frames()[medium].rest, { read, count });
  }
  return fillEncoded(shell, around);
}

const BETWEEN_TITLES = encodeInBoth(' · ').html;
const TITLES_KEPT = 2_000;
const titleAhead = remembering(TITLES_KEPT, (title: string) => encodeInBoth(shortTitle(title)).html);

/** Joined from titles that are encoded once each: few readers are shown the same ones. */
function preheaderOf(ahead: readonly string[]): Body {
  const bodies: Body[] = [];
  for (const title of ahead) {
    if (bodies.length > 0) bodies.push(BETWEEN_TITLES);
    bodies.push(titleAhead(title));
  }
  return joinBodies(...bodies);
}

/** Returns as many blocks as have room, the last perhaps with some of its papers only, and their papers' number. */
function fillBlocks(plan: EncodedPlan, medium: Medium, room: number): CountedBody {
  const filled = nothingYet();
  for (const { piece, count, papers } of plan.blocks) {
    const left = room - filled.bytes - piece[medium].bytes - count[medium].bytes;
    const cards = setCards(papers, plan, medium, left);
    if (cards.count > 0) addFilled(filled, piece[medium], { count: count[medium], card: cards });
    filled.count += cards.count;
    if (cards.count < papers.length) break;
  }
  return filled;
}

/** Sets as many cards as have room. */
function setCards(
  papers: EncodedBlock['papers'],
  { links, shown }: EncodedPlan,
  medium: Medium,
  room: number,
): CountedBody {
  const cards = nothingYet();
  const vote = links.vote[medium];
  let galley: Galley | undefined;
  for (const { card, why } of papers) {
    const personal = { why: why[medium], vote };
    const bytes = card.galley.bytesOf(card.nth, medium, shown, personal);
    if (cards.bytes + bytes > room) break;
    if (card.galley !== galley) {
      if (galley) cards.parts.push(galley.take());
      galley = card.galley;
    }
    galley.set(card.nth, medium, shown, personal);
    cards.bytes += bytes;
    cards.count += 1;
  }
  if (galley) cards.parts.push(galley.take());
  return cards;
}

/** Blocks or cards, and how many papers they show. */
interface CountedBody extends GrowingBody {
  count: number;
}

function nothingYet(): CountedBody {
  return { parts: [], bytes: 0, count: 0 };
}
