import { type Command, InvalidArgumentError } from 'commander';
import { makeEdition } from './delivery/edition.js';
import { paperGrowth, subscriberGrowth } from './delivery/growth.js';
import { deliverMemory } from './delivery/memory.js';
import { openPress, publish } from './delivery/press.js';
import { readersOf } from './delivery/readers.js';
import { printReport, type Report, reportOf } from './delivery/report.js';
import { startServices } from './delivery/services.js';
import { sideBySide } from './delivery/side-by-side.js';

const PAPERS = 1_000;

/** Adds `delivery`: what a mail costs, beside the floor and beside what people use today. */
export function addDelivery(program: Command): void {
  program
    .command('delivery')
    .description('match, render, MIME and SendRawEmail, beside the floor, MJML for each mail, and Handlebars')
    .option('--json', 'the ratios and the figures behind them as JSON')
    .option('--seconds <S>', 'how long the contest lasts; all else takes about 50 seconds more', seconds, 36)
    .action(async (options: { json?: true; seconds: number }) => {
      const report = await measure(options.seconds);
      if (options.json) console.log(JSON.stringify(report, undefined, 2));
      else printReport(report);
    });
}

async function measure(contestSeconds: number): Promise<Report> {
  const services = await startServices();
  try {
    const bench = await makeEdition(PAPERS, '2026-01-22');
    await publish(bench, services.content);
    const readers = readersOf(bench);
    const press = await openPress(bench, services.content);
    return reportOf({
      contest: await sideBySide(bench, press, readers, contestSeconds),
      subscribers: await subscriberGrowth(press, readers),
      papers: await paperGrowth(services.content),
      memory: await deliverMemory(services),
    });
  } finally {
    services.close();
  }
}

function seconds(text: string): number {
  const value = Number(text);
  if (!(value >= 1 && value <= 3_600)) throw new InvalidArgumentError('expected seconds, from 1 to 3600.');
  return value;
}
