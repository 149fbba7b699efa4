import { type Command, InvalidArgumentError } from 'commander';
import { makeEdition } from './delivery/edition.js';
import { paperGrowth, subscriberGrowth } from './delivery/growth.js';
import { openPress, publish } from './delivery/press.js';
import { readersOf } from './delivery/readers.js';
import { startServices } from './delivery/services.js';
import { sideBySide } from './delivery/side-by-side.js';

const PAPERS = 1_000;
const NAMES = ['ours', 'floor', 'mjmlEach', 'handlebars', 'oursBuild', 'handlebarsBuild'];

export function addDelivery(program: Command): void {
  program
    .command('delivery')
    .option('--json')
    .option('--seconds <S>', '', seconds, 40)
    .action(async (options: { json?: true; seconds: number }) => {
      const services = await startServices();
      const bench = await makeEdition(PAPERS, '2026-01-22');
      await publish(bench, services.content);
      const press = await openPress(bench, services.content);
      const readers = readersOf(bench);
      const contest = await sideBySide(bench, press, readers, options.seconds);
      const scores = Object.fromEntries(NAMES.map((name) => [name, contest.score(name)]));
      console.table(scores);
      for (const by of ['cpuSeconds', 'seconds'] as const) {
        console.log(by, {
          floor: contest.ratio('ours', 'floor', by),
          mjmlEach: contest.ratio('ours', 'mjmlEach', by),
          handlebars: contest.ratio('ours', 'handlebars', by),
          build: contest.ratio('oursBuild', 'handlebarsBuild', by),
        });
      }
      console.table(await subscriberGrowth(press, readers));
      console.table(await paperGrowth(services.content));
      services.close();
    });
}

function seconds(text: string): number {
  const value = Number(text);
  if (!(value >= 1 && value <= 3_600)) throw new InvalidArgumentError('expected seconds, from 1 to 3600.');
  return value;
}
