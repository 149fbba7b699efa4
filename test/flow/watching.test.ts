import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SQSEvent } from 'aws-lambda';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import * as collect from '../../functions/collect/index.js';
import * as compile from '../../functions/compile/index.js';
import * as deliver from '../../functions/deliver/index.js';
import * as dispatch from '../../functions/dispatch/index.js';
import { web } from '../../functions/web/index.js';
import { pollQueue } from '../../infra/local/embedded/poll.js';
import { type LocalHouse, openLocalHouse } from '../../infra/local/house.js';
import { type PaperSupply, supplyPapers } from '../../infra/local/papers.js';
import { localSecrets } from '../../infra/local/readers.js';
import { localTableName } from '../../infra/local/tables.js';
import { subscriberIdOf } from '../../shared/address.js';
import { Preferences } from '../../shared/domain/preferences.js';
import type { SubscriberId } from '../../shared/domain/subscriber.js';
import { type EditionHeader, EditionStore } from '../../shared/stores/editions.js';
import { ListingStore } from '../../shared/stores/listings.js';
import { PaperStore } from '../../shared/stores/papers.js';
import { SubscriberStore } from '../../shared/stores/subscribers.js';
import { openTable } from '../../shared/stores/table.js';
import { type KeptMail, mailsIn } from '../support/mails.js';
import { chatReply, failure, type OpenAiServer, startOpenAiServer } from '../support/openai-server.js';
import { anEditionPaper } from '../support/papers.js';
import { temporaryFolder } from '../support/silent.js';

const DAY = '2026-01-22';
const KEY = 'sk-a-key-that-no-log-may-hold';
const GRACE_SECONDS = 1;
/** Beside the five sample readers; what becomes of their mails is in their names. */
const OTHERS = [
  'bounce@simulator.amazonses.com',
  'complaint@simulator.amazonses.com',
  'ooto@simulator.amazonses.com',
];
const DUE = 5 + OTHERS.length;

/** Everything that this process writes, line by line. */
const lines: string[] = [];

function listen(): void {
  const keep = (said: unknown) => {
    lines.push(...String(said).split('\n').filter(Boolean));
    return true;
  };
  for (const stream of [process.stdout, process.stderr]) vi.spyOn(stream, 'write').mockImplementation(keep);
  for (const level of ['log', 'info', 'warn', 'error', 'debug'] as const) {
    vi.spyOn(console, level).mockImplementation((...said) => {
      keep(said.map(String).join(' '));
    });
  }
}

/** The figures that were told while `act` ran, each line by itself, without what says that they are metrics. */
async function toldBy(act: () => Promise<unknown>): Promise<Record<string, number>[]> {
  const from = lines.length;
  await act();
  return lines
    .slice(from)
    .filter((line) => line.includes('"_aws"'))
    .map((line) => {
      const { _aws, code: _, ...figures } = JSON.parse(line);
      const [{ Namespace, Metrics }] = _aws.CloudWatchMetrics;
      expect(Namespace).toBe('test');
      expect(Metrics.map(({ Name }: { Name: string }) => Name)).toEqual(Object.keys(figures));
      return figures;
    });
}

/** An SES that is paused: it answers how much may be sent, and refuses to send. */
async function startPausedSes() {
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const isQuota = body.includes('Action=GetSendQuota');
    response.writeHead(isQuota ? 200 : 400, { 'content-type': 'text/xml' });
    response.end(
      isQuota
        ? '<GetSendQuotaResponse><GetSendQuotaResult><MaxSendRate>100</MaxSendRate></GetSendQuotaResult></GetSendQuotaResponse>'
        : '<ErrorResponse><Error><Type>Sender</Type><Code>AccountSendingPausedException</Code><Message>Paused</Message></Error></ErrorResponse>',
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, close: () => new Promise((resolve) => server.close(resolve)) };
}

