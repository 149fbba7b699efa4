import type { PaperId } from '../domain/paper.js';
import { type Interest, interestsOf, placeVotes } from './interests.js';
import { dotAt } from './linear.js';
import { nameKey, plainText } from './names.js';
import type { PreparedEdition } from './prepare.js';
import type { Reader } from './reader.js';
import { walkTo } from './walk.js';
import type { Reason } from './why.js';

/** A paper of an edition with its score: about how many standard deviations it stands out for this reader. */
export interface Scored {
  edition: PreparedEdition;
  at: number;
  paperId: PaperId;
  score: number;
}

/** An edition as one reader sees it. */
export interface Reading {
  scored: Scored[];
  /** What spoke most for one of the papers. */
  reasonFor(at: number): Reason;
}

/** How a followed author, a paper much read elsewhere, and a likeness to disliked papers count. */
const FOLLOWED = 3;
const TRENDING = 0.15;
const DISLIKED = 0.5;

/**
 * Scores papers of one edition for one reader, in no order. Withdrawn papers, and papers with a muted word, are left
 * out.
 * @param reach `near` looks only where something speaks for a paper, in a time that hardly grows with the edition;
 * `all` gives every paper, those that nothing speaks for with 0 or less
 * @param least papers below this score are left out
 */
export function readEdition(
  edition: PreparedEdition,
  reader: Reader,
  reach: 'near' | 'all',
  least = Number.NEGATIVE_INFINITY,
): Reading {
  const interests = interestsOf(edition, reader);
  const followed = followedPapers(edition, reader.followedAuthors);
  const candidates = reach === 'all' ? edition.papers.keys() : nearPapers(edition, interests, followed);
  const hidden = mutedPapers(edition, reader.mutedWords);
  const disliked = placeVotes(edition.space, reader.taste.dislikes);
  const unlike = disliked && { ...walkTo(edition, disliked.query, undefined), weight: disliked.weight };
  const scored: Scored[] = [];
  for (const at of candidates) {
    const paper = edition.papers[at];
    if (!paper || paper.withdrawn || hidden.has(at)) continue;
    let score = wanted(interests, at) + TRENDING * (edition.trending[at] as number);
    if (followed.has(at)) score += FOLLOWED;
    if (unlike) score -= DISLIKED * Math.max(0, (unlike.scores[at] || 0) / unlike.deviation);
    if (score >= least) scored.push({ edition, at, paperId: paper.id, score });
  }
  return { scored, reasonFor: (at) => reasonFor(edition, interests, followed, at) };
}

/** How strongly an interest speaks for a paper: the part of its topic, and of its votes. */
function partsOf(interest: Interest, at: number): { topic: number; votes: number } {
  const { topic, votes } = interest;
  return {
    topic: topic ? interest.topicFactor * (topic.relevance.scores[at] as number) : 0,
    votes: votes ? interest.votesFactor * (votes.found.scores[at] || 0) : 0,
  };
}

/** Several interests join as the length of a vector: the strongest decides, and a paper that suits two gains a little. */
function wanted(interests: readonly Interest[], at: number): number {
  let squares = 0;
  for (const interest of interests) {
    const { topic, votes } = partsOf(interest, at);
    const strength = topic + votes;
    if (strength > 0) squares += strength * strength;
  }
  return Math.sqrt(squares);
}

/** The papers that a topic, votes, a followed author or the readers elsewhere speak for. */
function nearPapers(
  edition: PreparedEdition,
  interests: readonly Interest[],
  followed: ReadonlyMap<number, string>,
): Iterable<number> {
  const marked = new Uint8Array(edition.papers.length);
  const near: number[] = [];
  const mark = (at: number): void => {
    if (marked[at] === 1) return;
    marked[at] = 1;
    near.push(at);
  };
  for (const { topic, votes } of interests) {
    if (topic) for (const at of topic.relevance.best) mark(at);
    if (votes) for (const at of votes.found.papers) mark(at);
  }
  for (const at of followed.keys()) mark(at);
  for (const at of edition.hottest) mark(at);
  return near;
}

function mutedPapers(edition: PreparedEdition, mutedWords: readonly string[]): Set<number> {
  const muted = new Set<number>();
  for (const word of mutedWords) {
    let found = edition.muted.get(word);
    if (!found) {
      const plain = plainText(word);
      found = edition.plainTexts.flatMap((text, at) => (plain.trim() && text.includes(plain) ? [at] : []));
      edition.muted.set(word, found);
    }
    for (const at of found) muted.add(at);
  }
  return muted;
}

function followedPapers(edition: PreparedEdition, names: readonly string[]): Map<number, string> {
  const followed = new Map<number, string>();
  for (const name of names) {
    for (const at of edition.byAuthor.get(nameKey(name)) ?? []) followed.set(at, name);
  }
  return followed;
}

function reasonFor(
  edition: PreparedEdition,
  interests: readonly Interest[],
  followed: ReadonlyMap<number, string>,
  at: number,
): Reason {
  let most = 0;
  let reason: Reason = { kind: 'none' };
  const weigh = (amount: number, name: () => Reason): void => {
    if (amount <= most) return;
    most = amount;
    reason = name();
  };
  for (const interest of interests) {
    const { topic, votes } = partsOf(interest, at);
    weigh(topic, () => topicReason(interest));
    weigh(votes, () => ({ kind: 'like', title: likedTitle(edition, interest, at) }));
  }
  const author = followed.get(at);
  if (author !== undefined) weigh(FOLLOWED, () => ({ kind: 'author', name: author }));
  const upvotes = edition.papers[at]?.signals.upvotes ?? 0;
  weigh(TRENDING * (edition.trending[at] as number), () => ({ kind: 'trending', upvotes }));
  return reason;
}

function topicReason({ topic }: Interest): Reason {
  if (!topic) return { kind: 'none' };
  return topic.topic.kind === 'phrase'
    ? { kind: 'phrase', phrase: topic.topic.phrase }
    : { kind: 'category', category: topic.topic.category };
}

/** The title that names the group of votes which the paper is most like. */
function likedTitle({ space }: PreparedEdition, { votes }: Interest, at: number): string {
  let title = '';
  let most = Number.NEGATIVE_INFINITY;
  for (const group of votes?.groups ?? []) {
    const likeness = dotAt(space.rows, at * space.width, group.query, 0, space.width);
    if (likeness > most) {
      most = likeness;
      title = group.title;
    }
  }
  return title;
}
