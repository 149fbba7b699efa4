import { resolve } from 'node:path';
import { Command } from 'commander';
import { Day } from '../../shared/domain/day.js';
import { DigestError } from '../../shared/errors.js';
import { parseAs } from '../../shared/parse.js';
import { openLocalHouse } from './house.js';
import { mailNames } from './mailbox/folder.js';
import { supplyPapers } from './papers.js';
import { progressReporter } from './progress.js';
import { type DaySummary, runDay } from './run-day.js';

const command = new Command('npm run digest --')
  .description(
    'Runs one day on this machine: papers in, an edition made, a digest mailed to each sample reader.',
  )
  .option('--sample', "use the project's own sample instead of arXiv")
  .option('--papers <file>', 'use a file of papers: JSON Lines, plain or gzipped')
  .option('--date <YYYY-MM-DD>', 'the edition to make; today, or the last day of the file')
  .option('--fresh', 'forget the local data first')
  .option('--json', 'end with one line of JSON')
  .option('--data <folder>', 'where tables, queue and mailbox are kept', '.local')
  .addHelpText(
    'after',
    `
Examples:
  npm run digest                                    today's papers; the sample where arXiv cannot be reached
  npm run digest -- --sample --fresh                the sample, from nothing
  npm run digest -- --papers papers.jsonl.gz --date 2026-01-22

Every mail is kept in .local/mailbox; npm start shows them in the browser.`,
  );

interface Flags {
  sample?: true;
  papers?: string;
  date?: string;
  fresh?: true;
  json?: true;
  data: string;
}

async function main(flags: Flags): Promise<void> {
  const date = flags.date === undefined ? undefined : parseAs(Day, flags.date, '--date');
  const reporter = progressReporter(process.stderr);
  const supply = await supplyPapers({ sample: flags.sample, papers: flags.papers, date });
  reporter.say(supply.said);
  const house = await openLocalHouse({
    dataDir: resolve(flags.data),
    fresh: flags.fresh ?? false,
    webUrl: 'http://127.0.0.1:3000',
  });
  try {
    const summary = await runDay(house, supply, reporter);
    reporter.say('');
    reporter.say(await closing(summary, house.mailboxDir));
    if (flags.json) console.log(JSON.stringify(summary));
  } finally {
    await house.close();
    await supply.close();
  }
}

/** Why an edition may have no papers. */
const EMPTY = {
  sample: ['Every paper of the sample is in an earlier edition; --fresh forgets those.'],
  real: ['Nothing new was announced for this day; on weekends that is usual.'],
};

async function closing(summary: DaySummary, mailboxDir: string): Promise<string> {
  const { edition, sent, skipped, failed, alreadySettled } = summary;
  const counts = `${sent} sent, ${skipped} skipped, ${failed} failed`;
  const again = alreadySettled > 0 ? `; ${alreadySettled} had it already and get nothing twice` : '';
  const empty = summary.papers === 0 ? EMPTY[summary.sample ? 'sample' : 'real'] : [];
  const mails = (await mailNames(mailboxDir)).length;
  return [
    ...empty,
    `Edition ${edition}${summary.sample ? ' (sample)' : ''}: ${counts}${again}.`,
    `${mails} mails are in ${mailboxDir}. See them with: npm start`,
  ].join('\n');
}

try {
  await main(command.parse().opts<Flags>());
} catch (error) {
  console.error(error instanceof DigestError ? `Error: ${error.message}` : error);
  process.exitCode = 1;
}
