import { createServer, type ServerResponse } from 'node:http';
import { z } from 'zod';
import { closeServer, listenOnLoopback } from '../embedded/loopback.js';
import { answerArxiv } from './arxiv-api.js';
import { moveInto, readSample, type SamplePaper } from './papers.js';

export interface SampleServer {
  /** The base URL of both sources. */
  url: string;
  /** The primary categories of the sample: what to ask its arXiv for. */
  categories: string[];
  close(): Promise<void>;
}

/**
 * Starts a loopback server that speaks arXiv's Atom API and Hugging Face's Daily Papers over the sample.
 * Whatever dates are asked for, the sample is what is new then: see `moveInto`.
 * @throws the system's error when `port` is taken; 0 takes a free one
 */
export async function startSampleServer(options: { port?: number } = {}): Promise<SampleServer> {
  const sample = await readSample();
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://sample');
    if (pathname === '/api/query') {
      const { status, body } = answerArxiv(sample, searchParams);
      send(response, status, 'application/atom+xml; charset=utf-8', body);
    } else if (pathname === '/api/daily_papers') {
      const { status, body } = answerHuggingface(sample, searchParams);
      send(response, status, 'application/json; charset=utf-8', JSON.stringify(body));
    } else {
      send(response, 404, 'text/plain; charset=utf-8', 'Not found');
    }
  });
  const url = await listenOnLoopback(server, options.port);
  const categories = [...new Set(sample.map((paper) => paper.primary))].sort();
  return { url, categories, close: () => closeServer(server) };
}

const DailyQuery = z.object({
  date: z.iso.date(),
  limit: z.coerce.number().int().positive().max(100).default(50),
});

/** Answers `/api/daily_papers` with the papers of the sample that carry Hugging Face's signals. */
function answerHuggingface(
  sample: SamplePaper[],
  parameters: URLSearchParams,
): { status: number; body: unknown } {
  const query = DailyQuery.safeParse(Object.fromEntries(parameters));
  if (!query.success) return { status: 400, body: { error: z.prettifyError(query.error) } };
  const { date, limit } = query.data;
  const rows = moveInto(sample, new Date(0), new Date(`${date}T00:00:00Z`)).flatMap((paper) => {
    if (!paper.huggingFace) return [];
    const { comments, ...signals } = paper.huggingFace;
    const described = {
      id: paper.id,
      authors: paper.authors.map((author) => ({ name: author, hidden: false })),
      publishedAt: paper.submittedAt,
      submittedOnDailyAt: `${date}T06:00:00.000Z`,
      title: paper.title,
      summary: paper.abstract,
      ...signals,
    };
    return [{ paper: described, title: paper.title, summary: paper.abstract, numComments: comments }];
  });
  return { status: 200, body: rows.slice(0, limit) };
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { 'content-type': type });
  response.end(body);
}
