import { remembering } from '../shared/once.js';
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
  fillSomeEncoded,
  joinBodies,
} from './encoded.js';
import { fill } from './piece.js';
import type { DigestPlan, DigestWords } from './plan.js';

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

function encodeLinks({ view: { links } }: DigestPlan): Both<LinkBodies> {
  const read = inBoth(links.read);
  const manage = inBoth(links.manage);
  const unsubscribe = inBoth(links.unsubscribe);
  const vote = inBoth(links.vote);
  const of = (medium: Medium): LinkBodies => ({
    read: read[medium],
    manage: manage[medium],
    pause: joinBodies(manage[medium], PAUSE),
    unsubscribe: unsubscribe[medium],
    vote: vote[medium],
  });
  return { html: of('html'), text: of('text') };
}

const PAUSE = encodeBody('#pause');

/** A link that is written the same in both bodies, as most are, is encoded once. */
function inBoth(link: string): Both<Body> {
  const [html, text] = [digestTemplate.html.write(link), digestTemplate.text.write(link)];
  const body = encodeBody(html);
  return { html: body, text: text === html ? body : encodeBody(text) };
}

function digestBody(plan: DigestPlan, links: LinkBodies, medium: Medium): Body {
  const { rest, encode } = frames()[medium];
  const shell = shellFor(plan)[medium];
  const around = {
    subject: medium === 'html' ? encode(plan.words.subject) : NOTHING,
    preheader: medium === 'html' ? preheaderOf(plan.ahead) : NOTHING,
    intro: encode(plan.words.intro),
    blocks: NOTHING,
    rest: NOTHING,
    read: links.read,
    manage: links.manage,
    pause: links.pause,
    unsubscribe: links.unsubscribe,
  };
  const room = BUDGET - REST_ROOM - filledBytes(shell, around);
  const { blocks, count } = fitBlocks(plan, medium, room, links.vote);
  around.blocks = blocks;
  const left = plan.view.digest.picks.length - count;
  if (left > 0) {
    around.rest = fillEncoded(rest, { read: links.read, count: encode(`${left} more on the web`) });
  }
  return fillEncoded(shell, around);
}

/** What the shell says to all readers of the same editions. */
const COMMON_WORDS = ['brand', 'date', 'completeness', 'postalAddress'] as const;
type OpenHole = Exclude<ShellHole, 'notice' | (typeof COMMON_WORDS)[number]>;
interface CommonShell {
  words: DigestWords;
  isSample: boolean;
  shell: Both<EncodedPiece<OpenHole>>;
}

let lastShell: CommonShell | undefined;

/** The shell with that in place; made once for them all. */
function shellFor({ words, view: { cards } }: DigestPlan): Both<EncodedPiece<OpenHole>> {
  const isSample = cards.some((edition) => edition.sample);
  const isSame =
    lastShell?.isSample === isSample && COMMON_WORDS.every((name) => lastShell?.words[name] === words[name]);
  if (!lastShell || !isSame) {
    const shell = (medium: Medium) => commonShell(frames()[medium], words, isSample);
    lastShell = { words, isSample, shell: { html: shell('html'), text: shell('text') } };
  }
  return lastShell.shell;
}

function commonShell(
  { shell, notice, encode }: Frame,
  words: DigestWords,
  isSample: boolean,
): EncodedPiece<OpenHole> {
  return fillSomeEncoded(shell, {
    brand: encode(words.brand),
    date: encode(words.date),
    notice: isSample ? notice : NOTHING,
    completeness: encode(words.completeness),
    postalAddress: encode(words.postalAddress),
  });
}

/** Joined from titles that are encoded once each: few readers are shown the same ones. */
function preheaderOf(ahead: readonly string[]): Body {
  const { encode } = frames().html;
  return joinBodies(
    ...ahead.flatMap((title, nth) => (nth > 0 ? [encode(' · '), encode(title)] : [encode(title)])),
  );
}

/** Returns as many blocks as have room, the last perhaps with some of its papers only, and their papers' number. */
function fitBlocks(
  plan: DigestPlan,
  medium: Medium,
  room: number,
  vote: Body,
): { blocks: Body; count: number } {
  const { encode, papers } = frames()[medium];
  const shows = plan.view.show === 'abstracts' ? 'abstract' : 'summary';
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

interface Frame {
  shell: EncodedPiece<ShellHole>;
  notice: Body;
  papers: EncodedPiece<'card'>;
  rest: EncodedPiece<'read' | 'count'>;
  /** Cleans, writes and encodes a text that is much the same for all readers. */
  encode: (text: string) => Body;
}

/** Reasons why, subjects and titles: enough for the readers of an edition. */
const TEXTS_KEPT = 4_000;

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
    encode: remembering(TEXTS_KEPT, (text) => encodeBody(write(cleanText(text)))),
  };
}
