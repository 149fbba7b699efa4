import type { Day } from '../shared/domain/day.js';
import type { Completeness, SourceFailure } from '../shared/domain/edition.js';
import type { PaperId } from '../shared/domain/paper.js';
import type { Body, EncodedPiece } from './encoded.js';

/** What a card leaves open for the subscriber: summary or abstract, the reason why, the beginning of the vote links. */
export type CardHole = 'body' | 'why' | 'vote';

/** What a story leaves open: how many of its papers are shown, and their cards. */
export type StoryHole = 'count' | 'card';

/** The two bodies of a mail. */
export type Medium = 'html' | 'text';

/** The same thing for both bodies. */
export type Both<Value> = Readonly<Record<Medium, Value>>;

/** A card with its text in place: what is left open is the subscriber's. */
export type FilledCard = Both<EncodedPiece<Exclude<CardHole, 'body'>>>;

/** One paper, encoded for mail but for what is personal. */
export interface Card {
  /** Plain text, for subjects and preheaders. */
  title: string;
  storyId: string | undefined;
  piece: Both<EncodedPiece<CardHole>>;
  summary: Both<Body>;
  abstract: Both<Body>;
  /** What `filledCard` made of the above when it was first asked for. */
  filled: { summary?: FilledCard; abstract?: FilledCard };
}

/** One story, encoded for mail but for its cards. */
export interface StoryCard {
  /** Plain text, for subjects. */
  headline: string;
  paperCount: number;
  piece: Both<EncodedPiece<StoryHole>>;
}

/** Everything of an edition that its digests are made of. */
export interface EditionCards {
  day: Day;
  sample: boolean;
  completeness: Completeness[];
  failures: SourceFailure[];
  papers: Map<PaperId, Card>;
  stories: Map<string, StoryCard>;
}
