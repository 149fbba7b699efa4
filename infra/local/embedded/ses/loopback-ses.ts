import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { decodeWords } from 'postal-mime';
import { parseAs } from '../../../../shared/parse.js';
import { keepMail } from '../../mailbox/folder.js';
import type { AcceptedMail, Tally } from './accepted.js';
import { resultAnswer, SesRefusal, type XmlAnswer } from './answer.js';
import { eventsOf } from './events.js';
import { faultOf, outcomeOf } from './fate.js';
import { SlidingWindow } from './limits.js';
import { fieldValue, stamp } from './message.js';
import { type Fault, SesPlan, type SesPlanInput } from './plan.js';
import type { EventPublisher } from './publisher.js';
import type { SendRequest } from './request.js';

/** How a send ends for its caller: with an answer, a cut connection, or nothing at all. */
export type Ending = XmlAnswer | 'reset' | 'silence';

export interface LoopbackSesOptions {
  /** Folder for the accepted mails; without it only the audit is kept. */
  mailboxDir: string | undefined;
  /** The configuration sets that exist; any does when left out. */
  configurationSets: readonly string[] | undefined;
  publisher: EventPublisher;
  /** Ms since the epoch. */
  now: () => number;
}

const RATE_WINDOW_MS = 1_000;

/** SES's side of a send: limits, faults, acceptance, events; no HTTP. */
export class LoopbackSes {
  readonly accepted: AcceptedMail[] = [];
  readonly tally: Tally = {};
  plan: SesPlan;
  private script: SesPlan['script'];
  private kept = 0;
  private readonly sendsTo = new Map<string, number>();
  private readonly rate = new SlidingWindow();
  private readonly quota = new SlidingWindow();

  constructor(
    private readonly options: LoopbackSesOptions,
    plan: SesPlanInput,
  ) {
    this.plan = parseAs(SesPlan, plan, 'SES plan');
    this.script = [...this.plan.script];
  }

  /** Replaces the plan; what has been counted and accepted stays. @throws ShapeError */
  setPlan(plan: SesPlanInput): void {
    this.plan = parseAs(SesPlan, plan, 'SES plan');
    this.script = [...this.plan.script];
  }

  count(ending: string): void {
    this.tally[ending] = (this.tally[ending] ?? 0) + 1;
  }

  /** @throws SesRefusal when SES answers with an error, be it a planned one */
  async send(action: string, request: SendRequest): Promise<Ending> {
    const key = this.nextKey(request.destinations.join(','));
    const fault = this.nextFault(key);
    if (this.plan.latencyMs > 0) await sleep(this.plan.latencyMs);
    if (fault) this.count(fault);
    const early = endBefore(fault, request.source);
    if (early) return early;
    const mail = await this.accept(request, fault ?? 'ok', key);
    return endAfter(fault) ?? resultAnswer(action, `<MessageId>${mail.messageId}</MessageId>`);
  }

  /** The content of a `GetSendQuota` result. */
  quotaXml(): string {
    const sent = this.quota.count(this.options.now(), this.plan.quotaWindowMs);
    const { max24HourSend, maxSendRate } = this.plan;
    return [
      `<Max24HourSend>${max24HourSend}.0</Max24HourSend>`,
      `<MaxSendRate>${maxSendRate}</MaxSendRate>`,
      `<SentLast24Hours>${sent}.0</SentLast24Hours>`,
    ].join('');
  }

  private nextKey(destinations: string): string {
    const nth = (this.sendsTo.get(destinations) ?? 0) + 1;
    this.sendsTo.set(destinations, nth);
    return `${destinations}#${nth}`;
  }

  private nextFault(key: string): Fault | undefined {
    const scripted = this.script.shift();
    if (scripted === 'ok') return undefined;
    return scripted ?? faultOf(this.plan, key);
  }

  private async accept(
    request: SendRequest,
    answer: AcceptedMail['answer'],
    key: string,
  ): Promise<AcceptedMail> {
    const { configurationSet } = request;
    this.checkConfigurationSet(configurationSet);
    const now = this.options.now();
    this.takeFromLimits(now, request.destinations.length);
    const mail = acceptedMail(request, answer, new Date(now));
    if (this.options.mailboxDir !== undefined) {
      const raw = stamp(request.message, mail.messageId, new Date(now));
      await keepMail(this.options.mailboxDir, mail, raw, this.kept++);
    }
    this.accepted.push(mail);
    this.count('accepted');
    if (configurationSet !== undefined) this.publishEvents(mail, key);
    return mail;
  }

  private publishEvents(mail: AcceptedMail, key: string): void {
    const outcome = outcomeOf(this.plan, key, mail.destinations[0] ?? '');
    const at = new Date(this.options.now()).toISOString();
    for (const event of eventsOf(mail, outcome, at)) this.options.publisher.publish(event, this.plan, key);
  }

  private checkConfigurationSet(name: string | undefined): void {
    const known = this.options.configurationSets;
    if (name === undefined || known === undefined || known.includes(name)) return;
    throw new SesRefusal('ConfigurationSetDoesNotExist', `Configuration set <${name}> does not exist.`);
  }

  /** Counts and checks in one step, so that concurrent sends cannot pass together. */
  private takeFromLimits(now: number, recipients: number): void {
    const { maxSendRate, max24HourSend, quotaWindowMs } = this.plan;
    if (this.quota.count(now, quotaWindowMs) + recipients > max24HourSend) {
      this.count('quota-spent');
      throw new SesRefusal('Throttling', 'Daily message quota exceeded.');
    }
    if (this.rate.count(now, RATE_WINDOW_MS) + recipients > maxSendRate) {
      this.count('rate-exceeded');
      throw new SesRefusal('Throttling', 'Maximum sending rate exceeded.');
    }
    this.quota.add(now, recipients);
    this.rate.add(now, recipients);
  }
}

function endBefore(fault: Fault | undefined, source: string): Ending | undefined {
  if (fault === 'throttle') throw new SesRefusal('Throttling', 'Maximum sending rate exceeded.');
  if (fault === 'reject') {
    throw new SesRefusal(
      'MessageRejected',
      `Email address is not verified. The following identities failed: ${source}`,
    );
  }
  if (fault === 'error-before') throw new SesRefusal('ServiceUnavailable', 'Service is unavailable.', 503);
  if (fault === 'reset-before') return 'reset';
  if (fault === 'timeout-before') return 'silence';
  return undefined;
}

function endAfter(fault: Fault | undefined): Ending | undefined {
  if (fault === 'error-after') throw new SesRefusal('InternalFailure', 'An internal failure occurred.', 500);
  if (fault === 'reset-after') return 'reset';
  if (fault === 'timeout-after') return 'silence';
  return undefined;
}

function acceptedMail(request: SendRequest, answer: AcceptedMail['answer'], at: Date): AcceptedMail {
  const { message, source, destinations, tags, configurationSet, bytes } = request;
  const decoded = (name: string) => decodeWords(fieldValue(message, name) ?? '');
  return {
    messageId: newMessageId(at),
    acceptedAt: at.toISOString(),
    source,
    destinations,
    tags,
    ...(configurationSet === undefined ? {} : { configurationSet }),
    from: decoded('from'),
    to: decoded('to'),
    subject: decoded('subject'),
    bytes,
    answer,
  };
}

/** In the form of SES's own: time, a random part, zeros. */
function newMessageId(at: Date): string {
  return `0100${at.getTime().toString(16).padStart(12, '0')}-${randomUUID()}-000000`;
}
