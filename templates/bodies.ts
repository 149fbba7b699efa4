import type { DigestLinks } from '../shared/links/digest-links.js';
import { rememberingOfTwo } from '../shared/once.js';
import type { Block, ShownPick } from './blocks.js';
import type { Both, Medium } from './card.js';
import {
  BODY_BYTES,
  type Body,
  type EncodedPiece,
  encodeBody,
  encodePlain,
  filledBytes,
  isPlain,
  joinBodies,
  NOTHING,
} from './encoded.js';
import { encodeInBoth, encodeShared, frames, type OpenShell, shellFor } from './frames.js';
import type { Galley, Shown } from './galley.js';
import type { StoryHole } from './laid.js';
import type { DigestPlan } from './plan.js';

/** Bytes kept back for what is written once the papers are counted. */
const REST_ROOM = 3_000;

/** A digest, its texts found for both bodies at once. */
export interface EncodedDigest {
  shell: Both<OpenShell>;
  subject: Both<Body>;
  ahead: readonly ShownPick[];
  intro: Both<Body>;
  links: EncodedLinks;
  blocks: EncodedBlock[];
  shown: Shown;
  /** How many papers the digest has. */
  count: number;
}

/** Returns a planned digest with all its texts encoded. */
export function encodeDigest({ view, words, subject, ahead, blocks }: DigestPlan): EncodedDigest {
  return {
    shell: shellFor(words, view.cards),
    subject: subject.shown,
    ahead,
    intro: encodeShared(words.intro),
    links: encodeLinks(view.links),
    blocks: blocks.map(encodeBlock),
    shown: view.show === 'abstracts' ? 'abstract' : 'summary',
    count: view.digest.picks.length,
  };
}

type EncodedLinks = Record<'read' | 'manage' | 'pause' | 'unsubscribe' | 'vote', Both<Body>>;

function encodeLinks({ read, manage, unsubscribe, vote }: DigestLinks): EncodedLinks {
  const encode = isPlain(read + manage + unsubscribe + vote) ? plainInBoth : encodeInBoth;
  const encoded = encode(manage);
  return {
    read: encode(read),
    manage: encoded,
    pause: pauseAt(encoded),
    unsubscribe: encode(unsubscribe),
    vote: encode(vote),
  };
}

function plainInBoth(text: string): Both<Body> {
  const body = encodePlain(text);
  return { html: body, text: body };
}

function pauseAt({ html, text }: Both<Body>): Both<Body> {
  const pause = joinBodies(html, PAUSE);
  return { html: pause, text: text === html ? pause : joinBodies(text, PAUSE) };
}

const PAUSE = encodeBody('#pause');

interface EncodedBlock {
  piece: Both<EncodedPiece<StoryHole>>;
  count: Both<Body>;
  /** Each on its edition's galley, as the nth. */
  papers: { galley: Galley; nth: number; why: Both<Body> }[];
}

function encodeBlock(block: Block): EncodedBlock {
  const { html, text } = frames();
  return {
    piece: block.story?.piece ?? { html: html.papers, text: text.papers },
    count: encodeShared(storyCount(block)),
    papers: block.chosen.map(({ pick, edition }) => ({
      galley: edition.galley,
      nth: pick.number,
      why: encodeShared(pick.why),
    })),
  };
}

/** How much of a story is here; empty for papers of none. */
export function storyCount({ story, chosen }: Block): string {
  return story === undefined ? '' : countOf(story.paperCount, chosen.length);
}

const COUNTS_KEPT = 100;
const countOf = rememberingOfTwo(COUNTS_KEPT, (all: number, chosen: number) => {
  const words = `A story in ${all} papers`;
  return chosen === all ? words : `${words}, ${chosen} of them for you`;
});

/**
 * Sets one of a digest's bodies on a galley, at most 90 KB when decoded; the papers that would go past it are counted and
 * linked to the web. @throws RangeError when the galley has no room
 */
