import type { Hono } from 'hono';
import { framed } from '../../../../functions/web/app.js';
import { Queries } from '../../../../functions/web/reading/queries.js';
import { readingRoutes } from '../../../../functions/web/reading/routes.js';
import type { Day } from '../../../../shared/domain/day.js';
import type { Edition, EditionPaper, Story } from '../../../../shared/domain/edition.js';
import type { Embedder } from '../../../../shared/embedders/embedder.js';
import { AcclaimStore } from '../../../../shared/stores/acclaim.js';
import { EditionStore } from '../../../../shared/stores/editions.js';
import { LimitStore } from '../../../../shared/stores/limits.js';
import { PaperStore } from '../../../../shared/stores/papers.js';
import { PickStore } from '../../../../shared/stores/picks.js';
import { VectorStore } from '../../../../shared/stores/vectors.js';
import { unit } from '../../../../shared/terms/vectors.js';
import { startTables } from '../../../support/tables.js';

export const SITE = 'https://digest.example.org';

/** The subjects of {@link subjectEmbedder}, one dimension for each. */
const SUBJECTS = ['swift', 'galax', 'protein', 'robot'];

/** Vectors by which of a few subjects a text names; counts what it is asked for. */
export class SubjectEmbedder implements Embedder {
  readonly model = 'subjects';
  readonly dimensions = 16;
  readonly asked: string[] = [];
  /** Set to make the model fail. */
  broken = false;

  async embed(texts: readonly string[]): Promise<Float32Array[]> {
    if (this.broken) throw new Error('the model does not answer');
    this.asked.push(...texts);
    return texts.map((text) => this.vector(text));
  }

  vector(text: string): Float32Array {
    return unit(
      Float32Array.from({ length: this.dimensions }, (_, at) => {
        const subject = SUBJECTS[at];
        if (subject !== undefined) return text.toLowerCase().includes(subject) ? 1 : 0;
        return 0.02 * Math.sin(at * text.length);
      }),
    );
  }

  async close(): Promise<void> {}
}

export function anEdition(day: Day, papers: EditionPaper[], stories: Story[] = []): Edition {
  return {
    day,
    publishedAt: `${day}T05:30:00.000Z`,
    sample: false,
    papers,
    stories,
    completeness: [{ source: 'arxiv', part: 'cs.LG', expected: papers.length, stored: papers.length }],
    failures: [],
    embeddingModel: 'subjects',
    summaryCounts: {},
  };
}

export interface TestSite {
  app: Hono;
  embedder: SubjectEmbedder;
  acclaim: AcclaimStore;
  picks: PickStore;
  limits: LimitStore;
  get(
    path: string,
    headers?: Record<string, string>,
  ): Promise<{ status: number; text: string; headers: Headers }>;
  publish(edition: Edition, vectors?: readonly Float32Array[]): Promise<void>;
  close(): Promise<void>;
}

/** The reading side on an embedded DynamoDB of its own; what is published must be there before the first page. */
export async function openSite(now = new Date('2026-01-22T12:00:00Z')): Promise<TestSite> {
  const tables = await startTables();
  const embedder = new SubjectEmbedder();
  const editions = new EditionStore(tables.content);
  const acclaim = new AcclaimStore(tables.content);
  const picks = new PickStore(tables.content);
  const limits = new LimitStore(tables.subscribers);
  const cache = new VectorStore(tables.content, 'QUERY');
  const clock = () => now;
  const site = { name: 'Research Digest', baseUrl: SITE, postalAddress: '1 Example Street' };
  const papers = new PaperStore(tables.content);
  const queries = new Queries({ embedder, cache, limits, now: clock });
  const app = framed(site, [readingRoutes({ site, editions, papers, picks, acclaim, queries, now: clock })]);
  let builds = 0;
  return {
    app,
    embedder,
    acclaim,
    picks,
    limits,
    get: async (path, headers = {}) => {
      const answer = await app.request(path, { headers });
      return { status: answer.status, text: await answer.text(), headers: answer.headers };
    },
    publish: async (edition, vectors = edition.papers.map((paper) => embedder.vector(paper.title))) => {
      builds++;
      await editions.publish(edition, { vectors, cards: new Uint8Array(1), build: `b${builds}` });
    },
    close: tables.close,
  };
}
