import type { Task } from '../../../functions/deliver/make.js';
import type { Digest } from '../../../shared/domain/digest.js';
import { digestLinks } from '../../../shared/links/digest-links.js';
import { type Send, sendingClient, sendThrough } from '../../../shared/mail/send.js';
import { digestHtml } from '../../../templates/digest.js';
import type { LentMessage } from '../../../templates/trays.js';
import { type Contender, type Contest, contest } from './contest.js';
import type { BenchEdition } from './edition.js';
import { letterhead, type Press } from './press.js';
import { LENGTH, type ReaderMaker } from './readers.js';
import { handlebarsRival, mjmlRival, type Rival } from './rivals.js';
import { type MailView, viewsOf } from './view.js';

/** Readers in the contest; all contenders serve the same ones in the same order. */
const READERS = 500;
const TURN_MS = 1_000;
/** The mails of so many readers are compared word by word before anything is timed. */
const COMPARED = 10;

/** One mail as each contender gets it. */
interface Order {
  task: Task;
  digest: Digest;
  view: MailView;
}

/** Lets ours and the rivals make and send the same mails by turns, for about `seconds` in all. */
export async function sideBySide(
  bench: BenchEdition,
  press: Press,
  readers: ReaderMaker,
  seconds: number,
): Promise<Contest> {
  const orders = await ordersOf(bench, press, readers);
  const rivals = {
    each: mjmlRival('components'),
    lean: mjmlRival('lean'),
    handlebars: handlebarsRival(),
  };
  for (const order of orders.slice(0, COMPARED)) {
    await compare(order, press, rivals);
  }
  const constant = kept(constantMessage(orders, press));
  const send = sending(orders, sender());
  const making = (make: (order: Order) => Promise<Buffer>) => async (nth: number) =>
    kept(await make(orderAt(orders, nth)));
  const ours = (nth: number) => press.make(orderAt(orders, nth).task);
  const handlebars = making(({ view }) => rivals.handlebars.message(view));
  const contenders: Contender[] = [
    { name: 'ours', make: ours, send },
    { name: 'floor', make: async () => constant, send },
    { name: 'mjmlEach', make: making(({ view }) => rivals.each.message(view)), send },
    { name: 'mjmlLean', make: making(({ view }) => rivals.lean.message(view)), send },
    { name: 'handlebars', make: handlebars, send },
    { name: 'oursBuild', make: ours },
    { name: 'handlebarsBuild', make: handlebars },
  ];
  const rounds = Math.round((seconds * 1_000) / TURN_MS / contenders.length) - 1;
  return contest(contenders, Math.max(1, rounds), TURN_MS);
}

/** The first readers whose digest is full. */
async function ordersOf(bench: BenchEdition, press: Press, readers: ReaderMaker): Promise<Order[]> {
  const viewOf = viewsOf(bench.edition, press);
  const orders: Order[] = [];
  for (let number = 0; orders.length < READERS && number < READERS * 3; number++) {
    const task = readers(number);
    const digest = await press.match(task);
    if (digest.picks.length === LENGTH) orders.push({ task, digest, view: viewOf(task, digest) });
  }
  return orders;
}

/** One of ours whose size is nearest to the mean of all. */
function constantMessage(orders: readonly Order[], press: Press): Buffer {
  const messages = orders.map(({ task, digest }) => {
    const message = press.render(task, digest);
    const copy = Buffer.from(message.raw);
    message.release();
    return copy;
  });
  const mean = messages.reduce((sum, { length }) => sum + length, 0) / messages.length;
  const off = (message: Buffer) => Math.abs(message.length - mean);
  return messages.reduce((nearest, message) => (off(message) < off(nearest) ? message : nearest));
}

/** A message in memory of its own. */
function kept(raw: Buffer): LentMessage {
  return { raw, release: () => {} };
}

function sending(orders: readonly Order[], send: Send): NonNullable<Contender['send']> {
  return async (message, nth) => {
    const { subscriberId, day } = orderAt(orders, nth).task.request;
    const outcome = await send(message, { subscriber: subscriberId, edition: day, attempt: 'AbCdEfGhIjKl' });
    if (outcome.kind !== 'accepted')
      throw new Error(`expected SES to accept, got ${JSON.stringify(outcome)}`);
  };
}

function orderAt(orders: readonly Order[], nth: number): Order {
  const order = orders[nth % orders.length];
  if (order === undefined) throw new Error('expected readers with a full digest');
  return order;
}

/** As deliver sends. */
function sender(): Send {
  return sendThrough(sendingClient(10_000), 'digests');
}

/** Sees to it that all contenders make mails of the same papers and words. @throws Error when they do not */
async function compare(
  { task, digest, view }: Order,
  { shelved }: Press,
  rivals: Record<'each' | 'lean' | 'handlebars', Rival>,
): Promise<void> {
  const links = digestLinks(task.subscriber, task.request.day, letterhead.site);
  const ours = digestHtml({
    cards: [shelved.cards],
    digest,
    show: 'abstracts',
    sender: letterhead.sender,
    links,
  });
  expectSame(decoded(await rivals.handlebars.html(view)), decoded(ours), 'the HTML of Handlebars');
  expectSame(words(await rivals.each.html(view)), words(ours), 'the words of MJML');
  expectSame(words(await rivals.lean.html(view)), words(ours), 'the words of lean MJML');
}

function expectSame(theirs: string, ours: string, what: string): void {
  if (theirs === ours) return;
  const at = ours.split('').findIndex((character, index) => character !== theirs[index]);
  throw new Error(
    `expected ${what} to be ours, "${ours.slice(at, at + 80)}", got "${theirs.slice(at, at + 80)}"`,
  );
}

/** Handlebars escapes more characters, and some in another way. */
function decoded(html: string): string {
  const entities: Record<string, string> = { '&#x27;': "'", '&#39;': "'", '&#x3D;': '=', '&#x60;': '`' };
  return html.replace(/&#(?:x27|39|x3D|x60);/g, (entity) => entities[entity] ?? entity);
}

/** What a reader sees of it, without white space. */
function words(html: string): string {
  const body = decoded(html.slice(html.indexOf('<body')));
  return body.replace(/<!--.*?-->|<[^>]*>|\s+/gs, '');
}
