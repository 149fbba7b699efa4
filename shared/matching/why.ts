import { categoryName } from '../domain/category.js';

/** The thing that speaks most for a paper. */
export type Reason =
  | { kind: 'phrase'; phrase: string }
  | { kind: 'category'; category: string }
  | { kind: 'like'; title: string }
  | { kind: 'author'; name: string }
  | { kind: 'trending'; upvotes: number }
  | { kind: 'exploration' }
  | { kind: 'none' };

const LONGEST_QUOTE = 70;

function quoted(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > LONGEST_QUOTE ? `“${line.slice(0, LONGEST_QUOTE - 1).trimEnd()}…”` : `“${line}”`;
}

/** A reason in words, plain text of at most about 120 characters, to stand under a paper's title. */
export function whyOf(reason: Reason): string {
  switch (reason.kind) {
    case 'phrase':
      return `close to ${quoted(reason.phrase)}`;
    case 'category':
      return `in ${categoryName(reason.category)}, which you follow`;
    case 'like':
      return `like ${quoted(reason.title)}, which you voted for`;
    case 'author':
      return `by ${reason.name.replace(/\s+/g, ' ').slice(0, LONGEST_QUOTE)}, whom you follow`;
    case 'trending':
      return `much read elsewhere (${reason.upvotes} ${reason.upvotes === 1 ? 'upvote' : 'upvotes'})`;
    case 'exploration':
      return 'something different, to learn what you like';
    case 'none':
      return 'in this edition';
  }
}
