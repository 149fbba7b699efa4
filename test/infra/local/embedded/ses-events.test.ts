import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import { afterEach, expect, test } from 'vitest';
import { closeServer, listenOnLoopback } from '../../../../infra/local/embedded/loopback.js';
import type { SesEvent } from '../../../../infra/local/embedded/ses/events.js';
import { type LocalSes, type SesOptions, startSes } from '../../../../infra/local/embedded/ses.js';
import { sesClient } from './clients.js';
import { rawSend, type TestMail } from './mails.js';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function start(
  options: SesOptions,
): Promise<{ ses: LocalSes; send(mail?: TestMail): Promise<unknown> }> {
  const ses = await startSes(options);
  closing.push(() => ses.close());
  const client = sesClient(ses.endpoint);
  return { ses, send: (mail) => client.send(rawSend(mail)) };
}

/** Sends to `people` one after the other and returns `person type` of each event, in order of arrival. */
async function eventsOfRun(plan: SesOptions['plan'], people: readonly string[]) {
  const seen: string[] = [];
  const onEvent = ({ mail, eventType }: SesEvent) => void seen.push(`${mail.destination[0]} ${eventType}`);
  const { ses, send } = await start({ ...(plan ? { plan } : {}), onEvent });
  for (const to of people) await send({ to });
  await ses.settled();
  return { seen, ses };
}

const people = Array.from({ length: 40 }, (_, index) => `reader${index}@example.org`);

test('an event carries type, message id, destination and tags as SES writes them', async () => {
  const events: SesEvent[] = [];
  const { ses, send } = await start({ onEvent: (event) => void events.push(event) });

  await send({ tags: { edition: '2026-01-22', attempt: 'a1' } });
  await ses.settled();

  const messageId = ses.accepted()[0]?.messageId;
  expect(events.map(({ eventType }) => eventType)).toEqual(['Send', 'Delivery']);
  expect(events[0]).toMatchObject({
    send: {},
    mail: {
      messageId,
      destination: ['ada@example.org'],
      tags: { edition: ['2026-01-22'], attempt: ['a1'], 'ses:configuration-set': ['digest'] },
    },
  });
});

test('a send that only SES knows was accepted has its events too', async () => {
  const events: SesEvent[] = [];
  const { ses, send } = await start({
    plan: { script: ['reset-after'] },
    onEvent: (event) => void events.push(event),
  });

  await expect(send()).rejects.toMatchObject({ code: 'ECONNRESET' });
  await ses.settled();

  expect(events.map(({ eventType }) => eventType)).toEqual(['Send', 'Delivery']);
});

test('without a configuration set there are none', async () => {
  const { ses, send } = await start({ onEvent: () => expect.unreachable() });
  await send({ configurationSet: '' });
  await ses.settled();
  expect(ses.events()).toEqual([]);
});

test.each([
  ['bounce@simulator.amazonses.com', ['Send', 'Bounce'], { bounce: { bounceType: 'Permanent' } }],
  ['complaint+7@simulator.amazonses.com', ['Send', 'Delivery', 'Complaint'], { complaint: {} }],
  [
    'ooto@simulator.amazonses.com',
    ['Send', 'Delivery', 'Bounce'],
    { bounce: { bounceType: 'Transient', bounceSubType: 'General' } },
  ],
])('the simulator address %s tells its own story', async (to, types, last) => {
  const events: SesEvent[] = [];
  const { ses, send } = await start({ onEvent: (event) => void events.push(event) });

  await send({ to });
  await ses.settled();

  expect(events.map(({ eventType }) => eventType)).toEqual(types);
  expect(events.at(-1)).toMatchObject(last);
});

test('outcomes, losses and doubles come by seed, and the audit names each', async () => {
  const plan = {
    seed: 3,
    outcomes: { 'hard-bounce': 0.2, 'soft-bounce': 0.2, complaint: 0.1 },
    events: { loss: 0.1, double: 0.2 },
  } as const;

  const first = await eventsOfRun(plan, people);
  const second = await eventsOfRun(plan, people.toReversed());

  expect(second.seen.sort()).toEqual(first.seen.sort());
  const fates = first.ses.events().map(({ fate }) => fate);
  const count = (fate: string) => fates.filter((each) => each === fate).length;
  expect(count('lost')).toBeGreaterThan(0);
  expect(count('doubled')).toBeGreaterThan(0);
  expect(first.seen.length).toBe(count('published') + 2 * count('doubled'));
});

test('held events are overtaken', async () => {
  const { seen } = await eventsOfRun(
    { events: { reorder: 0.3, holdMs: 60, delayMs: 20 } },
    people.slice(0, 10),
  );
  const deliveredFirst = seen.filter(
    (line, index) =>
      line.endsWith('Delivery') && !seen.slice(0, index).includes(line.replace('Delivery', 'Send')),
  );
  expect(seen).toHaveLength(20);
  expect(deliveredFirst.length).toBeGreaterThan(0);
});

test('a receiver behind a URL that fails is offered the event again', async () => {
  const taken: unknown[] = [];
  let offers = 0;
  const receiver = createServer(async (request, response) => {
    const event = await json(request);
    if (++offers > 2) taken.push(event);
    response.writeHead(offers > 2 ? 200 : 500).end();
  });
  const onEvent = await listenOnLoopback(receiver);
  closing.push(() => closeServer(receiver));
  const { ses, send } = await start({ onEvent });

  await send();
  await ses.settled();

  expect(taken).toHaveLength(2);
  expect(ses.events().map(({ fate }) => fate)).toEqual(['published', 'published']);
});
