import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import pRetry from 'p-retry';
import { DigestError } from '../../../../shared/errors.js';
import type { EventRecord } from './accepted.js';
import type { SesEvent } from './events.js';
import { draw } from './fate.js';
import type { SesPlan } from './plan.js';

/** Takes one event; when it rejects, the event is offered again, as SNS does. */
export type EventReceiver = (event: SesEvent) => unknown;

/** The address that events are posted to did not answer with success. */
export class EventRefusedError extends DigestError {
  readonly code = 'event-refused';
}

/** A receiver that posts each event as JSON to `url`. */
export function postTo(url: string): EventReceiver {
  return async (event) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(event),
    });
    await response.arrayBuffer();
    if (!response.ok) throw new EventRefusedError(`${url} answered ${response.status} to an event.`);
  };
}

const RETRIES = { retries: 30, minTimeout: 50, maxTimeout: 2_000 };

/** Publishes events with the losses, doubles and delays of the plan, and keeps what became of each. */
export class EventPublisher {
  readonly records: EventRecord[] = [];
  private readonly underway = new Set<Promise<void>>();
  private readonly ended = new AbortController();

  /** @param onProblem told of an event that was given up, with what its receiver threw last */
  constructor(
    private readonly receiver: EventReceiver | undefined,
    private readonly onProblem: (problem: unknown) => void,
  ) {
    // Every event underway listens for the end; thousands are no leak.
    setMaxListeners(0, this.ended.signal);
  }

  /** Returns at once; `key` names the send in every draw. */
  publish(event: SesEvent, plan: SesPlan, key: string): void {
    const name = `${key}\n${event.eventType}`;
    const { messageId } = event.mail;
    if (draw(plan.seed, 'loss', name) < plan.events.loss) {
      this.records.push({ messageId, eventType: event.eventType, fate: 'lost' });
      return;
    }
    const doubled = draw(plan.seed, 'double', name) < plan.events.double;
    const record: EventRecord = {
      messageId,
      eventType: event.eventType,
      fate: doubled ? 'doubled' : 'published',
    };
    this.records.push(record);
    for (const copy of doubled ? ['first', 'second'] : ['first']) {
      this.track(this.deliver(event, delayOf(plan, `${name}\n${copy}`), record));
    }
  }

  /** Resolves when every event so far has been taken, lost or given up. */
  async settled(): Promise<void> {
    while (this.underway.size > 0) await Promise.all(this.underway);
  }

  /** Drops what has not been taken yet. */
  close(): void {
    this.ended.abort();
  }

  private track(delivery: Promise<void>): void {
    const tracked = delivery.finally(() => this.underway.delete(tracked));
    this.underway.add(tracked);
  }

  private async deliver(event: SesEvent, delayMs: number, record: EventRecord): Promise<void> {
    if (!this.receiver) return;
    const receiver = this.receiver;
    try {
      if (delayMs > 0) await sleep(delayMs, undefined, { signal: this.ended.signal });
      await pRetry(async () => receiver(event), { ...RETRIES, signal: this.ended.signal });
    } catch (problem) {
      record.fate = 'undelivered';
      if (!this.ended.signal.aborted) this.onProblem(problem);
    }
  }
}

/** Ms that one copy of an event waits: its share of `delayMs`, and `holdMs` more when it is to be overtaken. */
function delayOf({ seed, events }: SesPlan, name: string): number {
  const held = draw(seed, 'reorder', name) < events.reorder;
  return draw(seed, 'delay', name) * events.delayMs + (held ? events.holdMs : 0);
}
