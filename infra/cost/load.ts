import { DELIVERED_AT_ONCE } from '../../shared/domain/delivery.js';
import type { FunctionName } from '../house.js';
import { functions, sources } from '../house.js';
import { ASSUMED } from './assumptions.js';
import type { Consumption } from './count.js';
import { plus, scaled, type Units } from './units.js';

/** What a month is asked about. */
export interface Load {
  /** Each gets a mail a day. */
  subscribers: number;
  /** New papers on a day that brings some, and how many days of a month do. */
  papers: number;
  paperDays: number;
  /** The account's sending rate, in mails a second, and how many workers send at once at most. */
  rate: number;
  workers: number;
  /** Over how many pairs of time zone and hour readers are spread. */
  slots: number;
  /** Pages of the site that a mail leads to. */
  viewsPerMail: number;
  /** Whether SES is to tell of each mail that arrived. */
  receipts: boolean;
}

/** A month of one function. */
export interface Stretch {
  units: Units;
  gbSeconds: number;
  coldStarts: number;
}

/** What each function consumes in a month under `load`. */
export function monthOf(consumption: Consumption, load: Load): Record<FunctionName, Stretch> {
  const days = ASSUMED.daysAMonth;
  const papers = (load.papers * load.paperDays) / days;
  const { subscribers, slots, workers, viewsPerMail, receipts } = load;
  const used = Math.min(slots, subscribers);
  const aSlot = subscribers / Math.max(1, used);
  const mails = subscribers * days;
  const working = Math.min(workers, Math.ceil(aSlot / DELIVERED_AT_ONCE));
  const sweeps = Math.max(1, Math.ceil(secondsToSend(aSlot, load) / ASSUMED.tickSeconds));
  const { edition, idleTick, opening, listing, settling, worker, mail, events, view } = consumption;
  const event = receipts ? plus(events.Send, events.Delivery) : events.Send;
  const readers = plus(scaled(listing, subscribers), settling, subscribers * sweeps);
  const tick = plus(idleTick.fixed, idleTick.each, used);
  const stretch = (name: FunctionName, units: Units, coldStarts: number, waitedMs = 0): Stretch => ({
    units: scaled(units, days),
    gbSeconds:
      (days * (billedMs(name, units, waitedMs) + coldStarts * ASSUMED.coldMs) * functions[name].memoryMb) /
      1_024_000,
    coldStarts: coldStarts * days,
  });
  const turnsMs = used * working * secondsToSend(aSlot, load) * 1000;
  return {
    collect: stretch(
      'collect',
      { ...plus(edition.collect.fixed, edition.collect.each, papers), invocations: sources.length },
      sources.length,
      sources.length * ASSUMED.sourceMs,
    ),
    compile: stretch(
      'compile',
      asked(plus(edition.compile.fixed, edition.compile.each, papers), subscribers),
      1,
    ),
    dispatch: stretch(
      'dispatch',
      plus(plus(scaled(tick, ASSUMED.ticksADay), opening, used), readers),
      ASSUMED.ticksADay,
    ),
    deliver: waitingForTurns(
      stretch('deliver', plus(scaled(mail, mails / days), worker, used * working), used * working),
      (days * turnsMs * functions.deliver.memoryMb) / 1_024_000,
    ),
    'mail-events': stretch('mail-events', scaled(event, mails / days), used * working),
    web: stretch(
      'web',
      scaled(view, (mails / days) * viewsPerMail),
      viewsPerMail * subscribers > 0 ? used : 0,
    ),
  };
}

/** A model is asked only about papers that somebody may want. */
function asked(units: Units, subscribers: number): Units {
  return subscribers > 0 ? units : { ...units, modelCalls: 0, inputTokens: 0, outputTokens: 0 };
}

/** Workers that send as fast as the account may are billed for all the time that it takes. */
function waitingForTurns(busy: Stretch, turns: number): Stretch {
  return { ...busy, gbSeconds: Math.max(busy.gbSeconds, turns) };
}

function secondsToSend(mails: number, { rate }: Load): number {
  return mails / (rate * ASSUMED.shareOfRate);
}

/** The milliseconds that Lambda bills: the processor's, at the share that the memory buys, and those of waiting. */
function billedMs(name: FunctionName, units: Units, waitedMs: number): number {
  const share = Math.min(1, functions[name].memoryMb / ASSUMED.wholeProcessorMb);
  const calls =
    units.tableCalls * ASSUMED.tableMs +
    units.mails * ASSUMED.sesMs +
    ownQueueCalls(name, units) * ASSUMED.queueMs;
  const model = (units.modelCalls * ASSUMED.modelMs) / ASSUMED.modelCallsAtOnce;
  return units.cpuMs / share + calls / ASSUMED.atOnce[name] + model + waitedMs;
}

/** Deliver's queue is spoken to by Lambda's poller, which nobody pays for by the millisecond. */
function ownQueueCalls(name: FunctionName, { queueCalls }: Units): number {
  return name === 'deliver' ? 0 : queueCalls;
}