describe('a whole day', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let house: LocalHouse;
  let supply: PaperSupply;
  let model: OpenAiServer;
  let header: EditionHeader;
  let mails: KeptMail[];
  let key: string;
  const ids: SubscriberId[] = [];
  const told: Record<
    'compile' | 'first' | 'deliver' | 'doubtful' | 'last' | 'quiet',
    Record<string, number>[]
  > = {
    compile: [],
    first: [],
    deliver: [],
    doubtful: [],
    last: [],
    quiet: [],
  };

  async function aReader(address: string): Promise<SubscriberId> {
    const id = subscriberIdOf(address, key);
    await new SubscriberStore(openTable(localTableName('subscribers'))).add(
      { id, address, state: 'active', since: '2026-01-01T00:00:00Z', linkEpoch: 0 },
      {
        preferences: Preferences.parse({
          topics: [{ kind: 'category', category: 'cs.CL' }],
          threshold: 'everything',
        }),
      },
    );
    return id;
  }
  const dispatchAll = () => dispatch.handler({ everybodyNow: true });
  const request = (subscriberId: SubscriberId) =>
    ({ Records: [{ messageId: 'm', body: JSON.stringify({ day: DAY, subscriberId }) }] }) as SQSEvent;
  const workOff = async () => {
    const { sqs, queueUrl } = house;
    const polling = pollQueue({ sqs, queueUrl, handler: deliver.handler, onProblem: () => {} });
    await polling.drained();
    await polling.stop();
    await house.ses.settled();
  };

  beforeAll(async () => {
    folder = await temporaryFolder();
    // What it answers says too little of any paper to hold, and is paid for.
    model = await startOpenAiServer({ chat: chatReply({}) });
    Object.assign(process.env, {
      METRICS_NAMESPACE: 'test',
      OPENAI_API_KEY: KEY,
      OPENAI_BASE_URL: model.url,
      SEND_TIMEOUT_MS: '300',
      GRACE_SECONDS: String(GRACE_SECONDS),
      PARK_SECONDS: '0.001',
    });
    house = await openLocalHouse({ dataDir: folder.folder, fresh: true, webUrl: 'http://127.0.0.1:3000' });
    supply = await supplyPapers({ sample: true, date: DAY });
    key = (await localSecrets(folder.folder)).secrets.addressKey;
    for (const address of OTHERS) ids.push(await aReader(address));
    listen();

    await collect.handler({ day: DAY, source: 'arxiv' });
    const failures = [{ source: 'huggingface', problem: 'could not be read' }];
    told.compile = await toldBy(() => compile.handler({ day: DAY, failures }));
    const found = await new EditionStore(openTable(localTableName('content'))).header(DAY);
    if (!found) throw new Error('no edition was made');
    header = found;
    told.first = await toldBy(dispatchAll);
    house.ses.setPlan({ script: ['timeout-before'] });
    told.deliver = await toldBy(workOff);
    told.doubtful = await toldBy(dispatchAll);
    await sleep(GRACE_SECONDS * 1000);
    told.deliver.push(...(await toldBy(workOff)));
    told.last = await toldBy(dispatchAll);
    told.quiet = await toldBy(dispatchAll);
    mails = await mailsIn(house.mailboxDir);
  }, 120_000);

  afterAll(async () => {
    vi.restoreAllMocks();
    await house.close();
    await Promise.all([supply.close(), model.close(), folder.remove()]);
  });

  it('tells of the edition how many papers were announced and stored, and that a source is missing', () => {
    const [edition] = told.compile;
    const sum = (side: 'expected' | 'stored') =>
      header.completeness.reduce((total, part) => total + part[side], 0);

    expect(edition).toEqual({
      PapersExpected: sum('expected'),
      PapersStored: sum('stored'),
      ListingsIncomplete: 1,
      ModelFailures: 0,
    });
    expect(edition?.PapersStored).toBeGreaterThan(50);
  });

  it('tells what the model cost, as the edition says it too', () => {
    expect(told.compile[1]).toEqual({ ModelSpendUsd: expect.closeTo(header.summaryCounts.spentUsd ?? 0, 9) });
    expect(header.summaryCounts.spentUsd).toBeGreaterThan(0);
  });

  it('tells at each dispatch how old the edition is, who is due, who is served, who waits, what is in doubt', () => {
    const age = expect.closeTo(0, 0);
    const wait = { LongestWaitMinutes: expect.any(Number) };
    // One follows a phrase alone, and the stand-in's vectors put no paper near it.
    const ended = { Skipped: 1, Failed: 0, FailedPercent: 0 };

    expect(told.first).toEqual([
      { EditionAgeHours: age, Due: DUE, Sent: 0, ...ended, Skipped: 0, Doubtful: 0, LongestWaitMinutes: 0 },
    ]);
    expect(told.doubtful).toEqual([
      { EditionAgeHours: age, Due: DUE, Sent: DUE - 2, ...ended, Doubtful: 1, ...wait },
    ]);
    expect(told.last).toEqual([
      { EditionAgeHours: age, Due: DUE, Sent: DUE - 1, ...ended, Doubtful: 0, LongestWaitMinutes: 0 },
    ]);
  });

  it('tells nothing but the age once everybody is served', () => {
    expect(told.quiet).toEqual([{ EditionAgeHours: expect.closeTo(0, 0) }]);
  });

  it('tells of mails only those that came to nothing, and nothing of those that arrived', () => {
    expect(told.deliver.map((figures) => JSON.stringify(figures)).sort()).toEqual([
      '{"Complaints":1}',
      '{"HardBounces":1}',
    ]);
  });

  it('tells when the account’s day is used up', async () => {
    const id = await aReader('late@example.org');
    ids.push(id);
    house.ses.setPlan({ max24HourSend: 1 });

    expect(await toldBy(() => deliver.handler(request(id)))).toEqual([{ QuotaSpent: 1 }]);
  });

  it('tells when SES refuses to send for anybody', async () => {
    const id = await aReader('refused@example.org');
    ids.push(id);
    const ses = await startPausedSes();
    process.env.AWS_ENDPOINT_URL_SES = ses.url;
    vi.resetModules();
    const elsewhere = await import('../../functions/deliver/index.js');

    const figures = await toldBy(() => elsewhere.handler(request(id)));

    await ses.close();
    expect(figures).toEqual([{ SendingRefused: 1 }]);
  });

  it('tells what is missing, what a model was asked in vain, and what a try cost that made no edition', async () => {
    const day = '2026-01-23';
    const content = openTable(localTableName('content'));
    const abstract =
      'Swifts sleep on the wing. We followed forty of them with small recorders for two winters. They rest in turns, one half of the brain at a time, and never for longer than a minute.';
    const papers = ['a', 'b', 'c'].map((nth) =>
      anEditionPaper({ id: `file:${nth}`, categories: ['cs.CL'], abstract }),
    );
    await new PaperStore(content).merge(papers, (_, paper) => ({ ...paper, firstEdition: day }));
    await new ListingStore(content).write(day, {
      source: 'file',
      paperIds: papers.map(({ id }) => id),
      completeness: [{ source: 'file', part: 'all', expected: 4, stored: 3 }],
      until: `${day}T06:00:00Z`,
    });
    model.next(...Array.from({ length: 50 }, () => failure(401, 'no such key')));

    const figures = await toldBy(() => compile.handler({ day }));
    const nothing = await toldBy(() => compile.handler({ day: '2026-01-01' }).catch(() => {}));

    // Three papers embedded by their words, and three summaries that nobody wrote.
    expect(figures).toEqual([
      { PapersExpected: 4, PapersStored: 3, ListingsIncomplete: 1, ModelFailures: 6 },
      { ModelSpendUsd: 0 },
    ]);
    expect(nothing).toEqual([{ ModelSpendUsd: 0 }]);
  });

  it('writes no address, token, title, subject, key or reader’s id into any line', async () => {
    const pages = await web();
    const links = mails.flatMap(({ mail }) => mail.text?.match(/http:\/\/127\.0\.0\.1:3000\/\S+/g) ?? []);
    const own = links.filter((link) => /\/[\w.-]{40,}/.test(link));
    const post = { method: 'POST', headers: { 'Sec-Fetch-Site': 'same-origin' } };
    const form = new URLSearchParams({ address: 'stranger@example.org', category: 'cs.CL' });
    await pages.request('/subscribe', { ...post, body: form });
    for (const link of own.slice(0, 30)) {
      await pages.request(link);
      await pages.request(link, post);
      await pages.request(`${link.slice(0, -4)}AAAA`);
    }
    const { papers } = await new EditionStore(openTable(localTableName('content'))).edition(header);
    const secret = [
      ...mails.flatMap(({ to, mail }) => [to, mail.subject ?? '']),
      ...OTHERS,
      ...ids,
      ...own.flatMap((link) => link.match(/[\w.-]{40,}/g) ?? []),
      ...papers.map(({ title }) => title),
      'example.org',
      'stranger',
      KEY,
      key,
    ];
    const written = lines.join('\n');

    expect(own.length).toBeGreaterThan(10);
    expect(lines.length).toBeGreaterThan(10);
    expect(written).toContain('deliver.unknown');
    expect(secret.filter((private_) => private_ !== '' && written.includes(private_))).toEqual([]);
  });
});
