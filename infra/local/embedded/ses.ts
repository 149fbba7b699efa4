import { mkdir } from 'node:fs/promises';
import { closeServer, type Embedded, listenOnLoopback } from './loopback.js';
import type { AcceptedMail, EventRecord, Tally } from './ses/accepted.js';
import { sesServer } from './ses/http.js';
import { LoopbackSes } from './ses/loopback-ses.js';
import type { SesPlanInput } from './ses/plan.js';
import { EventPublisher, type EventReceiver, postTo } from './ses/publisher.js';

export interface SesOptions {
  /** 0, the default, takes a free one. */
  port?: number;
  /** Folder in which accepted mails are kept as `.eml`, created if need be; without it only the audit is kept, in memory. */
  mailboxDir?: string;
  plan?: SesPlanInput;
  /**
   * Takes the events of mails sent with a configuration set (SES publishes no others): a function, or a URL to which
   * each is posted as JSON. One that fails is offered again, up to 30 times.
   */
  onEvent?: EventReceiver | string;
  /** Told of an event that nobody took after all its offers; ignored by default, for `events()` tells it too. */
  onProblem?: (problem: unknown) => void;
  /** The configuration sets that exist; any does when left out. */
  configurationSets?: readonly string[];
  /** Ms since the epoch; the system's clock by default. */
  now?: () => number;
}

export interface LocalSes extends Embedded {
  readonly mailbox: string | undefined;
  /** Replaces the plan; what has been counted and accepted stays. @throws ShapeError */
  setPlan(plan: SesPlanInput): void;
  /** Every accepted message, whether or not the caller learned of it; empty in sink mode, which only counts. */
  accepted(): readonly AcceptedMail[];
  /** What became of every event. */
  events(): readonly EventRecord[];
  tally(): Tally;
  /** Resolves when every event so far has been taken, lost or given up. */
  settled(): Promise<void>;
}

/**
 * Starts a loopback SES on 127.0.0.1 for the v1 query protocol of `@aws-sdk/client-ses`: SendRawEmail, SendEmail,
 * GetSendQuota, GetIdentityVerificationAttributes. It misbehaves as its plan says, by seed.
 * @throws ShapeError when the plan is none
 */
export async function startSes(options: SesOptions = {}): Promise<LocalSes> {
  const { onEvent, mailboxDir, configurationSets, onProblem = () => undefined, now = Date.now } = options;
  if (mailboxDir !== undefined) await mkdir(mailboxDir, { recursive: true });
  const publisher = new EventPublisher(typeof onEvent === 'string' ? postTo(onEvent) : onEvent, onProblem);
  const ses = new LoopbackSes({ mailboxDir, configurationSets, publisher, now }, options.plan ?? {});
  const server = sesServer(ses, publisher);
  const endpoint = await listenOnLoopback(server, options.port);
  return {
    endpoint,
    mailbox: mailboxDir,
    setPlan: (plan) => ses.setPlan(plan),
    accepted: () => ses.accepted,
    events: () => publisher.records,
    tally: () => ses.tally,
    settled: () => publisher.settled(),
    close: async () => {
      publisher.close();
      await closeServer(server);
    },
  };
}
