import { remembering } from '../shared/once.js';
import { cleanText } from '../shared/text/plain.js';
import type { Both, EditionCards, Medium } from './card.js';
import { digestTemplate, type ShellHole, type Template } from './digest-pieces.js';
import {
  type EncodedPiece,
  encodeBody,
  encodePiece,
  fillSomeEncoded,
  type KeptBody,
  NOTHING,
} from './encoded.js';
import { fill } from './piece.js';
import type { DigestWords } from './plan.js';

/** The pieces that hold nothing of an edition. */
export interface Frame {
  shell: EncodedPiece<ShellHole>;
  notice: KeptBody;
  papers: EncodedPiece<'card'>;
  rest: EncodedPiece<'read' | 'count'>;
}

let encodedFrames: Both<Frame> | undefined;

/** The frames of both bodies, encoded when first needed. */
export function frames(): Both<Frame> {
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

/** Writes and encodes a text for both bodies; one that is written the same in both, as most are, is encoded once. */
export function encodeInBoth(text: string): Both<KeptBody> {
  const [html, plain] = [digestTemplate.html.write(text), digestTemplate.text.write(text)];
  const body = encodeBody(html);
  return { html: body, text: plain === html ? body : encodeBody(plain) };
}

/** Reasons why, mostly: enough for the readers of an edition. */
const TEXTS_KEPT = 4_000;

/** Cleans, writes and encodes a text that is much the same for all readers. */
export const encodeShared = remembering(TEXTS_KEPT, (text: string) => encodeInBoth(cleanText(text)));

/** What the shell says to all readers of the same editions. */
const COMMON = ['brand', 'date', 'completeness', 'postalAddress'] as const;

/** The shell with that in place: what is left open is the reader's. */
export type OpenShell = EncodedPiece<Exclude<ShellHole, 'notice' | (typeof COMMON)[number]>>;

type CommonWords = Pick<DigestWords, (typeof COMMON)[number]>;

let last: { words: CommonWords; isSample: boolean; shell: Both<OpenShell> } | undefined;

/** The shell for readers of these editions; made once for them all. */
export function shellFor(words: DigestWords, cards: readonly EditionCards[]): Both<OpenShell> {
  const isSample = cards.some((edition) => edition.sample);
  if (!last || last.isSample !== isSample || COMMON.some((name) => last?.words[name] !== words[name])) {
    const shell = { html: openShell('html', words, isSample), text: openShell('text', words, isSample) };
    const { brand, date, completeness, postalAddress } = words;
    last = { words: { brand, date, completeness, postalAddress }, isSample, shell };
  }
  return last.shell;
}

function openShell(medium: Medium, words: CommonWords, isSample: boolean): OpenShell {
  const { shell, notice } = frames()[medium];
  return fillSomeEncoded(shell, {
    brand: encodeShared(words.brand)[medium],
    date: encodeShared(words.date)[medium],
    notice: isSample ? notice : NOTHING,
    completeness: encodeShared(words.completeness)[medium],
    postalAddress: encodeShared(words.postalAddress)[medium],
  });
}
