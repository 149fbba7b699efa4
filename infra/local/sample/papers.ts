import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { readJsonLines } from '../../../functions/collect/sources/json-lines.js';
import { parseAs } from '../../../shared/parse.js';

const Instant = z.iso.datetime().transform((text) => new Date(text));

const SamplePaper = z.strictObject({
  id: z.string(),
  version: z.int().positive(),
  title: z.string(),
  abstract: z.string(),
  authors: z.array(z.string()),
  categories: z.array(z.string()),
  primary: z.string(),
  announced: z.iso.date(),
  submittedAt: Instant,
  updatedAt: Instant,
  comment: z.string().optional(),
  huggingFace: z
    .strictObject({
      upvotes: z.int(),
      comments: z.int(),
      githubRepo: z.url().optional(),
      githubStars: z.int().optional(),
    })
    .optional(),
});
/** One line of `papers.jsonl`. */
export type SamplePaper = z.output<typeof SamplePaper>;

/** Returns the papers that ship with the project, earliest first. @throws ShapeError when the file was damaged */
export async function readSample(): Promise<SamplePaper[]> {
  const file = fileURLToPath(new URL('papers.jsonl', import.meta.url));
  const papers: SamplePaper[] = [];
  for await (const { number, value } of readJsonLines(file, 'sample')) {
    papers.push(parseAs(SamplePaper, value, `papers.jsonl line ${number}`));
  }
  return papers.sort((a, b) => a.updatedAt.getTime() - b.updatedAt.getTime());
}

/**
 * Returns the papers with their times moved into the stretch from `since` to `until`, the last one at its end.
 * They lie within a day of each other; where the stretch is shorter than that they move closer together.
 * @param papers earliest first
 */
export function moveInto(papers: readonly SamplePaper[], since: Date, until: Date): SamplePaper[] {
  const first = papers.at(0)?.updatedAt.getTime() ?? 0;
  const last = papers.at(-1)?.updatedAt.getTime() ?? 0;
  const pace = Math.min(1, (until.getTime() - since.getTime()) / (last - first));
  return papers.map((paper) => {
    const updatedAt = new Date(until.getTime() - (last - paper.updatedAt.getTime()) * pace);
    const age = paper.updatedAt.getTime() - paper.submittedAt.getTime();
    return { ...paper, updatedAt, submittedAt: new Date(updatedAt.getTime() - age) };
  });
}
