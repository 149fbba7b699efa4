import ky from 'ky';
import { SourceEnvironment } from '../../functions/collect/sources/choose.js';
import { latestDay } from '../../functions/collect/sources/file.js';
import { type Day, dayOf } from '../../shared/domain/day.js';
import { DigestError } from '../../shared/errors.js';
import { parseEnvironment } from '../../shared/parse.js';
import { sources } from '../house.js';
import { startSampleServer } from './sample/server.js';

/** Where a run's papers come from, set up in this process's environment. */
export interface PaperSupply {
  sources: readonly string[];
  day: Day;
  sample: boolean;
  /** One sentence for whoever watches. */
  said: string;
  close(): Promise<void>;
}

/** A file of papers says neither when they were announced, nor was a date given. */
export class NoDayError extends DigestError {
  readonly code = 'no-day';
}

const PROBE_MS = 4_000;

/**
 * Decides where papers come from: a file; the real sources; or the sample, when it is asked for or arXiv is out of reach.
 * @throws NoDayError for a file of papers without dates
 * @throws SourceError for a file that cannot be read
 */
export async function supplyPapers(options: {
  papers?: string | undefined;
  sample?: boolean | undefined;
  date?: Day | undefined;
}): Promise<PaperSupply> {
  const close = async () => {};
  if (options.papers !== undefined) {
    process.env.PAPERS_FILE = options.papers;
    const day = options.date ?? (await latestDay(options.papers));
    if (day === undefined) throw new NoDayError(`${options.papers} names no days; say --date YYYY-MM-DD`);
    return { sources: ['file'], day, sample: false, said: `Papers of ${day} from ${options.papers}.`, close };
  }
  const day = options.date ?? dayOf(new Date());
  if (!options.sample && (await arxivAnswers())) {
    return { sources, day, sample: false, said: 'Papers from arXiv and Hugging Face.', close };
  }
  const server = await startSampleServer();
  Object.assign(process.env, {
    ARXIV_BASE_URL: server.url,
    ARXIV_CATEGORIES: server.categories.join(','),
    ARXIV_INTERVAL_MS: '0',
    HUGGINGFACE_BASE_URL: server.url,
  });
  const why = options.sample ? 'as you asked' : 'because arXiv cannot be reached from here';
  const said = `This is the SAMPLE, ${why}: 72 papers that ship with the project, served on ${server.url}.`;
  return { sources, day, sample: true, said, close: () => server.close() };
}

async function arxivAnswers(): Promise<boolean> {
  const { ARXIV_BASE_URL } = parseEnvironment(SourceEnvironment);
  try {
    await ky.head(ARXIV_BASE_URL, { timeout: PROBE_MS, retry: 0, throwHttpErrors: false });
    return true;
  } catch {
    return false;
  }
}
