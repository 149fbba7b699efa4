import { escapeHtml, escapeText } from '../shared/text/plain.js';
import type { Both } from './card.js';
import { digestPieces as compiled } from './compiled/digest.js';
import type { CardHole, StoryHole } from './laid.js';
import type { Piece } from './piece.js';

/** What the digest's shell is filled with. */
export type ShellHole =
  | 'subject'
  | 'preheader'
  | 'brand'
  | 'date'
  | 'intro'
  | 'notice'
  | 'blocks'
  | 'rest'
  | 'completeness'
  | 'read'
  | 'manage'
  | 'pause'
  | 'unsubscribe'
  | 'postalAddress';

/** The pieces that `templates/digest` is cut into, with all the holes that a template may have. */
export interface DigestPieces {
  shell: Piece<ShellHole>;
  notice: Piece<never>;
  story: Piece<StoryHole | 'goesOn' | 'headline' | 'summary' | 'mark'>;
  papers: Piece<'card'>;
  card: Piece<
    CardHole | 'chip' | 'signals' | 'url' | 'title' | 'authors' | 'text' | 'mark' | 'link' | 'more' | 'less'
  >;
  chip: Piece<'name'>;
  signals: Piece<'text'>;
  link: Piece<'url' | 'label'>;
  rest: Piece<'read' | 'count'>;
}

/** A body's pieces, and how plain text is written in it: anywhere, and where it is no attribute's value. */
export interface Template {
  pieces: DigestPieces;
  write: (text: string) => string;
  writeText: (text: string) => string;
}

/** The digest as compiled by `npm run build`. */
export const digestTemplate: Both<Template> = {
  html: { pieces: compiled.html, write: escapeHtml, writeText: escapeText },
  text: { pieces: compiled.text, write: (text) => text, writeText: (text) => text },
};
