import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { SESClient } from '@aws-sdk/client-ses';
import { GetQueueUrlCommand } from '@aws-sdk/client-sqs';
import { openTable } from '../../shared/stores/table.js';
import { writeWhole } from '../local/embedded/write-whole.js';
import { openLocalHouse } from '../local/house.js';
import { supplyPapers } from '../local/papers.js';
import { progressReporter } from '../local/progress.js';
import { makeEdition } from '../local/run-day.js';
import { localTableName } from '../local/tables.js';
import type { OpsHouse } from './house.js';

/**
 * The house on this machine, over the data of `npm start` and `npm run digest`, which must not run meanwhile.
 * @throws TablesInUseError when one does
 */
export async function openLocalOpsHouse(dataDir: string): Promise<OpsHouse> {
  const house = await openLocalHouse({ dataDir, fresh: false, webUrl: 'http://127.0.0.1:3000' });
  const {
    SECRETS = '',
    SENDER_NAME = '',
    SENDER_ADDRESS = '',
    POSTAL_ADDRESS = '',
    WEB_URL = '',
  } = process.env;
  const secretsFile = fileURLToPath(SECRETS);
  const { QueueUrl = '' } = await house.sqs.send(new GetQueueUrlCommand({ QueueName: 'deliveries-dead' }));
  return {
    name: `the data in ${dataDir}`,
    content: openTable(localTableName('content')),
    subscribers: openTable(localTableName('subscribers')),
    ses: new SESClient({}),
    sqs: house.sqs,
    queueUrl: house.queueUrl,
    deadLetters: [{ name: 'deliveries', url: QueueUrl }],
    environment: { SENDER_NAME, SENDER_ADDRESS, POSTAL_ADDRESS, WEB_URL },
    secrets: {
      reference: SECRETS,
      read: () => readFile(secretsFile, 'utf8'),
      write: (text) => writeWhole(secretsFile, text),
    },
    domain: undefined,
    schedules: async () => [],
    makeEdition: async (day) => {
      const supply = await supplyPapers({ date: day });
      try {
        const { edition } = await makeEdition(supply, progressReporter(process.stderr));
        return `Edition ${day} has ${edition.papers} papers and ${edition.stories} stories.`;
      } finally {
        await supply.close();
      }
    },
    close: () => house.close(),
  };
}
