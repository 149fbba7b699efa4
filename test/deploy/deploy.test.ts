import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { CloudFormationClient, UpdateTerminationProtectionCommand } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { DeployedStack } from '../../infra/deployed.js';
import { dispatchNow, makeEdition } from '../../infra/ministack/day.js';
import { clientOptions, type Deployment, deployOnEmulator, STAGE } from '../../infra/ministack/deployment.js';
import { hasEmulator } from '../../infra/ministack/emulator.js';
import { addDays, dayOf } from '../../shared/domain/day.js';
import { SubscriberId } from '../../shared/domain/subscriber.js';
import { parseJsonAs } from '../../shared/parse.js';
import { DeliveryStore } from '../../shared/stores/deliveries.js';
import { EditionStore } from '../../shared/stores/editions.js';
import { SubscriberStore } from '../../shared/stores/subscribers.js';
import { openTable } from '../../shared/stores/table.js';
import { anEvent, delivery } from '../functions/mail-events/told.js';
import type { KeptMail } from '../support/mails.js';
import { ask, Reader } from './reader.js';
import { startWorld, type World } from './surroundings.js';

const today = dayOf(new Date());
const yesterday = addDays(today, -1);
const installed = await hasEmulator();
if (!installed) console.warn('MiniStack is not here (pip install ministack): the deployment is not tested');

/** The pauses of the state machine, made short: two minutes become a quarter of a second. */
const WAIT_SCALE = 0.002;
const WHOLE_MS = 400_000;

describe.skipIf(!installed)('the stack in an AWS on this machine', { timeout: WHOLE_MS }, () => {
  let folder: string;
  let world: World;
  let deployment: Deployment;
  let stack: DeployedStack;
  let stays: Reader;
  let leaves: Reader;

  const tableNamed = (name: 'content' | 'subscribers') =>
    openTable(
      stack.id('AWS::DynamoDB::GlobalTable', `tables/${name}`),
      new DynamoDBClient(clientOptions(deployment.emulator)),
    );

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'deploy-'));
    world = await startWorld();
    deployment = await deployOnEmulator(folder, world.surroundings, { waitScale: WAIT_SCALE });
    stack = await deployment.stack();
    const site = await deployment.siteUrl();
    stays = new Reader('stays@example.org', site, deployment.mailboxDir);
    leaves = new Reader('leaves@example.org', site, deployment.mailboxDir);
  }, WHOLE_MS);
  afterAll(async () => {
    await deployment?.close();
    await world?.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('takes readers in through its HTTP API', async () => {
    await Promise.all([stays.subscribe('cs.SE'), leaves.subscribe('cs.SE')]);

    const subscribers = new SubscriberStore(tableNamed('subscribers'));
    expect(await subscribers.slots()).toHaveLength(1);
  });

  it('is examined by the operator’s doctor, who can look at everything', async () => {
    const findings = await doctor(deployment);

    const names = findings.map(({ name }) => name);
    for (const name of ['identity', 'DKIM', 'quota', 'secrets', 'schedules', 'edition', 'dead letters']) {
      expect(names).toContain(name);
    }
    expect(findings.filter(({ state }) => state === 'unknown')).toEqual([]);
    expect(findings.find(({ name }) => name === 'edition')).toMatchObject({ state: 'act' });
  });

  it('makes an edition by its state machine, without a source that fails', async () => {
    world.breakHuggingFace(true);

    await makeEdition(deployment.emulator, stack, yesterday);

    world.breakHuggingFace(false);
    const edition = await new EditionStore(tableNamed('content')).header(yesterday);
    expect(edition?.failures).toEqual([{ source: 'huggingface', problem: expect.any(String) }]);
    const page = await ask(`${await deployment.siteUrl()}/editions/${yesterday}`);
    expect(page.status).toBe(200);
    expect(page.body).toContain('Hugging Face');
  });

  it('sends each reader a digest of it, once', async () => {
    await dispatchNow(deployment.emulator, stack, yesterday);

    const [digest] = await stays.mails(2);
    await leaves.mails(2);
    expect(digest?.raw.toString()).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click');
    await dispatchNow(deployment.emulator, stack, yesterday);
    await sleep(2_000);
    expect(await stays.mails(2)).toHaveLength(2);
  });

  it('writes down what SES tells of a mail', async () => {
    const ledger = new DeliveryStore(tableNamed('subscribers'));
    const [digest] = await leaves.mails(2);
    const subscriber = SubscriberId.parse(/\/u\.([a-z2-7]{26})\./.exec(oneClickLink(digest))?.[1]);
    const sent = await ledger.read(subscriber, yesterday);
    if (sent?.outcome !== 'sent') throw new Error('expected a sent digest');
    const { messageId = '', attempt } = sent;

    await new SNSClient(clientOptions(deployment.emulator)).send(
      new PublishCommand({
        TopicArn: stack.id('AWS::SNS::Topic', 'mail-events/topic'),
        Message: JSON.stringify(
          anEvent(
            'Delivery',
            { address: leaves.address, messageId, tags: { subscriber, edition: yesterday, attempt } },
            delivery(),
          ),
        ),
      }),
    );

    await expect
      .poll(() => ledger.read(subscriber, yesterday), { timeout: 20_000 })
      .toMatchObject({
        delivered: { at: expect.any(String) },
      });
  });

  it('sends nothing more to who leaves by one click, and the next edition to who stays', async () => {
    const [digest] = await leaves.mails(2);
    await leaves.post(oneClickLink(digest), { 'List-Unsubscribe': 'One-Click' });
    world.turnTheDay();
    await makeEdition(deployment.emulator, stack, today);

    await dispatchNow(deployment.emulator, stack, today);

    expect((await stays.mails(3))[0]?.mail.subject).toBeTruthy();
    await sleep(2_000);
    expect(await leaves.mails(2)).toHaveLength(2);
  });

  it('changes nothing when it is deployed again', async () => {
    expect(await deployment.account.deploy()).toContain('(no changes)');
  });

  it('keeps its data when it is taken down', async () => {
    const subscribers = new SubscriberStore(tableNamed('subscribers'));

    await expect(deployment.account.destroy()).rejects.toThrow('TerminationProtection is enabled');
    await new CloudFormationClient(clientOptions(deployment.emulator)).send(
      new UpdateTerminationProtectionCommand({
        StackName: stack.stackName,
        EnableTerminationProtection: false,
      }),
    );
    await deployment.account.destroy();

    await expect(deployment.stack()).rejects.toThrow('knows no stack');
    expect(await subscribers.slots()).toHaveLength(1);
  });
});

/** Where the mail says that its reader can leave with one click. */
function oneClickLink(mail: KeptMail | undefined): string {
  const header = mail?.mail.headers.find(({ key }) => key === 'list-unsubscribe');
  return header?.value.replace(/[<>\s]/g, '') ?? '';
}

const Findings = z.array(z.object({ name: z.string(), state: z.string(), says: z.string() }));

/** Runs `npm run ops -- doctor` as an operator does; it ends with 1, for there is something to do. */
async function doctor({ emulator }: Deployment): Promise<z.infer<typeof Findings>> {
  const words = ['--import', 'tsx', 'infra/ops/main.ts', '--stage', STAGE, '--json', 'doctor'];
  const child = spawn(process.execPath, words, { env: { ...process.env, ...emulator.environment } });
  return parseJsonAs(Findings, await text(child.stdout), 'what doctor found');
}
