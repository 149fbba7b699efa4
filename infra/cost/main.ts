import { Command, InvalidArgumentError } from 'commander';
import { z } from 'zod';
import { DigestError } from '../../shared/errors.js';
import { progressReporter } from '../local/progress.js';
import { ASSUMED } from './assumptions.js';
import { billFor } from './bill.js';
import { countConsumption } from './count.js';
import { standingOf } from './standing.js';
import { tableOf } from './table.js';

const whole = within(z.coerce.number().int().nonnegative(), 'a whole number, 0 or more');
const positive = within(z.coerce.number().positive(), 'a number above 0');
const share = within(z.coerce.number().nonnegative(), 'a number, 0 or more');

const command = new Command('npm run cost --')
  .description(
    'Says what a month on AWS costs: counts on the real handlers what a small house consumes, and multiplies it by list prices.',
  )
  .option('--subscribers <n>', 'readers, each with a mail a day', whole, 1_000)
  .option('--papers <n>', 'new papers on a day that brings some', whole, 600)
  .option(
    '--paper-days <n>',
    'days of a month that have new papers; arXiv announces on five of seven',
    within(z.coerce.number().min(0).max(ASSUMED.daysAMonth), `a number from 0 to ${ASSUMED.daysAMonth}`),
    ASSUMED.paperDaysAMonth,
  )
  .option('--stage <name>', 'whose alarms, dashboards and secrets are counted', 'sample')
  .option('--rate <n>', "the account's sending rate, in mails a second", positive, 50)
  .option('--workers <n>', 'workers that send at once at most', positive, 2)
  .option('--slots <n>', 'pairs of time zone and hour over which readers are spread', positive, 24)
  .option('--views <n>', 'pages of the site that a mail leads to', share, 0.05)
  .option('--receipts', 'let SES tell of each mail that arrives')
  .option('--readers <n>', 'readers of the small house, at least 80', positive, 240)
  .option('--json', 'end with one line of JSON in place of the table')
  .addHelpText(
    'after',
    `
Examples:
  npm run cost -- --subscribers 100000 --papers 600
  npm run cost -- --subscribers 100 --json
  npm run cost -- --subscribers 0 --papers 0        a stack that nobody uses
  npm run cost -- --subscribers 100000 --receipts   what it costs to be told of each mail that arrives

Prices are public list prices of us-east-1 in infra/cost/prices.ts, with their date. What is assumed and not counted is in
infra/cost/assumptions.ts; docs/cost.md explains both.`,
  );

interface Flags {
  subscribers: number;
  papers: number;
  paperDays: number;
  stage: string;
  rate: number;
  workers: number;
  slots: number;
  views: number;
  receipts?: true;
  readers: number;
  json?: true;
}

/** Few papers and more: what comes with each is told from both. */
const PAPERS = [30, 90] as const;
const READERS_AT_LEAST = 80;

async function main(flags: Flags): Promise<void> {
  const standing = standingOf(flags.stage);
  const size = { readers: Math.max(READERS_AT_LEAST, Math.ceil(flags.readers)), papers: PAPERS };
  const consumption = await countConsumption(size, progressReporter(process.stderr));
  const { subscribers, papers, paperDays, rate, workers, slots, views, receipts = false } = flags;
  const load = { subscribers, papers, paperDays, rate, workers, slots, viewsPerMail: views, receipts };
  const bill = billFor(consumption, load, standing);
  console.log(flags.json ? JSON.stringify({ load, ...bill }) : tableOf(bill, load));
}

function within<T>(schema: z.ZodType<T>, expected: string): (text: string) => T {
  return (text) => {
    const parsed = schema.safeParse(text);
    if (parsed.success && text.trim() !== '') return parsed.data;
    throw new InvalidArgumentError(`Expected ${expected}.`);
  };
}

try {
  await main(command.parse().opts<Flags>());
} catch (error) {
  console.error(error instanceof DigestError ? `Error: ${error.message}` : error);
  process.exitCode = 1;
}
