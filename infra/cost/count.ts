import type { Message } from '@aws-sdk/client-sqs';
import type { SQSEvent, SQSRecord } from 'aws-lambda';
import type { LambdaContext, LambdaEvent } from 'hono/aws-lambda';
import * as collect from '../../functions/collect/index.js';
import * as compile from '../../functions/compile/index.js';
import * as deliver from '../../functions/deliver/index.js';
import * as dispatch from '../../functions/dispatch/index.js';
import * as mailEvents from '../../functions/mail-events/index.js';
import * as web from '../../functions/web/index.js';
import { addDays, type Day } from '../../shared/domain/day.js';
import { DELIVERED_AT_ONCE } from '../../shared/domain/delivery.js';
import { digestLinks } from '../../shared/links/digest-links.js';
import { queueClient } from '../../shared/queue.js';
import { deleteAll, fillBatch } from '../local/embedded/poll.js';
import { snsEvent } from '../local/embedded/sns.js';
import type { ProgressReporter } from '../local/progress.js';
import { Lambda } from './lambda.js';
import { type PublishedEvent, type Services, startServices } from './services.js';
import { LINK_KEY, openSmallHouse, SLOTS, type SmallHouse, TOPIC_ARN } from './small-house.js';
import { beyond, type Counted, type Line, line, NOTHING, plus, scaled, type Units } from './units.js';

/** How large the house is that is counted in. */
export interface HouseSize {
  readers: number;
  /** Papers of two editions; what comes with each paper is told from both. */
  papers: readonly [few: number, more: number];
}

/** What each thing consumes that happens in the house. */
export interface Consumption {
  edition: { collect: Line; compile: Line };
  /** A quarter of an hour in which nothing is due, and all that was is settled; and what comes with each slot. */
  idleTick: Line;
  /** Once a day for each slot: its runs are opened. */
  opening: Units;
  /** For each reader, what a dispatch consumes that lists them, and one that looks whether they are settled. */
  listing: Units;
  settling: Units;
  /** A worker that starts: it reads the edition. */
  worker: Units;
  mail: Units;
  events: Readonly<Record<'Send' | 'Delivery', Units>>;
  /** A page of the site, on an average of those that a mail leads to. */
  view: Units;
  /** How many metrics are told by an idle tick, by one while mails go out, and by an edition. */
  metrics: { idle: number; moving: number; edition: number };
}

/**
 * Lets a small house live two days, on the real handlers, and counts what each part of it consumes.
 * Milliseconds are those of warm invocations but for the makers of an edition, which run once a day.
 */
export async function countConsumption(size: HouseSize, reporter: ProgressReporter): Promise<Consumption> {
  const services = await startServices();
  try {
    const opening = reporter.step('subscribe');
    const house = await openSmallHouse(services, size.readers);
    opening.done(`${size.readers} readers`);
    try {
      return await live(house, services, size, reporter);
    } finally {
      await house.close();
    }
  } finally {
    services.close();
  }
}

async function live(
  house: SmallHouse,
  services: Services,
  { papers: [few, more] }: HouseSize,
  reporter: ProgressReporter,
): Promise<Consumption> {
  const lambda = new Lambda(services);
  const step = async <T>(name: string, act: () => Promise<T>): Promise<T> => {
    const shown = reporter.step(name);
    const result = await act();
    shown.done();
    return result;
  };
  const today = new Date().toISOString().slice(0, 10);
  const yesterday = addDays(today, -1);
  await services.tally();

  const edition = async (day: Day, count: number) => {
    await house.announce(day, count);
    const [, collected] = await lambda.run(() => collect.handler({ day, source: 'file' }));
    const [, compiled] = await lambda.run(() => compile.handler({ day }));
    return { collect: { count, units: collected }, compile: { count, units: compiled } };
  };
  const [, empty] = await lambda.run(() => dispatch.handler({}));
  const first = await step('edition 1', () => edition(yesterday, few));
  const second = await step('edition 2', () => edition(today, more));

  const tick = (order: dispatch.DispatchEvent = {}) => lambda.run(() => dispatch.handler(order));
  const [, listed] = await step('list', () => tick({ everybodyNow: true }));
  const delivered = await step('mails', () => deliverAll(lambda, services));
  const [, settled] = await tick({ everybodyNow: true });
  // The edition before is nobody's any more, so that this opens runs and does nothing else.
  const [, opened] = await tick();
  const [, idle] = await tick();
  const events = await step('events', () => tellAll(lambda, services.events()));
  const view = await step('pages', () => viewPages(lambda, house, today));

  const people = house.readers.length;
  return {
    edition: {
      collect: line(first.collect, second.collect),
      compile: line(first.compile, second.compile),
    },
    idleTick: line({ count: 0, units: empty }, { count: SLOTS, units: idle }),
    opening: scaled(beyond(opened, idle), 1 / SLOTS),
    listing: scaled(beyond(listed, opened), 1 / people),
    settling: scaled(settled, 1 / people),
    ...delivered,
    events,
    view,
    metrics: { idle: idle.metrics, moving: listed.metrics, edition: second.compile.units.metrics },
  };
}

