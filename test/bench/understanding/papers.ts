import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';
import { vectorFile } from '../../../infra/lab/vector-file.js';
import { paperText } from '../../../shared/domain/paper.js';
import { bundledEmbedder } from '../../../shared/embedders/bundled.js';
import { cachedEmbedder } from '../../../shared/embedders/cached.js';
import { DigestError } from '../../../shared/errors.js';
import type { MatchablePaper } from '../../../shared/matching/prepare.js';
import { parseJsonAs } from '../../../shared/parse.js';

/** The real papers that the figures are measured on are not here. */
export class NoSharedDataError extends DigestError {
  readonly code = 'no-shared-data';
}

const DATA = '../shared/data';

const SharedPaper = z.object({
  id: z.string(),
  title: z.string(),
  abstract: z.string(),
  authors: z.array(z.string()).default([]),
  categories: z.array(z.string()).default([]),
  primary: z.string().default(''),
});
export type SharedPaper = z.infer<typeof SharedPaper>;

const SharedReader = z.object({
  reader: z.string(),
  setting: z.string(),
  topics: z.array(z.string()),
  likes: z.array(z.string()),
  dislikes: z.array(z.string()),
  candidates: z.array(z.string()),
  relevant: z.array(z.string()),
});
export type SharedReader = z.infer<typeof SharedReader>;

const GoldSummary = z.object({
  id: z.string(),
  title: z.string(),
  abstract: z.string(),
  target: z.array(z.string()),
});

/** The data that the figures are measured on, as it lies in `../shared/data`. */
export interface SharedData {
  papers: SharedPaper[];
  readers: SharedReader[];
  balanced: SharedPaper[];
  day: SharedPaper[];
  gold: z.infer<typeof GoldSummary>[];
}

/** Reads all of it. @throws NoSharedDataError where the folder is absent */
export function readSharedData(): SharedData {
  if (!existsSync(DATA)) {
    throw new NoSharedDataError(`expected real papers in ${DATA}, beside this repository; there are none`);
  }
  return {
    papers: readLines('papers-2026-01', SharedPaper),
    readers: readLines('readers-dev', SharedReader),
    balanced: readLines('clusters-dev-balanced', SharedPaper),
    day: readLines('clusters-dev-day', SharedPaper),
    gold: readLines('summaries-dev', GoldSummary),
  };
}

function readLines<S extends z.ZodType>(name: string, schema: S): z.output<S>[] {
  const file = `${DATA}/${name}.jsonl.gz`;
  const lines = gunzipSync(readFileSync(file)).toString('utf8').trimEnd().split('\n');
  return lines.map((line, at) => parseJsonAs(schema, line, `${file}, line ${at + 1}`));
}

/** Vectors of the bundled model by text; those made before come from `.local/lab`, where the lab keeps them too. */
export async function embedAll(
  texts: readonly string[],
  onProgress: (done: number, total: number) => void,
): Promise<ReadonlyMap<string, Float32Array>> {
  const inner = bundledEmbedder();
  try {
    const embedder = cachedEmbedder(inner, vectorFile('.local/lab', inner.dimensions));
    const vectors = await embedder.embed(texts, onProgress);
    return new Map(texts.map((text, at) => [text, vectors[at] ?? new Float32Array()]));
  } finally {
    await inner.close();
  }
}

/** The vectors of papers in their order. */
export function vectorsOf(
  papers: readonly SharedPaper[],
  known: ReadonlyMap<string, Float32Array>,
): Float32Array[] {
  return papers.map((paper) => known.get(paperText(paper)) ?? new Float32Array());
}

/** A paper for matching, without its categories, so that the text has to do the work. */
export function withoutFields({ id, title, abstract, authors }: SharedPaper): MatchablePaper {
  return { id, title, abstract, authors, categories: [], withdrawn: false, signals: {} };
}
