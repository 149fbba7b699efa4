import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { Day } from '../../shared/domain/day.js';
import { SourceFailure } from '../../shared/domain/edition.js';
import { chooseEmbedder, EmbedderEnvironment } from '../../shared/embedders/choose.js';
import { wordsEmbedder } from '../../shared/embedders/words.js';
import { logFailure } from '../../shared/log.js';
import { metricsOf } from '../../shared/metrics.js';
import { once } from '../../shared/once.js';
import { parseAs, parseEnvironment } from '../../shared/parse.js';
import { readSecrets } from '../../shared/secrets.js';
import { EditionStore } from '../../shared/stores/editions.js';
import { ListingStore } from '../../shared/stores/listings.js';
import { PaperStore } from '../../shared/stores/papers.js';
import { PhraseStore } from '../../shared/stores/phrases.js';
import { openTable } from '../../shared/stores/table.js';
import { VectorStore } from '../../shared/stores/vectors.js';
import { compile } from './compile.js';
import { figuresOf } from './figures.js';
import { SummariserEnvironment, summariserFromEnvironment } from './summaries/environment.js';
import { SpendingCap } from './summaries/spending.js';

/** The variables of this function. */
export const Environment = z.object({
  CONTENT_TABLE: z.string(),
  /** Where a deployed function finds the key to its models; it goes before one in the environment. */
  SECRETS: z.string().optional(),
  /** Where the metrics go; without one none are told. */
  METRICS_NAMESPACE: z.string().optional(),
  ...EmbedderEnvironment.shape,
  ...SummariserEnvironment.shape,
});

/** The edition to make, and what of its sources could not be read. */
export const CompileEvent = z.object({
  day: Day,
  sample: z.boolean().default(false),
  failures: z.array(SourceFailure).default([]),
});
export type CompileEvent = z.input<typeof CompileEvent>;

/** What was published, in figures. */
export interface CompileResult {
  day: Day;
  papers: number;
  stories: number;
}

const kept = once(async () => {
  const environment = await withSecretKey(parseEnvironment(Environment));
  const table = openTable(environment.CONTENT_TABLE);
  return {
    ports: {
      papers: new PaperStore(table),
      listings: new ListingStore(table),
      editions: new EditionStore(table),
      phrases: new PhraseStore(table),
      vectors: new VectorStore(table),
      embedder: chooseEmbedder(environment),
      spareEmbedder: wordsEmbedder(),
    },
    summariser: summariserFromEnvironment(environment),
    capUsd: environment.SPENDING_CAP_USD,
    tell: metricsOf('compile', environment.METRICS_NAMESPACE),
  };
});

async function withSecretKey(environment: z.infer<typeof Environment>): Promise<z.infer<typeof Environment>> {
  const { SECRETS, OPENAI_API_KEY } = environment;
  const secrets = SECRETS === undefined ? undefined : await readSecrets(SECRETS);
  return { ...environment, OPENAI_API_KEY: secrets?.openAiApiKey ?? OPENAI_API_KEY };
}

/** Makes and publishes an edition. @throws NothingCollectedError when no source was read */
export async function handler(event: unknown): Promise<CompileResult> {
  const order = parseAs(CompileEvent, event, 'compile event');
  const { ports, summariser, capUsd, tell } = await kept();
  const cap = new SpendingCap(capUsd);
  const llm = summariser && {
    summariser,
    cap,
    onFailure: (error: Error) => logFailure('summarise', error),
  };
  const build = randomBytes(6).toString('hex');
  try {
    const header = await compile(order, { ...ports, llm, now: new Date(), build });
    if (header.build === build) tell(figuresOf(header, ports.embedder.model), new Date());
    return { day: header.day, papers: header.paperCount, stories: header.stories.length };
  } finally {
    if (llm) tell({ ModelSpendUsd: cap.spentUsd }, new Date());
  }
}
