import type { Command } from 'commander';
import { z } from 'zod';
import { addDays, dayIn } from '../../shared/domain/day.js';
import type { Preferences } from '../../shared/domain/preferences.js';
import { digestLinks } from '../../shared/links/digest-links.js';
import { parseAs } from '../../shared/parse.js';
import { SubscriberStore } from '../../shared/stores/subscribers.js';
import { makeEdition } from './delivery/edition.js';
import { letterhead, publish } from './delivery/press.js';
import { readersOf } from './delivery/readers.js';
import { type Services, startServices } from './delivery/services.js';
import { runWorker } from './worker.js';

const EDITIONS = 7;
/** Workers started, each for its first preview. */
const WORKERS = 5;

const Told = z.object({ cold: z.number(), coldCpu: z.number(), warm: z.number(), bytes: z.int() });

/** Adds `pages`: what a reader waits for. */
export function addPages(program: Command): void {
  program
    .command('pages')
    .description('the preview of seven editions: the first of a fresh worker, and those after it')
    .option('--papers <N>', 'papers in an edition', Number, 1_000)
    .option('--json', 'the figures as JSON')
    .action(async ({ papers, json }: { papers: number; json?: true }) => {
      const services = await startServices();
      try {
        const report = await measure(papers, services);
        if (json) console.log(JSON.stringify(report));
        else console.table(report);
      } finally {
        services.close();
      }
    });
}

async function measure(papers: number, { content, subscribers, environment }: Services) {
  const today = dayIn('UTC', new Date());
  const bench = await makeEdition(papers, today);
  for (let back = 0; back < EDITIONS; back++) {
    const day = addDays(today, -back);
    await publish({ ...bench, edition: { ...bench.edition, day } }, content);
  }
  const reader = readersOf(bench);
  // Of those made, the first who has voted, and the first who mutes a word and follows an author.
  const tasks = Array.from({ length: 200 }, (_, number) => reader(number));
  const voter = tasks.find(({ profile }) => profile.taste && profile.preferences.mutedWords.length === 0);
  const muter = tasks.find(({ profile }) => profile.preferences.mutedWords.length > 0);
  const report: Record<string, z.infer<typeof Told>> = {};
  for (const [name, task] of Object.entries({ 'with votes': voter, 'with muted words': muter })) {
    if (!task) throw new Error('expected readers of each kind');
    await new SubscriberStore(subscribers).add(task.subscriber, task.profile);
    const { manage } = digestLinks(task.subscriber, today, letterhead.site);
    const body = formOf(task.profile.preferences).toString();
    const request = { path: new URL(manage).pathname, body, expected: `Of the last ${EDITIONS} editions` };
    const runs: z.infer<typeof Told>[] = [];
    for (let worker = 0; worker < WORKERS; worker++) {
      const entry = new URL('pages/preview-child.ts', import.meta.url);
      runs.push(parseAs(Told, await runWorker(entry, environment, request), 'what the web told'));
    }
    report[name] = middle(runs);
  }
  return report;
}

/** The run of the middle cold time. */
function middle(runs: z.infer<typeof Told>[]): z.infer<typeof Told> {
  const run = runs.toSorted((a, b) => a.cold - b.cold)[Math.floor(runs.length / 2)];
  if (!run) throw new Error('expected runs');
  return run;
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
