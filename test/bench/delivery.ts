import { type Command, InvalidArgumentError } from 'commander';
import { compareMails } from './delivery/compare.js';
import { contest } from './delivery/contest.js';
import { usualEdition } from './delivery/edition.js';
import { growth } from './delivery/growth.js';
import { deliverMemory } from './delivery/memory.js';
import { ordersOf } from './delivery/orders.js';
import { openPress, publish } from './delivery/press.js';
import { printReport, type Report, reportOf } from './delivery/report.js';
import { startServices } from './delivery/services.js';

/** Adds `delivery`: what a mail costs, beside the floor and beside what people use today. */
export function addDelivery(program: Command): void {
  program
    .command('delivery')
    .description('match, render, MIME and SendRawEmail, beside the floor, MJML for each mail, and Handlebars')
    .option('--json', 'the ratios and the figures behind them as JSON')
    .option(
      '--seconds <S>',
      'how long the contests last; all else takes about ten minutes more',
      seconds,
      320,
    )
    .action(async (options: { json?: true; seconds: number }) => {
      const report = await measure(options.seconds);
      if (options.json) console.log(JSON.stringify(report, undefined, 2));
      else printReport(report);
    });
}

async function measure(contestSeconds: number): Promise<Report> {
  const services = await startServices();
  try {
    const bench = await usualEdition();
    await publish(bench, services.content);
    const press = await openPress(bench.edition.day, services.content);
    await compareMails(await ordersOf(bench, press), press);
    return reportOf({
      contest: await contest(services, contestSeconds),
      growth: await growth(services),
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
