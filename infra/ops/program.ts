import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { Day } from '../../shared/domain/day.js';
import { PaperId } from '../../shared/domain/paper.js';
import { SubscriberState } from '../../shared/domain/subscriber.js';
import { SendingStore } from '../../shared/stores/sending.js';
import { type ProgressStream, progressReporter } from '../local/progress.js';
import { openAwsHouse } from './aws-house.js';
import { examine, messagesIn } from './doctor.js';
import { pickPaper, rebuildEdition, showEdition, unpickPaper } from './edition.js';
import { OpsError, type OpsHouse } from './house.js';
import { withNewLinkKey } from './keys.js';
import { openLocalOpsHouse } from './local-house.js';
import { preview, sendTest } from './mail.js';
import { pauseAll, resumeAll } from './pause.js';
import { redrive } from './redrive.js';
import {
  eraseSubscriber,
  exportSubscribers,
  importFile,
  liftSuppression,
  listSubscribers,
  showSubscriber,
} from './subscribers.js';
import { tellFindings, tellImport, tellPreview, tellSubscribers } from './tell.js';

/** What the command line is given from outside. */
export interface OpsSurroundings {
  /** Where results go, a line at a time. */
  out: (line: string) => void;
  /** Where progress goes. */
  progress: ProgressStream;
  now: () => Date;
  /** Opens the house in question. */
  open?: (options: { stage?: string | undefined; data: string }) => Promise<OpsHouse>;
}

interface Global {
  stage?: string;
  data: string;
  json?: true;
}
interface Changing {
  dryRun?: true;
  yes?: true;
}

const openAny: NonNullable<OpsSurroundings['open']> = ({ stage, data }) =>
  stage === undefined ? openLocalOpsHouse(resolve(data)) : openAwsHouse(stage);

const day = (text: string): Day => argument(Day.safeParse(text), 'expected a day such as 2026-11-25.');
const paper = (text: string): PaperId =>
  argument(PaperId.safeParse(text), 'expected an id such as arxiv:2601.09735.');
const state = (text: string) =>
  argument(SubscriberState.safeParse(text), 'expected pending, active or unsubscribed.');
const count = (text: string): number => {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('expected a whole number.');
  return Number(text);
};

function argument<T>(parsed: { success: true; data: T } | { success: false }, problem: string): T {
  if (!parsed.success) throw new InvalidArgumentError(problem);
  return parsed.data;
}

const DRY = ['--dry-run', 'say what would be done, and do nothing'] as const;
const YES = ['--yes', 'do it: it cannot be undone'] as const;

/** The operator's command line. A command that finds something to be done sets `process.exitCode` to 1. */
export function opsProgram({ out, progress, now, open = openAny }: OpsSurroundings): Command {
  const program = new Command('npm run ops --')
    .description('Looks after a deployed stage, or the data of npm start on this machine.')
    .option('--stage <name>', 'the deployed stage, with your AWS credentials; without it, this machine')
    .option('--data <folder>', 'the data on this machine', '.local')
    .option('--json', 'results as JSON')
    .addHelpText(
      'after',
      `
Ends with 0, with 1 when something failed or is to be acted on, with 2 when the command makes no sense.

Examples:
  npm run ops -- doctor --stage production
  npm run ops -- subscribers import readers.csv --dry-run --stage production
  npm run ops -- edition pick 2026-11-25 arxiv:2601.09735 --why "The proof is two pages long."
  npm run ops -- pause-all --stage production`,
    );

  /** Runs `work` in the house that was asked for; its result is told as JSON, or by `tell`, and ends with 1 where it `fails`. */
  const act = async <T>(
    work: (house: OpsHouse) => Promise<T>,
    tell: (result: T) => string,
    fails: (result: T) => boolean = () => false,
  ): Promise<void> => {
    const { json, ...where } = program.opts<Global>();
    const house = await open(where);
    try {
      const result = await work(house);
      out(json ? JSON.stringify(result) : tell(result));
      if (fails(result)) process.exitCode = 1;
    } finally {
      await house.close();
    }
  };
  const sure = ({ dryRun, yes }: Changing, what: string) => {
    if (!dryRun && !yes) throw new OpsError(`${what}; say --yes to do it, or --dry-run to look`);
  };

  program
    .command('doctor')
    .description('looks at everything that has to be right, and says what to do')
    .action(() =>
      act(
        (house) => examine(house, now()),
        tellFindings,
        (findings) => findings.some((finding) => finding.state === 'act'),
      ),
    );

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
      const step = progressReporter(program.opts<Global>().json ? undefined : progress).step('import');
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
      sure(options, 'Erasing cannot be undone');
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
      sure(options, 'Only lift a suppression when the person asked for it from that address');
      await act(
        async (house) => {
          await liftSuppression(house, address);
          return { lifted: true };
        },
        () => 'This address may be mailed again.',
      );
    });

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

  program
    .command('send-test <address>')
    .description('sends one mail that says only that mail is sent')
    .action((address: string) =>
      act(
        (house) => sendTest(house, address, now(), randomBytes(9).toString('hex')),
        (said) =>
          said.kind === 'accepted' ? `SES took it: ${said.messageId}` : `SES: ${JSON.stringify(said)}`,
        (said) => said.kind !== 'accepted',
      ),
    );
  program
    .command('preview <address>')
    .description('makes the digest that a reader would get now, sends nothing, and writes it to files')
    .option('--out <folder>', 'where to', '.')
    .action((address: string, options: { out: string }) =>
      act((house) => preview(house, address, options.out, now()), tellPreview),
    );
  program
    .command('redrive')
    .description('puts dead deliveries on their queue again; whoever has the mail does not get it twice')
    .option(...DRY)
    .action((options: Changing) =>
      act(
        async (house) => {
          const url = house.deadLetters.find(({ name }) => name === 'deliveries')?.url ?? '';
          if (options.dryRun) return { messages: await messagesIn(house.sqs, url), moved: false };
          return { messages: await redrive(house.sqs, url, house.queueUrl), moved: true };
        },
        ({ messages, moved }) =>
          `${messages} messages ${moved ? 'were' : 'would be'} put on the queue again.`,
      ),
    );
  for (const [name, work, says] of [
    ['pause-all', pauseAll, 'No digest is sent until resume-all; confirmations still are.'],
    ['resume-all', resumeAll, 'Sending goes on; who was due is served from the next quarter of an hour.'],
  ] as const) {
    program
      .command(name)
      .description(says)
      .option(...DRY)
      .action((options: Changing) =>
        act(
          async (house) => {
            if (!options.dryRun) await work(new SendingStore(house.subscribers));
            return { done: !options.dryRun };
          },
          ({ done }) => (done ? says : `Would do: ${says}`),
        ),
      );
  }
  program
    .command('rotate-keys')
    .description('signs links with a new key from now on; those signed with the last five are good still')
    .option(...DRY)
    .action((options: Changing) =>
      act(
        async (house) => {
          const next = withNewLinkKey(await house.secrets.read(), randomBytes(32).toString('base64url'));
          if (!options.dryRun) await house.secrets.write(next);
          return { rotated: !options.dryRun };
        },
        ({ rotated }) =>
          rotated
            ? 'A new key signs; every worker knows it within five minutes.'
            : 'A new key would be made.',
      ),
    );
  return program;
}
