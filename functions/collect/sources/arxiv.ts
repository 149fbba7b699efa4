import type { Paper } from '../../../shared/domain/paper.js';
import { type AtomPage, parseAtomPage } from './atom.js';
import { createReader, type ReadOptions, textOf } from './read.js';
import { type ListingPart, onePerId, type Source, SourceError, type Window } from './source.js';

const name = 'arxiv';

export interface ArxivOptions extends ReadOptions {
  /** Without a path: `https://export.arxiv.org`. */
  baseUrl: string;
  categories: readonly string[];
  /** Papers asked for at a time. */
  pageSize?: number;
  /** How often an empty page is asked for again when the feed says that there is more. */
  emptyPageRetries?: number;
  /** A category with more matches than this is refused as a query gone wrong. */
  largestTotal?: number;
}

/**
 * Returns arXiv's Atom API as a source: for each category what was submitted or updated within the window,
 * read one request at a time.
 *
 * A page that stays empty although the feed says there is more is passed over: what lay on it is missing from the
 * part's papers while the part's total still counts it, so that the edition's completeness line tells. A category of
 * which nothing at all could be read is an error.
 */
export function arxivSource(options: ArxivOptions): Source {
  // arXiv's terms of use ask for three seconds between requests.
  const readPage = pageReader({ intervalMs: 3000, ...options });

  return {
    name,
    async list(window, onProgress) {
      const papers: Paper[] = [];
      const parts: ListingPart[] = [];
      let announced = 0;
      for (const category of options.categories) {
        const found = await readCategory(category, window, readPage, options, (done, total) =>
          onProgress?.(papers.length + done, announced + total),
        );
        papers.push(...found.papers);
        announced += found.total;
        const paperIds = onePerId(found.papers).map((paper) => paper.id);
        parts.push({ part: category, total: found.total, paperIds });
      }
      return { source: name, papers: onePerId(papers), parts };
    },
  };
}

type ReadPage = (category: string, window: Window, start: number) => Promise<AtomPage>;

function pageReader(options: ArxivOptions): ReadPage {
  const { baseUrl, pageSize = 200 } = options;
  const read = createReader(name, options);

  return async (category, window, start) => {
    const url = new URL(`${baseUrl.replace(/\/+$/, '')}/api/query`);
    url.search = new URLSearchParams({
      search_query: `cat:${category} AND lastUpdatedDate:[${minute(window.since)} TO ${minute(window.until)}]`,
      // Ascending, because what comes in while we read is then added behind us and moves no page.
      sortBy: 'lastUpdatedDate',
      sortOrder: 'ascending',
      start: String(start),
      max_results: String(pageSize),
    }).toString();
    const answer = await read(url);
    if (answer.status === 200 || answer.status === 400) return parseAtomPage(textOf(answer, name), name);
    throw new SourceError(name, `answered ${answer.status}`);
  };
}

async function readCategory(
  category: string,
  window: Window,
  readPage: ReadPage,
  options: ArxivOptions,
  onPage: (done: number, total: number) => void,
): Promise<AtomPage> {
  const { pageSize = 200, emptyPageRetries = 3, largestTotal = 20_000 } = options;
  const papers: Paper[] = [];
  let total = 0;
  let start = 0;
  let retriesLeft = emptyPageRetries;
  do {
    const page = await readPage(category, window, start);
    // The largest, since an empty page may claim that there is nothing.
    total = Math.max(total, page.total);
    if (total > largestTotal) throw new SourceError(name, `says that ${category} has ${total} new papers`);
    papers.push(...page.papers);
    onPage(papers.length, total);
    if (page.papers.length === 0 && start < total && retriesLeft-- > 0) continue;
    retriesLeft = emptyPageRetries;
    start += page.papers.length || pageSize;
  } while (start < total);
  if (papers.length === 0 && total > 0) {
    throw new SourceError(name, `says that ${category} has ${total} papers and gave none`);
  }
  return { total, papers };
}

/** `YYYYMMDDHHMM` in UTC, the only form that `lastUpdatedDate` takes. */
function minute(time: Date): string {
  return time.toISOString().replace(/\D/g, '').slice(0, 12);
}
