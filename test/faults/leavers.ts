import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import pRetry from 'p-retry';
import { eventsOf } from '../../infra/local/embedded/ses/events.js';
import type { Outcome } from '../../infra/local/embedded/ses/plan.js';
import { postTo } from '../../infra/local/embedded/ses/publisher.js';
import { addDays, type Day } from '../../shared/domain/day.js';
import type { SubscriberId } from '../../shared/domain/subscriber.js';
import { SubscriberStore } from '../../shared/stores/subscribers.js';
import type { Person } from './people.js';
import type { World } from './world.js';

/** When each leaver's leaving was surely committed, in ms since the epoch. */
export type Departures = Map<SubscriberId, number>;

const LOOK_MS = 20;
/** As SNS, which tries again while nobody takes an event. */
const PATIENCE = { retries: 30, minTimeout: 50, maxTimeout: 500 };
/** Nobody leaves after this share of the mails is out: they would leave nothing to stop. */
const LAST_AT = 0.9;

/**
 * Lets `leavers` go one by one while mails go out, evenly over the run: one unsubscribes, the next one's mail of
 * yesterday bounces, the third complains of it. Ends when all are gone, or `signal` says that the run is over.
 */
export async function leaveDuring(
  world: World,
  { leavers, mails, day }: { leavers: readonly Person[]; mails: number; day: Day },
  signal: AbortSignal,
): Promise<Departures> {
  const departures: Departures = new Map();
  for (const [index, person] of leavers.entries()) {
    const turn = (index / leavers.length) * LAST_AT * mails;
    while (world.ses.accepted().length < turn) {
      if (signal.aborted) return departures;
      await sleep(LOOK_MS);
    }
    await leave(person, index, day, world);
    departures.set(person.id, Date.now());
  }
  return departures;
}

async function leave(person: Person, index: number, day: Day, world: World): Promise<void> {
  const way = (['unsubscribe', 'hard-bounce', 'complaint'] as const)[index % 3];
  if (way === undefined || way === 'unsubscribe') {
    await new SubscriberStore(world.subscribers).unsubscribe(person.id, new Date());
    return;
  }
  const [event] = eventsAbout(person, addDays(day, -1), way).slice(-1);
  const tell = postTo(world.eventsUrl);
  if (event) await pRetry(async () => tell(event), PATIENCE);
}

/** What SES tells of yesterday's mail to this person. */
function eventsAbout(person: Person, day: Day, outcome: Outcome) {
  const at = new Date().toISOString();
  const messageId = randomUUID();
  const mail = {
    messageId,
    acceptedAt: at,
    source: 'digest@example.org',
    destinations: [person.address],
    tags: { subscriber: person.id, edition: day, attempt: `yesterday-${messageId}` },
    configurationSet: 'digests',
    from: 'digest@example.org',
    to: person.address,
    subject: 'Yesterday',
    bytes: 1,
    answer: 'ok' as const,
  };
  return eventsOf(mail, outcome, at);
}
