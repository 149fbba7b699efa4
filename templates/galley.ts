import { type Loops, makeLoops } from '../shared/loops.js';
import type { Both, Medium } from './card.js';
import { BODY_BYTES, type Body } from './encoded.js';
import type { CardHole, LaidCard, LaidPiece } from './laid.js';
import { TemplateError } from './piece.js';
import { type LentMessage, Trays } from './trays.js';

/** Which of a paper's texts a card shows. */
export type Shown = 'summary' | 'abstract';

/** What a card is filled with for one reader. */
export type Personal = Record<CardHole, Body>;

/** Bytes of quoted-printable for one: three, and a line end in three after each 75; and some for the ends of texts. */
const MOST_ENCODED = 3.4;
/** For a message's header lines. */
const HEAD_BYTES = 16_000;
const MESSAGE_BYTES = Math.ceil(2 * BODY_BYTES * MOST_ENCODED) + HEAD_BYTES;

/** Where a text's numbers are, from where they begin. */
const AT = 0;
const LENGTH = 1;
/** What it decodes to comes after the place of a title, and before those of a piece's texts. */
const TITLE_BYTES = 2;
const TITLE_NUMBERS = 3;
const PIECE_BYTES = 0;
const PLACES = 1;
const NUMBERS_A_PLACE = 2;

/** Where a mail begins and ends while none is begun. */
const NOWHERE = -1;

/** A body that was set on the mail at hand, and where. It is known by being the same object, and bodies never change. */
interface Placed {
  body: Body | undefined;
  at: number;
  length: number;
}

/** What comes next in a card: one of its texts, or what fills a hole. */
type Step = 'text' | CardHole;

/** How the cards of an edition are in one of the bodies. */
interface Form {
  steps: readonly Step[];
  /** Where its numbers begin among a card's. */
  from: Record<Shown, number>;
  votes: number;
}

/**
 * The encoded texts of an edition's cards, and trays beside them on which its mails are set, one at a time, and lie until they
 * are sent: within one memory, and by numbers that lie side by side, setting costs half of what it does with an
 * object for each text, as between two mails most of them fall out of the processor's cache.
 */
export class Galley {
  readonly #bytes: Buffer;
  readonly #loops: Loops;
  readonly #numbers: Int32Array;
  readonly #forms: Both<Form>;
  readonly #trays: Trays;
  /** How many numbers a card has. */
  readonly #each: number;
  readonly #length: number;
  /** What each hole was filled with last. */
  readonly #placed: Record<CardHole, Placed> = { why: nothingPlaced(), vote: nothingPlaced() };
  #laid = 0;
  #from = NOWHERE;
  #end = NOWHERE;
  #most = NOWHERE;

  /**
   * @param length of the texts, which are then to be laid
   * @throws TemplateError when the cards are of more than one template
   */
  constructor(length: number, cards: readonly LaidCard[]) {
    const html = formOf(cards, 'html', TITLE_NUMBERS);
    const text = formOf(cards, 'text', html.end);
    this.#forms = { html, text };
    this.#each = text.end;
    this.#numbers = Int32Array.from(cards.flatMap(numbersOf));
    const { loops, buffer } = makeLoops(length + Trays.bytesFor(MESSAGE_BYTES));
    this.#loops = loops;
    this.#bytes = Buffer.from(buffer);
    this.#trays = new Trays(buffer, length, MESSAGE_BYTES);
    this.#length = length;
  }

  /** Bytes of texts that are still to be laid. */
  get missing(): number {
    return this.#length - this.#laid;
  }

  /** Lays some of the texts after those that are laid already. There must be so many missing. */
  lay(texts: Uint8Array): void {
    this.#bytes.set(texts, this.#laid);
    this.#laid += texts.length;
  }

  /** One of the texts: a view. */
  text(at: number, length: number): Uint8Array {
    return this.#bytes.subarray(at, at + length);
  }

  /** Begins a mail in place of one that was begun and not lent. */
  begin(): void {
    this.#from = this.#end = this.#trays.next;
    this.#most = this.#from + this.#trays.size;
    // Reasons are kept for all readers, and would be looked for where another mail had them.
    this.#placed.why.body = this.#placed.vote.body = undefined;
  }

  /** The bytes that the nth card decodes to when it is set. */
  bytesOf(nth: number, medium: Medium, shown: Shown, { why, vote }: Personal): number {
    const { from, votes } = this.#forms[medium];
    const bytes = this.#number(nth * this.#each + from[shown] + PIECE_BYTES);
    return bytes + why.bytes + votes * vote.bytes;
  }