export function setBody(galley: Galley, digest: EncodedDigest, medium: Medium): void {
  const { shell, subject, intro, links } = digest;
  const around = {
    subject: subject[medium],
    preheader: NOTHING,
    intro: intro[medium],
    blocks: NOTHING,
    rest: NOTHING,
    read: links.read[medium],
    manage: links.manage[medium],
    pause: links.pause[medium],
    unsubscribe: links.unsubscribe[medium],
  };
  const taken = filledBytes(shell[medium], around) + (medium === 'html' ? preheaderBytes(digest) : 0);
  const count = fitting(digest, medium, BODY_BYTES - REST_ROOM - taken);
  setFilled(galley, shell[medium], (hole) => {
    if (hole === 'blocks') setBlocks(galley, digest, medium, count);
    else if (hole === 'preheader') setPreheader(galley, digest);
    else if (hole === 'rest') setRest(galley, digest, medium, digest.count - count);
    else galley.setBody(around[hole]);
  });
}

function setRest(galley: Galley, { links }: EncodedDigest, medium: Medium, left: number): void {
  if (left === 0) return;
  const filling = { read: links.read, count: encodeShared(`${left} more on the web`) };
  setFilled(galley, frames()[medium].rest, (hole) => galley.setBody(filling[hole][medium]));
}

/** Sets a piece's texts, and has its holes filled in between. */
function setFilled<Hole extends string>(
  galley: Galley,
  { texts, holes }: EncodedPiece<Hole>,
  fill: (hole: Hole) => void,
): void {
  galley.setBytes(texts[0] as Uint8Array);
  for (let nth = 0; nth < holes.length; nth++) {
    fill(holes[nth] as Hole);
    galley.setBytes(texts[nth + 1] as Uint8Array);
  }
}

const BETWEEN_TITLES = encodeInBoth(' · ').html;

/** Only the HTML has a preheader. */
function preheaderBytes({ ahead }: EncodedDigest): number {
  let bytes = BETWEEN_TITLES.bytes * Math.max(0, ahead.length - 1);
  for (const { edition, pick } of ahead) bytes += edition.galley.titleBytes(pick.number);
  return bytes;
}

function setPreheader(galley: Galley, { ahead }: EncodedDigest): void {
  for (let nth = 0; nth < ahead.length; nth++) {
    if (nth > 0) galley.setBody(BETWEEN_TITLES);
    const { edition, pick } = ahead[nth] as ShownPick;
    edition.galley.setTitle(pick.number, galley);
  }
}

/** How many of the digest's papers, from the first, have room. */
function fitting({ blocks, links, shown }: EncodedDigest, medium: Medium, room: number): number {
  const vote = links.vote[medium];
  let left = room;
  let fit = 0;
  for (const { piece, count, papers } of blocks) {
    left -= piece[medium].bytes + count[medium].bytes;
    for (const { galley, nth, why } of papers) {
      left -= galley.bytesOf(nth, medium, shown, { why: why[medium], vote });
      if (left < 0) return fit;
      fit += 1;
    }
  }
  return fit;
}

/** Sets the first `count` papers, and the stories that they are in. */
function setBlocks(galley: Galley, digest: EncodedDigest, medium: Medium, count: number): void {
  let left = count;
  for (const block of digest.blocks) {
    if (left === 0) break;
    const papers = block.papers.slice(0, left);
    left -= papers.length;
    setFilled(galley, block.piece[medium], (hole) => {
      if (hole === 'count') galley.setBody(block.count[medium]);
      else setCards(galley, papers, digest, medium);
    });
  }
}

function setCards(
  galley: Galley,
  papers: EncodedBlock['papers'],
  { links, shown }: EncodedDigest,
  medium: Medium,
): void {
  const vote = links.vote[medium];
  for (const { galley: own, nth, why } of papers) {
    const personal = { why: why[medium], vote };
    if (own === galley) {
      galley.setCard(nth, medium, shown, personal);
    } else {
      own.begin();
      own.setCard(nth, medium, shown, personal);
      galley.setBytes(own.mail);
    }
  }
}