/**
 * Works the queue off as the mapping does, batch by batch. What the first one of a worker reads is apart; of the
 * full ones the later half counts, when the processor knows its way.
 */
async function deliverAll(lambda: Lambda, { queueUrl }: Services): Promise<{ worker: Units; mail: Units }> {
  const sqs = queueClient();
  const batches: Counted[] = [];
  for (;;) {
    const batch: Message[] = [];
    await fillBatch(batch, DELIVERED_AT_ONCE, 0, { sqs, queueUrl });
    if (batch.length === 0) break;
    const [, ran] = await lambda.run(() => deliver.handler({ Records: batch.map(recordOf) } as SQSEvent));
    await deleteAll(
      batch.map(({ ReceiptHandle = '' }) => ReceiptHandle),
      { sqs, queueUrl },
    );
    batches.push({ count: batch.length, units: plus(ran, await lambda.since()) });
  }
  const full = batches.filter(({ count }) => count === DELIVERED_AT_ONCE);
  const [cold] = full;
  const warm = full.slice(Math.ceil(full.length / 2));
  if (!cold || warm.length === 0) throw new RangeError('expected more mails than one batch holds');
  const total = warm.reduce((sum, { units }) => plus(sum, units), NOTHING);
  const mail = scaled(total, 1 / warm.reduce((sum, { count }) => sum + count, 0));
  return { mail, worker: beyond(cold.units, scaled(mail, cold.count)) };
}

function recordOf({ MessageId = '', Body = '' }: Message): SQSRecord {
  return { messageId: MessageId, body: Body } as SQSRecord;
}

async function tellAll(lambda: Lambda, told: PublishedEvent[]): Promise<Consumption['events']> {
  const each = async (kind: string): Promise<Units> => {
    const events = told.filter(({ eventType }) => eventType === kind);
    const runs: Units[] = [];
    for (const event of events) {
      const [, units] = await lambda.run(() =>
        mailEvents.handler(snsEvent(TOPIC_ARN, JSON.stringify(event))),
      );
      runs.push(units);
    }
    return mean(runs.slice(Math.floor(runs.length / 2)));
  };
  return { Send: await each('Send'), Delivery: await each('Delivery') };
}

const VIEWS_EACH = 10;

/** The pages that a mail leads to: the digest on the web, a vote's page and the vote itself, and the edition. */
async function viewPages(lambda: Lambda, { readers }: SmallHouse, day: Day): Promise<Units> {
  const runs: Units[] = [];
  for (const id of readers.slice(0, VIEWS_EACH)) {
    const site = { baseUrl: '', linkKeys: [LINK_KEY] };
    const links = digestLinks({ id, linkEpoch: 0 }, day, site);
    const vote = `${links.vote}/more/arxiv:2611.10000`;
    for (const [method, path] of [
      ['GET', links.read],
      ['GET', vote],
      ['POST', vote],
      ['GET', `/editions/${day}`],
    ] as const) {
      const [answer, units] = await lambda.run(() =>
        web.handler(requestOf(method, path), {} as LambdaContext),
      );
      if (Number(answer.statusCode) >= 400) throw new RangeError(`expected a page, got ${answer.statusCode}`);
      runs.push({ ...units, answerBytes: Buffer.byteLength(answer.body) });
    }
  }
  return mean(runs.slice(Math.floor(runs.length / 2)));
}

function requestOf(method: string, path: string): LambdaEvent {
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: path,
    rawQueryString: '',
    headers: {
      host: 'digest.example.org',
      origin: 'https://digest.example.org',
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: null,
    isBase64Encoded: false,
    requestContext: {
      http: { method, path, protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: '' },
      domainName: 'digest.example.org',
    },
  } as unknown as LambdaEvent;
}

function mean(runs: readonly Units[]): Units {
  return scaled(
    runs.reduce((sum, units) => plus(sum, units), NOTHING),
    1 / Math.max(1, runs.length),
  );
}