  /** Sets the nth card after what is set already. @throws RangeError when there is no room */
  setCard(nth: number, medium: Medium, shown: Shown, personal: Personal): void {
    const { from, steps } = this.#forms[medium];
    let place = nth * this.#each + from[shown] + PLACES;
    for (let nthStep = 0; nthStep < steps.length; nthStep++) {
      const step = steps[nthStep] as Step;
      if (step === 'text') {
        this.#copy(this.#number(place + AT), this.#number(place + LENGTH));
        place += NUMBERS_A_PLACE;
      } else {
        this.#fill(this.#placed[step], personal[step]);
      }
    }
  }

  /** The bytes that the nth paper's title decodes to as a preheader shows it. */
  titleBytes(nth: number): number {
    return this.#number(nth * this.#each + TITLE_BYTES);
  }

  /** Sets the nth title on a galley of this or another edition, after what is set already. @throws RangeError when there is no room */
  setTitle(nth: number, onto: Galley): void {
    const at = this.#number(nth * this.#each + AT);
    const length = this.#number(nth * this.#each + LENGTH);
    if (onto === this) this.#copy(at, length);
    else onto.setBytes(this.text(at, length));
  }

  /** A hole is mostly filled with the same as the one before: to copy that costs less than to set it anew. */
  #fill(placed: Placed, body: Body): void {
    if (placed.body === body) {
      this.#copy(placed.at, placed.length);
      return;
    }
    const at = this.#end;
    this.setBody(body);
    placed.at = at;
    placed.length = this.#end - at;
    placed.body = body;
  }

  /** Sets a body after what is set already. @throws RangeError when there is no room */
  setBody({ parts }: Body): void {
    for (const part of parts) {
      if (typeof part === 'string') this.setAscii(part);
      else this.setBytes(part);
    }
  }

  /** Sets bytes after what is set already. @throws RangeError when there is no room */
  setBytes(part: Uint8Array): void {
    this.#bytes.set(part, this.#advance(part.length));
  }

  /** Sets ASCII after what is set already. @throws RangeError when there is no room */
  setAscii(text: string): void {
    this.#bytes.write(text, this.#advance(text.length), 'latin1');
  }

  /** What is set of the mail: a view, good until another one is begun. */
  get mail(): Buffer {
    return this.#bytes.subarray(this.#from, this.#end);
  }

  /** Lends the mail as it is set, for as long as it takes to send it. @throws RangeError where none is begun */
  lend(): LentMessage {
    const lent = this.#trays.lend(this.#from, this.#end - this.#from);
    // Nothing may be set on it any more.
    this.#from = this.#end = this.#most = NOWHERE;
    return lent;
  }

  #number(at: number): number {
    return this.#numbers[at] as number;
  }

  #copy(at: number, length: number): void {
    this.#loops.copy(this.#advance(length), at, length);
  }

  /** Returns where so many bytes are to be set. */
  #advance(length: number): number {
    const at = this.#end;
    if (at + length > this.#most) throw new RangeError('expected a mail to have room');
    this.#end = at + length;
    return at;
  }
}

function nothingPlaced(): Placed {
  return { body: undefined, at: NOWHERE, length: 0 };
}

/** @param from where the medium's numbers begin among a card's; `end` is where the next one's do */
function formOf(cards: readonly LaidCard[], medium: Medium, from: number): Form & { end: number } {
  const [first] = cards;
  const steps = first ? stepsOf(first.summary[medium]) : [];
  const order = steps.join();
  const isAlike = ({ summary, abstract }: LaidCard) =>
    stepsOf(summary[medium]).join() === order && stepsOf(abstract[medium]).join() === order;
  if (!cards.every(isAlike)) throw new TemplateError('expected cards of one template');
  const size = PLACES + NUMBERS_A_PLACE * steps.filter((step) => step === 'text').length;
  const votes = steps.filter((step) => step === 'vote').length;
  return { steps, from: { summary: from, abstract: from + size }, votes, end: from + 2 * size };
}

function stepsOf({ parts }: LaidPiece<CardHole>): Step[] {
  return parts.map((part) => (typeof part === 'string' ? part : 'text'));
}

/** The title's, then in the order of the forms. */
function numbersOf({ ahead, summary, abstract }: LaidCard): number[] {
  const pieces = [summary.html, abstract.html, summary.text, abstract.text];
  const numbers = ({ parts, bytes }: LaidPiece<CardHole>) => [
    bytes,
    ...parts.flatMap((part) => (typeof part === 'string' ? [] : part)),
  ];
  return [...ahead.place, ahead.bytes, ...pieces.flatMap(numbers)];
}
