import { seededRandom } from '../../shared/terms/random.js';
import type { Scenario } from './scenario.js';
import type { KillOrder } from './workers/orders.js';

export interface KillPlan {
  /** One list for each deliver worker. */
  deliver: KillOrder[][];
  dispatch: KillOrder[];
  mailEvents: KillOrder[];
}

type Point = Pick<KillOrder, 'phase' | 'act'>;

/** The seams of the protocol, the worst first: between acceptance and record. */
const DELIVER: readonly Point[] = [
  { phase: 'after', act: 'send' },
  { phase: 'during', act: 'send' },
  { phase: 'after', act: 'claim' },
  { phase: 'before', act: 'send' },
  { phase: 'after', act: 'record' },
  { phase: 'before', act: 'ack' },
  { phase: 'after', act: 'ack' },
  { phase: 'during', act: 'any' },
];
const DISPATCH: readonly Point[] = [
  { phase: 'after', act: 'page' },
  { phase: 'before', act: 'put' },
  { phase: 'after', act: 'put' },
  { phase: 'after', act: 'any' },
];
const MAIL_EVENTS: readonly Point[] = [
  { phase: 'before', act: 'any' },
  { phase: 'during', act: 'any' },
  { phase: 'after', act: 'any' },
];

/** Shares of the kills; the rest is for deliver. */
const DISPATCH_SHARE = 0.15;
const MAIL_EVENTS_SHARE = 0.15;

/** Calls of each kind that a worker makes for one mail; acknowledged are ten at once, and a batch often is not full. */
const CALLS_PER_MAIL: Partial<Record<KillOrder['act'], number>> = { ack: 0.1, any: 4 };
/** The last kill comes when about this share of the mails is out. */
const MAILS_BY = 0.7;
/** A dispatcher dies while it lists who is due. */
const LISTED_BY = 6;

/** Which worker dies where, by seed: spread over the run's mails, so that every order comes to be carried out. */
export function planKills({ kills, subscribers: mails, workers }: Scenario, seed: number): KillPlan {
  const random = seededRandom(seed);
  const dispatch = Math.round(kills * DISPATCH_SHARE);
  const mailEvents = Math.round(kills * MAIL_EVENTS_SHARE);
  const rest = kills - dispatch - mailEvents;
  const perWorker = Array.from({ length: workers }, (_, n) => Math.floor((rest + n) / workers));
  const orders = (points: readonly Point[], count: number, most: (point: Point) => number): KillOrder[] => {
    const start = Math.floor(random() * points.length);
    return Array.from({ length: count }, (_, n) => {
      const point = points[(start + n) % points.length] ?? { phase: 'after', act: 'any' };
      return { ...point, nth: 1 + Math.floor(random() * Math.max(1, most(point))) };
    });
  };
  return {
    deliver: perWorker.map((count) =>
      orders(
        DELIVER,
        count,
        ({ act }) => ((CALLS_PER_MAIL[act] ?? 1) * MAILS_BY * mails) / workers / (count + 1),
      ),
    ),
    dispatch: orders(DISPATCH, dispatch, ({ act }) => (act === 'any' ? 4 * LISTED_BY : LISTED_BY)),
    mailEvents: orders(MAIL_EVENTS, mailEvents, () => mails / (mailEvents + 1)),
  };
}
