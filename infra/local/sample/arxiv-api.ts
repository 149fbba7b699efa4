import { XMLBuilder } from 'fast-xml-parser';
import { z } from 'zod';
import { moveInto, type SamplePaper } from './papers.js';

/** What is sent back: a status and an Atom feed. */
export interface AtomAnswer {
  status: number;
  body: string;
}

const Query = z.object({
  search_query: z.string().default(''),
  start: z.coerce.number().int().nonnegative().default(0),
  max_results: z.coerce.number().int().nonnegative().default(10),
  sortOrder: z.enum(['ascending', 'descending']).default('descending'),
});

const builder = new XMLBuilder({ ignoreAttributes: false, format: true });

/**
 * Answers a query as arXiv's Atom API does: `cat:A`, several joined by OR, and `lastUpdatedDate:[FROM TO UNTIL]`,
 * with paging. The sample's times are first moved into the dates that are asked for, so that it is always new.
 */
export function answerArxiv(sample: readonly SamplePaper[], parameters: URLSearchParams): AtomAnswer {
  const query = Query.safeParse(Object.fromEntries(parameters));
  if (!query.success) return refuse('start and max_results must be integers');
  const { search_query, start, max_results, sortOrder } = query.data;
  const wanted = parseSearch(search_query);
  if (!wanted) return refuse(`the sample does not understand the query ${search_query}`);

  const papers = wanted.dates ? moveInto(sample, ...wanted.dates) : [...sample];
  const matches = papers.filter((paper) => paper.categories.some((code) => wanted.categories.has(code)));
  if (sortOrder === 'descending') matches.reverse();
  const page = matches.slice(start, start + max_results);
  return { status: 200, body: feed(page.map(entryOf), matches.length, start, max_results) };
}

interface Search {
  categories: Set<string>;
  dates?: [since: Date, until: Date];
}

function parseSearch(text: string): Search | undefined {
  const form = /^\(?(cat:[\w.-]+(?: OR cat:[\w.-]+)*)\)?(?: AND lastUpdatedDate:\[(\d{12}) TO (\d{12})\])?$/;
  const [, categories, since, until] = form.exec(text) ?? [];
  if (!categories) return undefined;
  const codes = new Set(categories.split(' OR ').map((clause) => clause.slice('cat:'.length)));
  return since && until
    ? { categories: codes, dates: [timeOf(since), timeOf(until)] }
    : { categories: codes };
}

/** The time of `YYYYMMDDHHMM`. */
function timeOf(minute: string): Date {
  return new Date(minute.replace(/^(....)(..)(..)(..)(..)$/, '$1-$2-$3T$4:$5:00Z'));
}

function entryOf(paper: SamplePaper): object {
  return {
    id: `http://arxiv.org/abs/${paper.id}v${paper.version}`,
    title: paper.title,
    updated: secondsOf(paper.updatedAt),
    summary: paper.abstract,
    category: paper.categories.map((code) => ({ '@_term': code })),
    published: secondsOf(paper.submittedAt),
    'arxiv:comment': paper.comment,
    'arxiv:primary_category': { '@_term': paper.primary },
    author: paper.authors.map((author) => ({ name: author })),
  };
}

function refuse(reason: string): AtomAnswer {
  const entry = { id: 'https://arxiv.org/api/errors#sample', title: 'Error', summary: reason };
  return { status: 400, body: feed([entry], 1, 0, 1) };
}

function feed(entries: object[], total: number, start: number, pageSize: number): string {
  return builder.build({
    '?xml': { '@_version': '1.0', '@_encoding': 'UTF-8' },
    feed: {
      '@_xmlns': 'http://www.w3.org/2005/Atom',
      '@_xmlns:opensearch': 'http://a9.com/-/spec/opensearch/1.1/',
      '@_xmlns:arxiv': 'http://arxiv.org/schemas/atom',
      title: 'The sample of research-digest',
      'opensearch:itemsPerPage': pageSize,
      'opensearch:totalResults': total,
      'opensearch:startIndex': start,
      entry: entries,
    },
  });
}

/** An instant as arXiv writes it, without fractions of a second. */
function secondsOf(time: Date): string {
  return time.toISOString().replace(/\.\d+Z$/, 'Z');
}
