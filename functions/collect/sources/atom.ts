import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { z } from 'zod';
import { Paper } from '../../../shared/domain/paper.js';
import { ArxivId, arxivReference } from './arxiv-id.js';
import { isUtf8 } from './read.js';
import { expectShape, foldSpaces, SourceError } from './source.js';

/** One page of arXiv's answer: what it holds, and how many papers match in all. */
export interface AtomPage {
  total: number;
  papers: Paper[];
}

/** An element's text, which the parser gives as an object where the element also has attributes. */
const Text = z
  .union([z.string(), z.object({ '#text': z.string() }).transform((element) => element['#text'])])
  .transform(foldSpaces);
const Term = z.object({ '@_term': z.string() }).transform((element) => element['@_term']);

const Feed = z.object({
  feed: z.object({
    totalResults: Text.transform(Number).pipe(z.int().nonnegative()),
    entry: z.array(z.unknown()).default([]),
  }),
});

/** What arXiv sends in place of papers when it refuses a query. */
const Refusal = z.object({ id: Text.pipe(z.string().includes('/api/errors')), summary: Text });

const Entry = z.object({
  id: Text,
  title: Text,
  summary: Text,
  published: z.string(),
  updated: z.string(),
  author: z.array(z.object({ name: Text })),
  primary_category: Term,
  category: z.array(Term),
  comment: Text.optional(),
  doi: Text.optional(),
});

const lists = new Set(['entry', 'author', 'category']);
const parser = new XMLParser({
  ignoreAttributes: false,
  removeNSPrefix: true,
  parseTagValue: false,
  // The one option under which numeric references such as &#233; are decoded.
  htmlEntities: true,
  isArray: (name) => lists.has(name),
});

/**
 * Returns the papers of one page of arXiv's Atom API (https://info.arxiv.org/help/api/user-manual.html).
 * @throws SourceError when the text is not a whole Atom feed, is arXiv's refusal, or an entry does not fit
 */
export function parseAtomPage(text: string, source: string): AtomPage {
  const { feed } = expectShape(source, Feed, parsed(wellFormed(text, source), source), 'Atom feed');
  const papers = feed.entry.map((entry, index) => {
    const refusal = Refusal.safeParse(entry);
    if (refusal.success) throw new SourceError(source, `refused the query: ${refusal.data.summary}`);
    const where = `entry ${index + 1}`;
    return toPaper(expectShape(source, Entry, entry, where), source, where);
  });
  return { total: feed.totalResults, papers };
}

/** The parser alone takes truncated XML for whole, and would expand the entities that a document type defines. */
function wellFormed(text: string, source: string): string {
  const encoding = /^\s*<\?xml[^>]*\bencoding=["']([^"']+)/.exec(text)?.[1];
  if (encoding !== undefined && !isUtf8(encoding)) {
    throw new SourceError(source, `declares ${encoding} where UTF-8 was expected`);
  }
  if (/<!DOCTYPE/i.test(text)) throw new SourceError(source, 'sent XML with a document type');
  const verdict = XMLValidator.validate(text);
  if (verdict === true) return text;
  throw new SourceError(
    source,
    `sent XML that is broken or cut short (line ${verdict.err.line}: ${verdict.err.msg})`,
  );
}

/** The parser refuses what may harm it: elements nested a hundred deep, reserved names. */
function parsed(text: string, source: string): unknown {
  try {
    return parser.parse(text);
  } catch (cause) {
    throw new SourceError(source, 'sent XML that the parser refuses as harmful', { cause });
  }
}

function toPaper(entry: z.output<typeof Entry>, source: string, where: string): Paper {
  const [, idPart, version = '1'] = /\/abs\/(.+?)(?:v(\d+))?$/.exec(entry.id) ?? [];
  const arxivId = expectShape(source, ArxivId, idPart, `${where}: id`);
  const withdrawn = saysWithdrawn(entry.comment ?? '', entry.summary);
  const { id, abstractUrl, pdfUrl } = arxivReference(arxivId);
  const paper = {
    id,
    version: Number(version),
    title: entry.title,
    abstract: entry.summary,
    authors: entry.author.map((author) => author.name),
    categories: [...new Set([entry.primary_category, ...entry.category.filter(isArxivCode)])],
    submittedAt: entry.published,
    updatedAt: entry.updated,
    withdrawn,
    ...(entry.comment && { comment: entry.comment }),
    ...(entry.doi && { doi: entry.doi }),
    abstractUrl,
    // arXiv keeps no PDF of a withdrawn version.
    ...(!withdrawn && { pdfUrl }),
  };
  return expectShape(source, Paper, paper, `${where} (${arxivId})`);
}

/** arXiv lists ACM and MSC classes (`I.2.7`, `68T05`) among the categories. */
function isArxivCode(term: string): boolean {
  return /^[a-z-]+(\.[A-Za-z-]+)?$/.test(term);
}

/** arXiv has no field for it: the authors' comment says so, or the abstract is replaced by a notice. */
function saysWithdrawn(comment: string, abstract: string): boolean {
  return (
    /\bwithdrawn\b(?! from)/i.test(comment) ||
    /(^the|\bthis) (paper|article|manuscript|submission|preprint|work)\b[^.]{0,60}\bwithdrawn\b/i.test(
      abstract,
    )
  );
}
