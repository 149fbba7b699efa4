import { join } from 'node:path';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { DeployedStack } from '../deployed.js';
import { CdkAccount } from './account.js';
import { type Emulator, startEmulator } from './emulator.js';
import { startSmtpSink } from './smtp-sink.js';

/** Where the deployed functions find papers and vectors: servers on 127.0.0.1. */
export interface Surroundings {
  arxivBaseUrl: string;
  huggingfaceBaseUrl: string;
  openAiBaseUrl: string;
  categories: readonly string[];
}

/** The whole stack in an AWS on this machine. */
export interface Deployment {
  emulator: Emulator;
  account: CdkAccount;
  /** Every mail that SES was given, as `.eml`. */
  mailboxDir: string;
  /** What CloudFormation made. */
  stack(): Promise<DeployedStack>;
  /** Where browsers find the site, under a name that they know to be this machine. */
  siteUrl(): Promise<string>;
  close(): Promise<void>;
}

/** The name of the stage that is deployed. */
export const STAGE = 'local';

/** The most mails that are sent in a second is the emulator's; two workers are the least that SQS takes. */
const WORKERS = 2;

/** A stage as a small operator would write it, but for its surroundings. */
function stageOf({ categories, openAiBaseUrl, ...sources }: Surroundings): object {
  return {
    domain: 'digest.example.org',
    sender: {
      name: 'Research Digest',
      address: 'papers@digest.example.org',
      postalAddress: 'Research Digest, 1 Example Street, 12345 Exampletown',
    },
    categories,
    editionAt: '04:30',
    workers: WORKERS,
    alarmAddress: 'operator@example.org',
    openAiBaseUrl,
    sources,
  };
}

export interface DeploymentOptions {
  /** Told each step before it begins. */
  say?: (step: string) => void;
  /** What the pauses of state machines are multiplied by. */
  waitScale?: number;
}

/**
 * Starts MiniStack, bootstraps its account, and deploys the stack into it with the CDK, as an operator does.
 * @param folder for mails, stage file and what the CDK synthesises
 * @throws EmulatorError when MiniStack cannot be run @throws CdkError when the CDK fails
 */
export async function deployOnEmulator(
  folder: string,
  surroundings: Surroundings,
  { say = () => undefined, waitScale }: DeploymentOptions = {},
): Promise<Deployment> {
  const mailboxDir = join(folder, 'mailbox');
  const sink = await startSmtpSink(mailboxDir);
  let emulator: Emulator | undefined;
  const close = async () => {
    await emulator?.close();
    await sink.close();
  };
  try {
    say('start MiniStack');
    emulator = await startEmulator({ smtpPort: sink.port, waitScale });
    const account = new CdkAccount(emulator, STAGE, folder);
    await account.writeStage(stageOf(surroundings));
    say('cdk bootstrap');
    await account.bootstrap();
    say('cdk deploy');
    await account.deploy();
    const client = new CloudFormationClient(clientOptions(emulator));
    const { port } = new URL(emulator.endpoint);
    const stack = () => DeployedStack.read(STAGE, client);
    const siteUrl = async () =>
      `http://${(await stack()).id('AWS::ApiGatewayV2::Api', 'web/api')}.execute-api.localhost:${port}`;
    return { emulator, account, mailboxDir, stack, siteUrl, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** What a client of the AWS SDK needs to speak to the emulator. */
export function clientOptions({ endpoint, environment }: Emulator) {
  return {
    endpoint,
    region: environment.AWS_REGION ?? '',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  };
}
