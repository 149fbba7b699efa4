import { contentWords } from '../../../shared/terms/words.js';
import type { BoundEdition } from './library.js';
import { best, closenessTo, type Found } from './nearest.js';

const MOST = 30;
const MOST_WORDS = 8;

/** Below this cosine, or this far below the best, a paper is not about what was asked. */
const LEAST = 0.2;
const FAR_BELOW = 0.3;

/** What all words of a query in a paper's title, authors or summary add to its cosine: names are not meaning. */
const WORDS_ADD = 0.25;

/** What was found, best first, and whether by meaning or, where no vector was to be had, by words alone. */
export interface SearchResult {
  found: Found[];
  by: 'meaning' | 'words';
}

/**
 * Searches the editions for `query`.
 * @param vector where the query is in the space of `model`; without one the search goes by words
 */
export function search(
  editions: readonly BoundEdition[],
  query: string,
  vector: Float32Array | undefined,
  model: string,
): SearchResult {
  const words = queryWords(query);
  const comparable = vector && editions.filter(({ header }) => header.embeddingModel === model);
  if (!vector || !comparable?.length) {
    const found = best(editions, (edition) => wordShares(edition, words), MOST);
    return { found: found.filter(({ closeness }) => closeness > 0), by: 'words' };
  }
  const found = best(
    comparable,
    (edition) => {
      const shares = wordShares(edition, words);
      return closenessTo(vector, edition.vectors).map((value, at) => value + WORDS_ADD * (shares[at] ?? 0));
    },
    MOST,
  );
  const least = Math.max(LEAST, (found[0]?.closeness ?? 0) - FAR_BELOW);
  return { found: found.filter(({ closeness }) => closeness >= least), by: 'meaning' };
}

/** arXiv's numbers, new and old, as people paste them: bare, with a version, or in an address. */
const ARXIV_NUMBER = /(?<![\w.])(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?\/\d{7})(?:v\d+)?(?![\w])/;

/** The paper whose number `query` holds; none where it holds no number of a paper of the editions. */
export function paperNamed(editions: readonly BoundEdition[], query: string): Found[] {
  const number = ARXIV_NUMBER.exec(query)?.[1];
  return editions.flatMap((edition) => {
    const at = edition.at.get(`arxiv:${number}`);
    return at === undefined ? [] : [{ edition, at, closeness: 1 }];
  });
}

/** The words that tell papers apart; where there are none, as in a name of two letters, all of them. */
function queryWords(query: string): string[] {
  const telling = contentWords(query);
  const words = telling.length > 0 ? telling : query.toLowerCase().split(/\s+/).filter(Boolean);
  return [...new Set(words)].slice(0, MOST_WORDS);
}

/** For each paper, the share of `words` that its title, authors, summary or categories hold. */
function wordShares({ words: texts }: BoundEdition, words: readonly string[]): Float32Array {
  return Float32Array.from(texts, (text) => {
    let held = 0;
    for (const word of words) if (text.includes(word)) held++;
    return words.length > 0 ? held / words.length : 0;
  });
}
