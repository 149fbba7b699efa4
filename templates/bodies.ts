import type { DigestLinks } from '../shared/links/digest-links.js';
import { remembering } from '../shared/once.js';
import { type Block, shortTitle } from './blocks.js';
import type { Both, Card, FilledCard, Medium, StoryHole } from './card.js';
import {
  addFilled,
  type Body,
  type EncodedPiece,
  emptyBody,
  encodeBody,
  fillEncoded,
  filledBytes,
  fillSomeEncoded,
  type GrowingBody,
  joinBodies,
} from './encoded.js';
import { encodeInBoth, encodeShared, frames, NOTHING, type OpenShell, shellFor } from './frames.js';
import type { DigestPlan } from './plan.js';

/** In bytes of the decoded body: Gmail clips a message at 102 KB, and our own promise is 90. */
const BUDGET = 88_000;
/** Kept back for what is written once the papers are counted. */
const REST_ROOM = 3_000;

/**
 * Returns both bodies of a digest, each of at most 90 KB when decoded; the papers that would go past it are counted and
 * linked to the web.
 */
export function digestBodies(plan: DigestPlan): Both<Body> {
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
  /** How many papers the digest has. */
  count: number;
}

function encodePlan({ view, words, ahead, blocks }: DigestPlan): EncodedPlan {
  const shows = view.show === 'abstracts' ? 'abstract' : 'summary';
  return {
    shell: shellFor(words, view.cards),
    subject: encodeShared(words.subject),
    preheader: { html: preheaderOf(ahead), text: NOTHING },
    intro: encodeShared(words.intro),
    links: encodeLinks(view.links),
    blocks: blocks.map((block) => encodeBlock(block, shows)),
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
  papers: { card: FilledCard; why: Both<Body> }[];
}

function encodeBlock(block: Block, shows: 'summary' | 'abstract'): EncodedBlock {
  const { html, text } = frames();
  return {
    piece: block.story?.piece ?? { html: html.papers, text: text.papers },
    count: encodeShared(storyCount(block)),
    papers: block.chosen.map(({ pick, card }) => ({
      card: filledCard(card, shows),
      why: encodeShared(pick.why),
    })),
  };
}

/** The card with one of its texts in place; made once for all readers who get it so. */
function filledCard(card: Card, shows: 'summary' | 'abstract'): FilledCard {
  card.filled[shows] ??= {
    html: fillSomeEncoded(card.piece.html, { body: card[shows].html }),
    text: fillSomeEncoded(card.piece.text, { body: card[shows].text }),
  };
  return card.filled[shows];
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
  const room = BUDGET - REST_ROOM - filledBytes(shell, around);
  const body = emptyBody();
  const place = shell.holes.indexOf('blocks');
  addFilled(body, shell, around, 0, place);
  const left = plan.count - addBlocks(body, plan, medium, room);
  if (left > 0) {
    const count = encodeShared(`${left} more on the web`)[medium];
    around.rest = fillEncoded(frames()[medium].rest, { read, count });
  }
  addFilled(body, shell, around, place + 1);
  return body;
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

/** Adds as many blocks as have room, the last perhaps with some of its papers only. Returns their papers' number. */
function addBlocks(body: GrowingBody, { blocks, links }: EncodedPlan, medium: Medium, room: number): number {
  const end = body.bytes + room;
  const vote = links.vote[medium];
  let count = 0;
  for (const block of blocks) {
    const piece = block.piece[medium];
    const place = piece.holes.indexOf('card');
    const around = { count: block.count[medium] };
    let shown = 0;
    for (const { card, why } of block.papers) {
      const personal = { why: why[medium], vote };
      const more = filledBytes(card[medium], personal) + (shown === 0 ? piece.bytes : 0);
      if (body.bytes + more > end) break;
      if (shown === 0) addFilled(body, piece, around, 0, place);
      addFilled(body, card[medium], personal);
      shown += 1;
    }
    if (shown > 0) addFilled(body, piece, around, place + 1);
    count += shown;
    if (shown < block.papers.length) break;
  }
  return count;
}
