import { Command, InvalidArgumentError } from 'commander';
import { z } from 'zod';
import { readJsonLines } from '../../functions/collect/sources/json-lines.js';
import { clusterPapers } from '../../functions/compile/clusters/cluster-papers.js';
import { findStories } from '../../functions/compile/stories/find-stories.js';
import { headline } from '../../functions/compile/stories/headline.js';
import { learnLore } from '../../functions/compile/stories/lore.js';
import { extractiveSummary } from '../../functions/compile/summaries/extractive.js';
import { paperText } from '../../shared/domain/paper.js';
import { cachedEmbedder } from '../../shared/embedders/cached.js';
import { chooseEmbedder, EmbedderEnvironment } from '../../shared/embedders/choose.js';
import type { Embedder } from '../../shared/embedders/embedder.js';
import { DigestError } from '../../shared/errors.js';
import { backtest } from '../../shared/matching/backtest.js';
import type { MatchablePaper } from '../../shared/matching/prepare.js';
import { parseAs, parseEnvironment } from '../../shared/parse.js';
import { progressReporter } from '../local/progress.js';
import { vectorFile } from './vector-file.js';

/** What the lab reads of a paper; its id is any name. */
const LabPaper = z.object({
  id: z.string().min(1),
  title: z.string().min(1),
  abstract: z.string(),
  authors: z.array(z.string()).default([]),
  categories: z.array(z.string()).default([]),
  primary: z.string().optional(),
});
type LabPaper = z.infer<typeof LabPaper>;

const LabReader = z.object({
  reader: z.string().min(1),
  topics: z.array(z.string()).default([]),
  likes: z.array(z.string()).default([]),
  dislikes: z.array(z.string()).default([]),
  candidates: z.array(z.string()),
});

const program = new Command('npm run lab --')
  .description(
    'Measures the code that the digest uses, on papers of your own. JSON Lines in, JSON Lines out.',
  )
  .addHelpText(
    'after',
    `
Papers are lines of {id, title, abstract}, plain or gzipped; authors, categories and primary where there are.

Examples:
  npm run -s lab -- cluster --papers papers.jsonl.gz --clusters 25 > clusters.jsonl
  npm run -s lab -- summarise --papers papers.jsonl > summaries.jsonl
  npm run -s lab -- rank --papers papers.jsonl.gz --readers readers.jsonl > rankings.jsonl
  npm run -s lab -- stories --papers papers.jsonl.gz > stories.jsonl`,
  );

const withPapers = (name: string, what: string) =>
  program.command(name).description(what).requiredOption('--papers <file>', 'the papers');

withPapers('cluster', 'groups the papers: {id, cluster}')
  .option('--clusters <K>', 'how many groups; as many as suit the papers by default', wholeNumber)
  .action(async ({ papers: file, clusters }: { papers: string; clusters?: number }) => {
    const papers = await readPapers(file);
    const vectors = await embed(papers.map(paperText));
    const groups = clusterPapers(papers, vectors, { ...(clusters && { clusters }) });
    for (const [index, { id }] of papers.entries()) write({ id, cluster: groups[index] });
  });

withPapers('stories', 'finds the stories as an edition does: {story, headline, ids}').action(
  async ({ papers: file }: { papers: string }) => {
    const papers = (await readPapers(file)).map(toMatchable);
    const vectors = await embed(papers.map(paperText));
    const lore = learnLore(papers);
    const taken = new Set<string>();
    for (const [index, { memberIndexes }] of findStories(papers, vectors).entries()) {
      const members = memberIndexes.flatMap((member) => papers[member] ?? []);
      const words = headline(members, lore, taken);
      taken.add(words);
      write({ story: index + 1, headline: words, ids: members.map(({ id }) => id) });
    }
  },
);

withPapers('summarise', 'sums each paper up in a sentence: {id, tldr, method}').action(
  async ({ papers: file }: { papers: string }) => {
    for (const paper of await readPapers(file)) {
      const { text, method } = extractiveSummary(paper);
      write({ id: paper.id, tldr: text, method });
    }
  },
);

withPapers('rank', 'ranks candidates for readers: {reader, ranking: [{id, score, why}]}')
  .requiredOption('--readers <file>', 'lines of {reader, topics, likes, dislikes, candidates}')
  .action(async ({ papers: file, readers: readersFile }: { papers: string; readers: string }) => {
    const papers = await readPapers(file);
    const readers = await readLines(readersFile, LabReader);
    const phrases = [...new Set(readers.flatMap(({ topics }) => topics))];
    const vectors = await embed([...papers.map(paperText), ...phrases]);
    const vectorOf = new Map(papers.map(({ id }, index) => [id, vectors[index] ?? new Float32Array()]));
    const phraseOf = new Map(
      phrases.map((phrase, index) => [phrase, vectors[papers.length + index] ?? new Float32Array()]),
    );
    const rankFor = backtest(papers.map(toMatchable), vectorOf, phraseOf, new Date(0));
    for (const { reader, ...wishes } of readers) {
      const ranking = rankFor(wishes).map(({ paperId, score, why }) => ({ id: paperId, score, why }));
      write({ reader, ranking });
    }
  });

try {
  await program.parseAsync();
} catch (error) {
  console.error(error instanceof DigestError ? `Error: ${error.message}` : error);
  process.exitCode = 1;
}

/** The vectors of `texts` by the embedder of the environment, kept in .local for the next time. */
async function embed(texts: readonly string[]): Promise<Float32Array[]> {
  const chosen: Embedder = chooseEmbedder(parseEnvironment(EmbedderEnvironment));
  const step = progressReporter(process.stderr).step('embed');
  try {
    const embedder = cachedEmbedder(chosen, vectorFile('.local/lab', chosen.dimensions));
    return await embedder.embed(texts, step.update);
  } finally {
    step.done(`${texts.length} texts with ${chosen.model}`);
    await chosen.close();
  }
}

function readPapers(file: string): Promise<LabPaper[]> {
  return readLines(file, LabPaper);
}

async function readLines<S extends z.ZodType>(file: string, schema: S): Promise<z.output<S>[]> {
  const values: z.output<S>[] = [];
  for await (const { number, value } of readJsonLines(file, file)) {
    values.push(parseAs(schema, value, `${file}, line ${number}`));
  }
  return values;
}

function toMatchable({ id, title, abstract, authors, categories, primary }: LabPaper): MatchablePaper {
  const all = primary === undefined ? categories : [...new Set([primary, ...categories])];
  return { id, title, abstract, authors, categories: all, withdrawn: false, signals: {} };
}

function write(line: unknown): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

function wholeNumber(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number > 0) return number;
  throw new InvalidArgumentError('expected a whole number above 0');
}
