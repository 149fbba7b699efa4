import type { SendingStore, Turns } from '../stores/sending.js';

/**
 * The share of the account's rate that is used: the rest takes up what the network moves one mail nearer to the
 * next, so that no second sees more than the rate.
 */
const SHARE_USED = 0.94;

/** How many turns are taken from the store at once; more wait for the next taking. */
const TURNS_AT_MOST = 50;

/** How long a worker goes by what it knows of sending being stopped. */
const LOOK_AGAIN_MS = 60_000;

/** Where a worker's sends get their turns. */
export interface PacerPorts {
  sending: SendingStore;
  /** The account's rate, in mails a second. */
  rate: () => Promise<number>;
  now: () => number;
  sleep: (ms: number) => Promise<unknown>;
}

/** `later`: nothing may be sent for now, also where it was stopped in the wait, or all turns of the next minute are taken. */
type Turn = 'now' | 'later';

/** Gives each send of a worker its turn within the account's rate, which all workers share. */
export class Pacer {
  #waiting: { resolve: (turn: Turn) => void; reject: (error: unknown) => void }[] = [];
  #taking = false;
  #parkedUntil = 0;

  constructor(private readonly ports: PacerPorts) {}

  /** True while nothing may be sent, as far as this worker knows. */
  isParked(): boolean {
    return this.#parkedUntil > this.ports.now();
  }

  /** Stops every worker until `until`, in ms since 1970. */
  async park(until: number): Promise<void> {
    this.#parkUntil(until);
    await this.ports.sending.park(until);
  }

  /** Remembered for a while only: an operator may let sending go on before its time. */
  #parkUntil(until: number): void {
    this.#parkedUntil = Math.min(until, this.ports.now() + LOOK_AGAIN_MS);
  }

  /** Resolves when it is this send's turn, or at once when there is none to be had. */
  turn(): Promise<Turn> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      void this.#take();
    });
  }

  /** Takes turns for everybody who waits, in one go: those who ask meanwhile are next. */
  async #take(): Promise<void> {
    if (this.#taking) return;
    this.#taking = true;
    while (this.#waiting.length > 0) {
      const served = this.#waiting.splice(0, TURNS_AT_MOST);
      try {
        this.#serve(served, await this.#turns(served.length));
      } catch (error) {
        for (const { reject } of served) reject(error);
      }
    }
    this.#taking = false;
  }

  async #turns(count: number): Promise<Turns> {
    const spacingMs = 1000 / ((await this.ports.rate()) * SHARE_USED);
    return this.ports.sending.take(count, spacingMs, this.ports.now());
  }

  #serve(served: { resolve: (turn: Turn) => void }[], turns: Turns): void {
    if (turns.kind === 'parked') this.#parkUntil(turns.until);
    if (turns.kind !== 'turns') {
      for (const { resolve } of served) resolve('later');
      return;
    }
    served.forEach(({ resolve }, index) => {
      const wait = (turns.at[index] ?? 0) - this.ports.now();
      if (wait <= 0) resolve('now');
      else void this.ports.sleep(wait).then(() => resolve(this.isParked() ? 'later' : 'now'));
    });
  }
}
