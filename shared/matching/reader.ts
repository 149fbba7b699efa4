import type { Topic } from '../domain/preferences.js';
import type { Taste } from './taste.js';

/** A topic; a phrase comes with its embedding (without one it counts by its words alone). */
export interface ReaderTopic {
  topic: Topic;
  vector?: Float32Array;
}

/** What matching knows of a subscriber. */
export interface Reader {
  topics: readonly ReaderTopic[];
  taste: Taste;
  followedAuthors: readonly string[];
  mutedWords: readonly string[];
}
