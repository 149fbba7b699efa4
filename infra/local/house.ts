import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { SQSClient } from '@aws-sdk/client-sqs';
import * as mailEventsFunction from '../../functions/mail-events/index.js';
import { logFailure } from '../../shared/log.js';
import { queueClient } from '../../shared/queue.js';
import { PhraseStore } from '../../shared/stores/phrases.js';
import { SubscriberStore } from '../../shared/stores/subscribers.js';
import { openTable } from '../../shared/stores/table.js';
import { type QueueName, queues } from '../house.js';
import { startDynamoDb } from './embedded/dynamodb.js';
import { type LocalSes, startSes } from './embedded/ses.js';
import { snsEvent } from './embedded/sns.js';
import { startSqs } from './embedded/sqs.js';
import { addSampleReaders, localSecrets } from './readers.js';
import { createTables, localTableName } from './tables.js';

const CONFIGURATION_SET = 'research-digest';
const TOPIC_ARN = 'arn:aws:sns:us-east-1:000000000000:research-digest-mail-events';

/** The house on one machine: embedded services, and the environment in which its functions find them. */
export interface LocalHouse {
  dataDir: string;
  mailboxDir: string;
  ses: LocalSes;
  sqs: SQSClient;
  queueUrl: string;
  close(): Promise<void>;
}

export interface LocalHouseOptions {
  /** Folder for tables, queue, mailbox and secrets. */
  dataDir: string;
  /** Forget what is in it. */
  fresh: boolean;
  /** Where readers' links lead. */
  webUrl: string;
}

/**
 * Starts the embedded services, creates what the house needs, and puts it into this process's environment, as AWS
 * does for a Lambda. Adds the sample readers where they are not yet.
 * @throws TablesInUseError when another run has the folder
 */
export async function openLocalHouse({ dataDir, fresh, webUrl }: LocalHouseOptions): Promise<LocalHouse> {
  if (fresh) await forget(dataDir);
  const { secrets, file } = await localSecrets(dataDir);
  const mailboxDir = join(dataDir, 'mailbox');
  const dynamo = await startDynamoDb({ dataDir: join(dataDir, 'tables') });
  const names = Object.keys(queues) as QueueName[];
  const sqsServer = await startSqs({
    dataDir: join(dataDir, 'queues'),
    queues: names.map((name) => ({ name, ...queues[name], deadLetterQueue: `${name}-dead` })),
  });
  const ses = await startSes({
    mailboxDir,
    configurationSets: [CONFIGURATION_SET],
    onEvent: (event) => mailEventsFunction.handler(snsEvent(TOPIC_ARN, JSON.stringify(event))),
    onProblem: (problem) => logFailure('mail-events', problem),
  });
  const queueUrl = sqsServer.queueUrl('deliveries');
  Object.assign(process.env, {
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    AWS_ENDPOINT_URL_DYNAMODB: dynamo.endpoint,
    AWS_ENDPOINT_URL_SQS: sqsServer.endpoint,
    AWS_ENDPOINT_URL_SES: ses.endpoint,
    CONTENT_TABLE: localTableName('content'),
    SUBSCRIBERS_TABLE: localTableName('subscribers'),
    DELIVERIES_QUEUE_URL: queueUrl,
    CONFIGURATION_SET,
    TOPIC_ARN,
    SECRETS: pathToFileURL(file).href,
    WEB_URL: webUrl,
    MAILBOX_PATH: '/mailbox',
    SENDER_NAME: 'Research Digest',
    SENDER_ADDRESS: 'digest@example.org',
    POSTAL_ADDRESS: 'Research Digest, 1 Example Street, 12345 Exampletown',
  });

  const client = new DynamoDBClient({});
  await createTables(client);
  const stores = {
    subscribers: new SubscriberStore(openTable(localTableName('subscribers'), client)),
    phrases: new PhraseStore(openTable(localTableName('content'), client)),
  };
  await addSampleReaders(stores, secrets.addressKey, new Date());
  return {
    dataDir,
    mailboxDir,
    ses,
    sqs: queueClient(),
    queueUrl,
    close: async () => {
      await ses.settled();
      await Promise.all([dynamo.close(), sqsServer.close(), ses.close()]);
    },
  };
}

/** Removes what the house keeps in `dataDir`, and nothing else that may be there. @throws TablesInUseError */
async function forget(dataDir: string): Promise<void> {
  const tables = await startDynamoDb({ dataDir: join(dataDir, 'tables') });
  await tables.close();
  for (const kept of ['tables', 'queues', 'mailbox', 'secrets.json']) {
    await rm(join(dataDir, kept), { recursive: true, force: true });
  }
}
