import { z } from 'zod';
import { Day } from '../../../shared/domain/day.js';
import { Paper, type PaperId, primaryCategory } from '../../../shared/domain/paper.js';
import { ArxivId, arxivReference } from './arxiv-id.js';
import { readJsonLines } from './json-lines.js';
import { expectShape, foldSpaces, type ListingPart, onePerId, type Source } from './source.js';

const name = 'file';

const Text = z.string().transform(foldSpaces);

const Row = z.object({
  id: ArxivId,
  title: Text,
  abstract: Text,
  categories: z.array(z.string()).default([]),
  primary: z.string().optional(),
  announced: Day.optional(),
  authors: z.array(Text).default([]),
  version: z.int().positive().default(1),
});

/**
 * Returns a JSON Lines file (plain or gzipped) of arXiv papers as a source:
 * `{id, title, abstract, categories?, primary?, announced?, authors?, version?}` a line. It lists what was announced on
 * the window's day, and every line that does not say when; its parts are the primary categories.
 */
export function fileSource(options: { file: string }): Source {
  return {
    name,
    async list({ day }, onProgress) {
      const all: Paper[] = [];
      for await (const paper of readPapers(options.file)) {
        if (paper.announcedOn === undefined || paper.announcedOn === day) all.push(paper);
      }
      const papers = onePerId(all);
      onProgress?.(papers.length, papers.length);
      return { source: name, papers, parts: partsOf(papers) };
    },
  };
}

/** Returns the last day on which a paper of the file was announced, or `undefined` when no line says. @throws SourceError */
export async function latestDay(file: string): Promise<Day | undefined> {
  let latest: Day | undefined;
  for await (const { announcedOn } of readPapers(file)) {
    if (announcedOn !== undefined && (latest === undefined || announcedOn > latest)) latest = announcedOn;
  }
  return latest;
}

/** Yields the file's papers in its order, of all days. @throws SourceError naming the line and the field */
export async function* readPapers(file: string): AsyncGenerator<Paper> {
  for await (const { number, value } of readJsonLines(file, name)) {
    yield toPaper(expectShape(name, Row, value, `line ${number}`), `line ${number}`);
  }
}

function toPaper(row: z.output<typeof Row>, where: string): Paper {
  const draft = {
    ...arxivReference(row.id),
    version: row.version,
    title: row.title,
    abstract: row.abstract,
    authors: row.authors,
    categories: [...new Set([...(row.primary ? [row.primary] : []), ...row.categories])],
    ...(row.announced && { announcedOn: row.announced }),
  };
  return expectShape(name, Paper, draft, `${where} (${row.id})`);
}

function partsOf(papers: readonly Paper[]): ListingPart[] {
  const byPart = new Map<string, PaperId[]>();
  for (const paper of papers) {
    const part = primaryCategory(paper) ?? 'all';
    const paperIds = byPart.get(part);
    if (paperIds) paperIds.push(paper.id);
    else byPart.set(part, [paper.id]);
  }
  return [...byPart].map(([part, paperIds]) => ({ part, total: paperIds.length, paperIds }));
}
