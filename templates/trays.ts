import { DELIVERED_AT_ONCE } from '../shared/domain/delivery.js';

/** A message where it was set. */
export interface LentMessage {
  /** Good until the message is released: then another one is set in its place. */
  readonly raw: Buffer;
  /** To be called once it is sent, or is not to be. */
  release(): void;
}

/**
 * Rooms in one memory, in each of which a message is set and lies until it is sent, and one more to work in when all
 * are lent. A message in memory of its own would cost as much again: that is taken and given back for each, and
 * makes the garbage collector go over the whole worker twice as often.
 */
export class Trays {
  readonly #free: number[];
  readonly #spare: number;

  /** @param at where {@link Trays.bytesFor} bytes of `memory` are free @param size of the largest message */
  constructor(
    private readonly memory: ArrayBuffer,
    at: number,
    readonly size: number,
  ) {
    this.#spare = at;
    this.#free = Array.from({ length: DELIVERED_AT_ONCE }, (_, nth) => at + (nth + 1) * size);
  }

  static bytesFor(size: number): number {
    return (DELIVERED_AT_ONCE + 1) * size;
  }

  /** Where the next message is to be set. */
  get next(): number {
    return this.#free.at(-1) ?? this.#spare;
  }

  /**
   * Lends the `length` bytes that were set at `at`; a copy of them when all trays are lent.
   * @throws RangeError when the next message is to be set elsewhere by now
   */
  lend(at: number, length: number): LentMessage {
    if (at !== this.next) throw new RangeError('expected a mail to be lent before another one is');
    const message = Buffer.from(this.memory, at, length);
    if (this.#free.pop() === undefined) return new Lent(Buffer.from(message), []);
    return new Lent(message, this.#free, at);
  }
}

/** A class, as making a function for each mail would cost more. */
class Lent implements LentMessage {
  #tray: number | undefined;

  constructor(
    readonly raw: Buffer,
    private readonly free: number[],
    tray?: number,
  ) {
    this.#tray = tray;
  }

  release(): void {
    if (this.#tray !== undefined) this.free.push(this.#tray);
    this.#tray = undefined;
  }
}
