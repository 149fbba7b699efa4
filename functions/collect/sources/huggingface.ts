import { z } from 'zod';
import { Paper, WebUrl } from '../../../shared/domain/paper.js';
import { ArxivId, arxivReference } from './arxiv-id.js';
import { createReader, type ReadOptions, textOf } from './read.js';
import {
  expectJson,
  expectShape,
  foldSpaces,
  type Listing,
  onePerId,
  type Source,
  SourceError,
} from './source.js';

const name = 'huggingface';

export interface HuggingfaceOptions extends ReadOptions {
  /** Without a path: `https://huggingface.co`. */
  baseUrl: string;
}

const Text = z.string().transform(foldSpaces);
const Count = z.int().nonnegative();

const Row = z.object({
  paper: z.object({
    id: ArxivId,
    title: Text,
    summary: Text,
    authors: z.array(z.object({ name: Text })),
    publishedAt: z.string().nullish(),
    upvotes: Count.nullish(),
    // Typed in by people: what is not a web address is no link, and no reason to lose the day's list.
    githubRepo: WebUrl.nullish().catch(undefined),
    githubStars: Count.nullish(),
  }),
  numComments: Count.nullish(),
});

/**
 * Returns Hugging Face's Daily Papers as a source: the papers of the window's day with what readers made of them,
 * without categories, at version 1 since it names none. A weekend has no papers and a date that is not open yet is
 * refused with 400; both are empty listings. A row may lack its counts and links; anything else amiss is an error.
 */
export function huggingfaceSource(options: HuggingfaceOptions): Source {
  const read = createReader(name, options);

  return {
    name,
    async list({ day }, onProgress) {
      const answer = await read(
        new URL(`${options.baseUrl.replace(/\/+$/, '')}/api/daily_papers?date=${day}&limit=100`),
      );
      if (answer.status === 400) return listingOf([]);
      const text = textOf(answer, name);
      if (answer.status !== 200) throw new SourceError(name, `answered ${answer.status}`);
      const papers = onePerId(parseDailyPapers(text));
      onProgress?.(papers.length, papers.length);
      return listingOf(papers);
    },
  };
}

function listingOf(papers: Paper[]): Listing {
  return {
    source: name,
    papers,
    parts: [{ part: 'all', total: papers.length, paperIds: papers.map((paper) => paper.id) }],
  };
}

/** Returns the papers of one answer of `/api/daily_papers`. @throws SourceError naming the row and the field */
function parseDailyPapers(text: string): Paper[] {
  const rows = expectShape(name, z.array(z.unknown()), expectJson(name, text, 'answer'), 'answer');
  return rows.map((row, index) => {
    const where = `row ${index + 1}`;
    return toPaper(expectShape(name, Row, row, where), where);
  });
}

function toPaper({ paper, numComments }: z.output<typeof Row>, where: string): Paper {
  const { githubRepo, publishedAt, upvotes, githubStars } = paper;
  const draft = {
    ...arxivReference(paper.id),
    version: 1,
    title: paper.title,
    abstract: paper.summary,
    authors: paper.authors.map((author) => author.name),
    categories: [],
    ...(publishedAt && { submittedAt: publishedAt }),
    ...(githubRepo && { codeUrl: githubRepo }),
    // A count that is not given stays away, so that it hides none that is known from elsewhere.
    signals: {
      ...(typeof upvotes === 'number' && { upvotes }),
      ...(typeof numComments === 'number' && { comments: numComments }),
      ...(typeof githubStars === 'number' && { stars: githubStars }),
    },
  };
  return expectShape(name, Paper, draft, `${where} (${paper.id})`);
}
