import type { PaperId } from '../domain/paper.js';
import type { Topic } from '../domain/preferences.js';
import { nameKey, plainText } from './names.js';
import type { PreparedEdition } from './prepare.js';
import { tasteRelevance, topicRelevance } from './relevance.js';
import type { Taste } from './taste.js';
import { type Reason, whyOf } from './why.js';

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

/** One paper as ranked for one reader. */
export interface Ranked {
  paperId: PaperId;
  /** About how many standard deviations the paper stands out for this reader. */
  score: number;
  why: string;
}

/** A paper of one of the editions with what speaks for it. */
export interface Scored {
  edition: PreparedEdition;
  at: number;
  score: number;
  reason: Reason;
}

const TOPIC_EVIDENCE = 1.2;
/** Between 1, where interests add up, and infinity, where only the strongest counts. */
const JOINING = 1.5;
const FOLLOWED = 3;
const TRENDING = 0.15;
const DISLIKED = 0.4;

interface Interest {
  scores: Float32Array;
  weight: number;
  reason: Reason;
}

/** Everything positive or negative that a reader's topics and votes say about the papers of an edition. */
function interestsOf(edition: PreparedEdition, reader: Reader): { wanted: Interest[]; unwanted: Interest[] } {
  const topics = reader.topics.map(({ topic, vector }) => ({
    scores: topicRelevance(edition, topic, vector).scores,
    weight: TOPIC_EVIDENCE * topic.weight,
    reason:
      topic.kind === 'phrase'
        ? { kind: 'phrase' as const, phrase: topic.phrase }
        : { kind: 'category' as const, category: topic.category },
  }));
  const groups = (of: Taste['likes']): Interest[] =>
    of.map((group) => ({
      scores: tasteRelevance(edition, group),
      weight: Math.sqrt(group.evidence),
      reason: { kind: 'like', title: group.title },
    }));
  return { wanted: [...topics, ...groups(reader.taste.likes)], unwanted: groups(reader.taste.dislikes) };
}

/**
 * Scores every paper of one edition that may be shown: withdrawn papers, and papers with a muted word, are left out.
 * In no order.
 */
export function scoreEdition(edition: PreparedEdition, reader: Reader): Scored[] {
  const { wanted, unwanted } = interestsOf(edition, reader);
  const hidden = hiddenPapers(edition, reader.mutedWords);
  const followed = followedPapers(edition, reader.followedAuthors);
  const strongest = wanted.reduce((most, { weight }) => Math.max(most, weight), 1e-9);
  const scored: Scored[] = [];
  for (let at = 0; at < edition.papers.length; at++) {
    if (hidden[at] === 1) continue;
    let sum = 0;
    let most = 0;
    let reason: Reason = { kind: 'none' };
    for (const interest of wanted) {
      const standing = Math.max(0, interest.scores[at] as number);
      const part = (interest.weight / strongest) * standing ** JOINING;
      sum += part;
      if (part > most) {
        most = part;
        reason = interest.reason;
      }
    }
    let score = sum ** (1 / JOINING);
    for (const interest of unwanted) score -= DISLIKED * Math.max(0, interest.scores[at] as number);
    const heat = TRENDING * (edition.trending[at] as number);
    if (heat > score && heat > 0) {
      reason = { kind: 'trending', upvotes: edition.papers[at]?.signals.upvotes ?? 0 };
    }
    score += heat;
    const author = followed.get(at);
    if (author !== undefined) {
      if (score < FOLLOWED) reason = { kind: 'author', name: author };
      score += FOLLOWED;
    }
    scored.push({ edition, at, score, reason });
  }
  return scored;
}

function hiddenPapers(edition: PreparedEdition, mutedWords: readonly string[]): Uint8Array {
  const hidden = edition.showable.map((showable) => 1 - showable);
  for (const word of mutedWords) {
    const plain = plainText(word);
    let found = edition.muted.get(plain);
    if (!found) {
      found = edition.plainTexts.flatMap((text, at) => (plain.trim() && text.includes(plain) ? [at] : []));
      edition.muted.set(plain, found);
    }
    for (const at of found) hidden[at] = 1;
  }
  return hidden;
}

function followedPapers(edition: PreparedEdition, names: readonly string[]): Map<number, string> {
  const followed = new Map<number, string>();
  for (const name of names) {
    for (const at of edition.byAuthor.get(nameKey(name)) ?? []) followed.set(at, name);
  }
  return followed;
}

/**
 * All papers of the editions in the order in which this reader would want them, best first, each once, with the
 * reason in words. No threshold, no diversity pass: that is `chooseDigest`.
 * @param candidates ranks only these papers where given
 */
export function rank(
  editions: readonly PreparedEdition[],
  reader: Reader,
  candidates?: ReadonlySet<string>,
): Ranked[] {
  const scored = editions.flatMap((edition) => scoreEdition(edition, reader));
  scored.sort((a, b) => b.score - a.score || a.at - b.at);
  const seen = new Set<string>();
  return scored.flatMap(({ edition, at, score, reason }) => {
    const paperId = edition.papers[at]?.id;
    if (paperId === undefined || seen.has(paperId) || candidates?.has(paperId) === false) return [];
    seen.add(paperId);
    return [{ paperId, score, why: whyOf(reason) }];
  });
}
