import type { Command } from 'commander';
import type { SubscriberState } from '../../shared/domain/subscriber.js';
import { progressReporter } from '../local/progress.js';
import { type Changing, count, type Desk, DRY, makeSure, state, YES } from './desk.js';
import {
  eraseSubscriber,
  exportSubscribers,
  importFile,
  liftSuppression,
  listSubscribers,
  showSubscriber,
} from './subscribers.js';
import { tellImport, tellSubscribers } from './tell.js';

/** Adds `subscribers`: who gets digests. */
export function addSubscriberCommands(program: Command, { act, progress, now }: Desk): void {
  const subscribers = program.command('subscribers').description('who gets digests');
  subscribers
    .command('list')
    .option('--limit <n>', 'so many at most', count, 50)
    .option('--state <state>', 'pending, active or unsubscribed', state)
    .action((options: { limit: number; state?: SubscriberState }) =>
      act((house) => listSubscribers(house, { ...options }), tellSubscribers),
    );
  subscribers
    .command('show <address>')
    .description('all that is kept of one, with two weeks of the ledger')
    .action((address: string) =>
      act(
        (house) => showSubscriber(house, address, now()),
        (found) => JSON.stringify(found, undefined, 2),
      ),
    );
  subscribers
    .command('import <file>')
    .description('subscribes everybody in a CSV file whose consent stands in it; safe to repeat')
    .option(...DRY)
    .addHelpText(
      'after',
      `
The file's first line names its columns: address, topics (categories and phrases, with ; between them),
consent_confirmed_at, consent_form and consent_text_version; and, where they differ from the defaults,
cadence (daily, weekdays, weekly, none), weekday (1 is Monday), hour, time_zone, consent_asked_at.
Lines that are wrong are told by their numbers, and the others go in. Nobody is brought back who left.`,
    )
    .action(async (file: string, options: Changing) => {
      const step = progressReporter(progress()).step('import');
      const dryRun = options.dryRun ?? false;
      const onProgress = (lines: number) => step.update(lines, lines);
      await act(
        (house) => importFile(house, file, { dryRun, now, onProgress }),
        (imported) => tellImport(imported, dryRun),
        ({ bad }) => bad.length > 0,
      );
      step.done();
    });
  subscribers
    .command('export <file>')
    .description('writes everybody to a CSV file that only you can read')
    .action((file: string) =>
      act(
        (house) => exportSubscribers(house, file),
        (written) => `${written} subscribers are in ${file}.`,
      ),
    );
  subscribers
    .command('erase <address>')
    .description('forgets a person, as their own page does')
    .option(...DRY)
    .option(...YES)
    .action(async (address: string, options: Changing) => {
      makeSure(options, 'Erasing cannot be undone');
      await act(
        async (house) => {
          if (options.dryRun) await showSubscriber(house, address, now());
          else await eraseSubscriber(house, address, now);
          return { erased: !options.dryRun };
        },
        ({ erased }) => (erased ? 'Nothing of this person is left.' : 'This person would be forgotten.'),
      );
    });
  subscribers
    .command('lift <address>')
    .description('lets an address be mailed again that bounced, complained or was erased')
    .option(...YES)
    .action(async (address: string, options: Changing) => {
      makeSure(options, 'Only lift a suppression when the person asked for it from that address');
      await act(
        async (house) => {
          await liftSuppression(house, address);
          return { lifted: true };
        },
        () => 'This address may be mailed again.',
      );
    });
}
