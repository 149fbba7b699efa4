import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { Command } from 'commander';
import { SendingStore } from '../../shared/stores/sending.js';
import type { ProgressStream } from '../local/progress.js';
import { openAwsHouse } from './aws-house.js';
import { type Changing, type Desk, DRY } from './desk.js';
import { examine, messagesIn } from './doctor.js';
import { addEditionCommands } from './edition-commands.js';
import type { OpsHouse } from './house.js';
import { withNewLinkKey } from './keys.js';
import { openLocalOpsHouse } from './local-house.js';
import { preview, sendTest } from './mail.js';
import { pauseAll, resumeAll } from './pause.js';
import { redrive } from './redrive.js';
import { addSubscriberCommands } from './subscriber-commands.js';
import { tellFindings, tellPreview } from './tell.js';

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

const openAny: NonNullable<OpsSurroundings['open']> = ({ stage, data }) =>
  stage === undefined ? openLocalOpsHouse(resolve(data)) : openAwsHouse(stage);

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

  const desk: Desk = {
    now,
    progress: () => (program.opts<Global>().json ? undefined : progress),
    act: async (work, tell, fails = () => false) => {
      const { json, ...where } = program.opts<Global>();
      const house = await open(where);
      try {
        const result = await work(house);
        out(json ? JSON.stringify(result) : tell(result));
        if (fails(result)) process.exitCode = 1;
      } finally {
        await house.close();
      }
    },
  };
  addDoctor(program, desk);
  addSubscriberCommands(program, desk);
  addEditionCommands(program, desk);
  addMailCommands(program, desk);
  addSwitches(program, desk);
  return program;
}

/** Adds `doctor`. */
function addDoctor(program: Command, { act, now }: Desk): void {
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
}

/** Adds what makes mails to be looked at. */
function addMailCommands(program: Command, { act, now }: Desk): void {
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
}

/** Adds what stops things and sets them going again. */
function addSwitches(program: Command, { act }: Desk): void {
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
}
