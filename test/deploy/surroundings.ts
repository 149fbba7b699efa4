import { createServer } from 'node:http';
import { closeServer, listenOnLoopback } from '../../infra/local/embedded/loopback.js';
import { startSampleServer } from '../../infra/local/sample/server.js';
import type { Surroundings } from '../../infra/ministack/deployment.js';
import { startOpenAiServer } from '../support/openai-server.js';

/** The world around the deployed stack: two sources and a model, all on 127.0.0.1. */
export interface World {
  surroundings: Surroundings;
  /** From now on every paper is a new one. */
  turnTheDay(): void;
  /** From now on, or until it is mended, Hugging Face answers with a page in place of papers. */
  breakHuggingFace(broken: boolean): void;
  close(): Promise<void>;
}

/** Starts the sample's sources, whose papers can be numbered anew, and a stand-in for the model. */
export async function startWorld(): Promise<World> {
  const sample = await startSampleServer();
  const model = await startOpenAiServer();
  let month = 1;
  let broken = false;
  const server = createServer(async (request, response) => {
    const url = request.url ?? '/';
    if (broken && url.startsWith('/api/daily_papers')) {
      // What no second try would mend: collect itself gives up at once, and the state machine has its turn.
      response.writeHead(200, { 'content-type': 'text/html' }).end('<p>Back soon</p>');
      return;
    }
    const answer = await fetch(`${sample.url}${url}`);
    const body = (await answer.text()).replace(/\b(\d{2})\d{2}\.(\d{5})(?!\d)/g, `$1${pad(month)}.$2`);
    response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' }).end(body);
  });
  const url = await listenOnLoopback(server);
  return {
    surroundings: {
      arxivBaseUrl: url,
      huggingfaceBaseUrl: url,
      openAiBaseUrl: model.url,
      categories: sample.categories,
    },
    turnTheDay: () => {
      month += 1;
    },
    breakHuggingFace: (now) => {
      broken = now;
    },
    close: async () => {
      await Promise.all([closeServer(server), sample.close(), model.close()]);
    },
  };
}

const pad = (month: number) => String(month).padStart(2, '0');
