import type { Command } from 'commander';
import { progressReporter } from '../../infra/local/progress.js';
import { paperText } from '../../shared/domain/paper.js';
import { groupings, stories } from './understanding/groups.js';
import { embedAll, NoSharedDataError, readSharedData } from './understanding/papers.js';
import { rankings } from './understanding/rankings.js';
import { printReport, type Report } from './understanding/report.js';
import { summaries } from './understanding/sentences.js';
import { speed } from './understanding/speed.js';

/** Adds `understanding`: rankings, groups, stories and summaries on real papers, beside what people use today. */
export function addUnderstanding(program: Command): void {
  program
    .command('understanding')
    .description('rankings, groups, stories and summaries on the papers of ../shared/data, beside TF-IDF')
    .option('--json', 'the figures as JSON')
    .action(async (options: { json?: true }) => {
      try {
        const report = await measure();
        if (options.json) console.log(JSON.stringify(report, undefined, 2));
        else printReport(report);
      } catch (error) {
        if (!(error instanceof NoSharedDataError)) throw error;
        console.error(`Nothing measured: ${error.message}.`);
        process.exitCode = 1;
      }
    });
}

async function measure(): Promise<Report> {
  const data = readSharedData();
  const phrases = [...new Set(data.readers.flatMap(({ topics }) => topics))];
  const texts = [...data.papers, ...data.balanced, ...data.day].map(paperText);
  const steps = progressReporter(process.stderr);
  const embedding = steps.step('embed');
  const vectors = await embedAll([...texts, ...phrases], embedding.update);
  embedding.done(`${vectors.size} texts`);
  const timed = <Result>(name: string, run: () => Result): Result => {
    const step = steps.step(name);
    const result = run();
    step.done('measured');
    return result;
  };
  return {
    speed: timed('speed', () => speed(data, vectors)),
    rankings: timed('rankings', () => rankings(data, vectors)),
    groupings: timed('groups', () => groupings(data, vectors)),
    stories: timed('stories', () => stories(data, vectors)),
    summaries: timed('summaries', () => summaries(data)),
  };
}
