import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SQSEvent } from 'aws-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { handler as deliverHandler } from '../../../functions/deliver/index.js';
import { type LocalHouse, openLocalHouse } from '../../../infra/local/house.js';
import { localSecrets } from '../../../infra/local/readers.js';
import { localTableName } from '../../../infra/local/tables.js';
import { subscriberIdOf } from '../../../shared/address.js';
import type { Edition } from '../../../shared/domain/edition.js';
import { Preferences } from '../../../shared/domain/preferences.js';
import type { SubscriberId } from '../../../shared/domain/subscriber.js';
import { DeliveryStore } from '../../../shared/stores/deliveries.js';
import { EditionStore } from '../../../shared/stores/editions.js';
import { SubscriberStore } from '../../../shared/stores/subscribers.js';
import { openTable } from '../../../shared/stores/table.js';
import { renderCards } from '../../../templates/cards.js';
import { packCards } from '../../../templates/pack.js';
import { anEditionPaper } from '../../support/papers.js';

const DAY = '2026-01-22';
const GRACE_MS = 1_500;

const edition: Edition = {
  day: DAY,
  publishedAt: `${DAY}T05:30:00.000Z`,
  sample: true,
  papers: Array.from({ length: 6 }, (_, n) =>
    anEditionPaper({ id: `arxiv:2601.0000${n}`, categories: ['cs.CL'] }),
  ),
  stories: [],
  completeness: [{ source: 'file', part: 'all', expected: 6, stored: 6 }],
  failures: [],
  embeddingModel: 'test',
  summaryCounts: { extractive: 6 },
};

describe('the house on one machine', () => {
  let house: LocalHouse;
  let dataDir: string;
  let key: string;
  let subscribers: SubscriberStore;
  let deliveries: DeliveryStore;
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'mail-events-'));
    house = await openLocalHouse({ dataDir, fresh: true, webUrl: 'http://127.0.0.1:3000' });
    Object.assign(process.env, { SEND_TIMEOUT_MS: '300', GRACE_SECONDS: String(GRACE_MS / 1000) });
    key = (await localSecrets(dataDir)).secrets.addressKey;
    subscribers = new SubscriberStore(openTable(localTableName('subscribers')));
    deliveries = new DeliveryStore(openTable(localTableName('subscribers')));
    await new EditionStore(openTable(localTableName('content'))).publish(edition, {
      vectors: edition.papers.map((_, n) => Float32Array.from({ length: 8 }, (_, d) => Number(d === n))),
      cards: packCards(renderCards(edition)),
      build: 'a',
    });
  });
  afterAll(async () => {
    await house.close();
    await rm(dataDir, { recursive: true, force: true });
  });

  async function aReader(address: string): Promise<SubscriberId> {
    const id = subscriberIdOf(address, key);
    const topics = [{ kind: 'category', category: 'cs.CL' }];
    await subscribers.add(
      { id, address, state: 'active', since: '2026-01-01T00:00:00Z', linkEpoch: 0 },
      { preferences: Preferences.parse({ topics, threshold: 'everything' }) },
    );
    return id;
  }
  const deliver = async (subscriberId: SubscriberId) => {
    const event = { Records: [{ messageId: 'm', body: JSON.stringify({ day: DAY, subscriberId }) }] };
    expect(await deliverHandler(event as SQSEvent)).toEqual({ batchItemFailures: [] });
    await house.ses.settled();
  };
  const mailsTo = (address: string) =>
    house.ses.accepted().filter(({ destinations }) => destinations.includes(address));

  it('settles by its Send event a mail whose answer was lost, and sends it once', async () => {
    const id = await aReader('lost-answer@example.org');
    house.ses.setPlan({ script: ['timeout-after'] });

    await deliver(id);
    await sleep(GRACE_MS);
    await deliver(id);

    const mails = mailsTo('lost-answer@example.org');
    expect(mails.map(({ answer }) => answer)).toEqual(['timeout-after']);
    expect(await deliveries.read(id, DAY)).toMatchObject({
      outcome: 'sent',
      messageId: mails[0]?.messageId,
      attempt: mails[0]?.tags.attempt,
      delivered: {},
    });
  });

  it('sends it again only where the events are lost as well', async () => {
    const id = await aReader('lost-events@example.org');
    house.ses.setPlan({ script: ['timeout-after'], events: { loss: 1 } });

    await deliver(id);
    await deliver(id);
    const withinGrace = mailsTo('lost-events@example.org').length;
    await sleep(GRACE_MS);
    await deliver(id);

    expect([withinGrace, mailsTo('lost-events@example.org').length]).toEqual([1, 2]);
  });

  it('writes down what was in a mail even when its events come before the answer', async () => {
    const id = await aReader('quick-events@example.org');
    house.ses.setPlan({ latencyMs: 20 });

    await deliver(id);

    expect(await deliveries.read(id, DAY)).toMatchObject({
      outcome: 'sent',
      paperIds: expect.arrayContaining(['arxiv:2601.00000']),
      delivered: {},
    });
  });

  it('never mails again who has bounced', async () => {
    const id = await aReader('bounce@simulator.amazonses.com');
    house.ses.setPlan({});

    await deliver(id);

    expect((await subscribers.state(id))?.suppressed?.reason).toBe('bounce');
    expect(await deliveries.read(id, DAY)).toMatchObject({ outcome: 'sent', bounced: {} });
  });
});
