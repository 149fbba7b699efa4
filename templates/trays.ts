/** A message where it was set. */
export interface LentMessage {
  /** Good until the message is released: then another one is set in its place. */
  readonly raw: Buffer;
  /** To be called once it is sent, or is not to be. */
  release(): void;
}

/** A worker delivers so many digests at once. */
const TRAYS = 10;

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
    this.#free = Array.from({ length: TRAYS }, (_, nth) => at + (nth + 1) * size);
  }

  static bytesFor(size: number): number {
    return (TRAYS + 1) * size;
  }

  /** Where the next message is to be set. */
  get next(): number {
    return this.#free.at(-1) ?? this.#spare;
  }

  /** Lends the `length` bytes that were set on the next tray; a copy of them when all trays are lent. */
  lend(length: number): LentMessage {
    const message = Buffer.from(this.memory, this.next, length);
    const tray = this.#free.pop();
    if (tray === undefined) return { raw: Buffer.from(message), release: () => {} };
    let isLent = true;
    const release = () => {
      if (isLent) this.#free.push(tray);
      isLent = false;
    };
    return { raw: message, release };
  }
}
