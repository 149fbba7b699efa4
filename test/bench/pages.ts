import type { Command } from 'commander';
import { z } from 'zod';
import type { Task } from '../../functions/deliver/make.js';
import { addDays, type Day, dayIn } from '../../shared/domain/day.js';
import type { Preferences } from '../../shared/domain/preferences.js';
import { textHash } from '../../shared/embedders/cached.js';
import { chooseEmbedder, EmbedderEnvironment } from '../../shared/embedders/choose.js';
import { digestLinks } from '../../shared/links/digest-links.js';
import { parseAs } from '../../shared/parse.js';
import { EditionStore } from '../../shared/stores/editions.js';
import { SubscriberStore } from '../../shared/stores/subscribers.js';
import { VectorStore } from '../../shared/stores/vectors.js';
import { type BenchEdition, makeEdition } from './delivery/edition.js';
import { publish } from './delivery/press.js';
import { readersOf } from './delivery/readers.js';
import { type Services, startServices } from './delivery/services.js';
import { letterhead } from './letterhead.js';
import { runWorker } from './worker.js';

const PREVIEWED = 7;
/** Editions that are searched, a small one among them. */
const KEPT = 30;
const SMALL = 60;
/** Workers started for each page. */
const WORKERS = 5;
const QUERY = 'what robots grasp';

/** Of one page: in a fresh worker, and in one that made it before. */
const Told = z.object({
  coldMs: z.number(),
  coldCpuMs: z.number(),
  warmMs: z.number(),
  warmCpuMs: z.number(),
  bytes: z.int(),
});
type Told = z.infer<typeof Told>;

interface Page {
  path: string;
  body?: string;
  expected: string;
}

/** Adds `pages`: what a reader waits for. */
export function addPages(program: Command): void {
  program
    .command('pages')
    .description('an edition, a search and a preview of seven editions, in fresh workers and in warm ones')
    .option('--papers <N>', 'papers in an edition', Number, 1_000)
    .option('--json', 'the figures as JSON')
    .action(async ({ papers, json }: { papers: number; json?: true }) => {
      const report = { ...(await measure(papers, readingPages)), ...(await measure(papers, previews)) };
      if (json) console.log(JSON.stringify(report));
      else console.table(report);
    });
}

/** Publishes what the pages need, and tells where they are. */
type Setup = (bench: BenchEdition, today: Day, services: Services) => Promise<Record<string, Page>>;

async function measure(papers: number, setup: Setup): Promise<Record<string, Told>> {
  const today = dayIn('UTC', new Date());
  const services = await startServices();
  try {
    const report: Record<string, Told> = {};
    for (const [name, page] of Object.entries(
      await setup(await makeEdition(papers, today), today, services),
    )) {
      report[name] = await ask(page, services.environment);
    }
    return report;
  } finally {
    services.close();
  }
}

const readingPages: Setup = async (bench, today, { content }) => {
  const { model } = chooseEmbedder(EmbedderEnvironment.parse({}));
  const small = addDays(today, 1 - KEPT);
  const store = new EditionStore(content);
  const put = ({ edition, vectors }: BenchEdition, day: Day) =>
    store.publish(
      { ...edition, day, embeddingModel: model },
      { vectors, cards: new Uint8Array(1), build: 'bench' },
    );
  for (let back = 0; back < KEPT - 1; back++) await put(bench, addDays(today, -back));
  await put(await makeEdition(SMALL, small), small);
  // As if somebody had searched for it before: a model is asked once for a query.
  const known = bench.vectors.slice(0, 1).map((vector) => [textHash(QUERY), vector] as const);
  await new VectorStore(content, 'QUERY').write(model, new Map(known));
  return {
    [`an edition of ${SMALL} papers`]: { path: `/editions/${small}`, expected: `${SMALL} papers` },
    [`a search of ${KEPT} editions`]: {
      path: `/search?q=${encodeURIComponent(QUERY)}`,
      expected: '/papers/arxiv',
    },
  };
};

const previews: Setup = async (bench, today, { content, subscribers }) => {
  for (let back = 0; back < PREVIEWED; back++) {
    const day = addDays(today, -back);
    await publish({ ...bench, edition: { ...bench.edition, day } }, content);
  }
  const reader = readersOf(bench);
  const tasks = Array.from({ length: 200 }, (_, number) => reader(number));
  const previewFor = async (task: Task | undefined): Promise<Page> => {
    if (!task) throw new Error('expected readers of each kind');
    await new SubscriberStore(subscribers).add(task.subscriber, task.profile);
    const { manage } = digestLinks(task.subscriber, today, letterhead.site);
    return {
      path: new URL(manage).pathname,
      body: formOf(task.profile.preferences).toString(),
      expected: `Of the last ${PREVIEWED} editions`,
    };
  };
  const mutes = ({ profile }: Task) => profile.preferences.mutedWords.length > 0;
  return {
    'a preview, with votes': await previewFor(tasks.find((task) => task.profile.taste && !mutes(task))),
    'a preview, with muted words': await previewFor(tasks.find(mutes)),
  };
};

/** The run of the middle time in a fresh worker. */
async function ask(page: Page, environment: Record<string, string>): Promise<Told> {
  const runs: Told[] = [];
  for (let worker = 0; worker < WORKERS; worker++) {
    const entry = new URL('pages/page-child.ts', import.meta.url);
    runs.push(parseAs(Told, await runWorker('web', entry, environment, page), 'what the web told'));
  }
  const middle = runs.toSorted((a, b) => a.coldMs - b.coldMs)[Math.floor(runs.length / 2)];
  if (!middle) throw new Error('expected runs');
  return middle;
}

/** The form as the reader would send it, a few more papers wished for. */
function formOf({ topics, followedAuthors, mutedWords, length, threshold, show }: Preferences) {
  const form = new URLSearchParams({
    do: 'preview',
    followedAuthors: followedAuthors.join('\n'),
    mutedWords: mutedWords.join('\n'),
    length: String(length + 3),
    threshold,
    show,
  });
  for (const topic of topics) {
    form.append('topic', topic.kind === 'phrase' ? `~${topic.phrase}` : topic.category);
    form.append('weight', String(topic.weight));
  }
  return form;
}
