/** Numbers on some of an edition's papers, wiped off all at once: what a list as long as the edition would cost for each reader. */
export class Marks {
  readonly #numbers: Int32Array;
  readonly #rounds: Uint32Array;
  #round = 0;

  /** @param count papers of the edition */
  constructor(count: number) {
    this.#numbers = new Int32Array(count);
    this.#rounds = new Uint32Array(count);
  }

  wipe(): void {
    this.#round += 1;
  }

  put(paper: number, number: number): void {
    this.#numbers[paper] = number;
    this.#rounds[paper] = this.#round;
  }

  /** The number on a paper, -1 where there is none. */
  on(paper: number): number {
    return this.#rounds[paper] === this.#round ? (this.#numbers[paper] as number) : -1;
  }
}
