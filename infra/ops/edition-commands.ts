import type { Command } from 'commander';
import type { Day } from '../../shared/domain/day.js';
import type { PaperId } from '../../shared/domain/paper.js';
import { type Changing, type Desk, DRY, day, paper, YES } from './desk.js';
import { pickPaper, rebuildEdition, showEdition, unpickPaper } from './edition.js';

/** Adds `edition`: what is sent. */
export function addEditionCommands(program: Command, { act }: Desk): void {
  const edition = program.command('edition').description('what is sent');
  edition
    .command('show')
    .argument('<date>', 'the edition', day)
    .description('an edition in figures, with the editor’s picks')
    .action((date: Day) =>
      act(
        (house) => showEdition(house, date),
        (found) => JSON.stringify(found, undefined, 2),
      ),
    );
  edition
    .command('rebuild')
    .argument('<date>', 'the edition', day)
    .description('makes an edition, anew where nobody was sent anything of it yet')
    .option(...DRY)
    .option(...YES)
    .action((date: Day, options: Changing) =>
      act(
        async (house) => ({
          says: await rebuildEdition(house, date, { dryRun: false, yes: false, ...options }),
        }),
        ({ says }) => says,
      ),
    );
  edition
    .command('pick')
    .argument('<date>', 'the edition', day)
    .argument('<paper>', 'the id of one of its papers', paper)
    .description('puts a paper forward, as the editor')
    .requiredOption('--why <text>', 'a line of why, up to 300 characters')
    .option(...DRY)
    .action((date: Day, paperId: PaperId, options: Changing & { why: string }) =>
      act(
        async (house) => ({
          title: await pickPaper(house, { day: date, paperId, why: options.why }, options.dryRun ?? false),
        }),
        ({ title }) => `${options.dryRun ? 'Would pick' : 'Picked'}: ${title}`,
      ),
    );
  edition
    .command('unpick')
    .argument('<date>', 'the edition', day)
    .argument('<paper>', 'the pick', paper)
    .description('takes a pick back')
    .option(...DRY)
    .action((date: Day, paperId: PaperId, options: Changing) =>
      act(
        async (house) => {
          await unpickPaper(house, date, paperId, options.dryRun ?? false);
          return { unpicked: !options.dryRun };
        },
        ({ unpicked }) => (unpicked ? 'Taken back.' : 'Would be taken back.'),
      ),
    );
}
