import { z } from 'zod';
import type { Task } from '../../../functions/deliver/make.js';
import { type Send, sendingClient, sendThrough } from '../../../shared/mail/send.js';
import type { LentMessage } from '../../../templates/trays.js';
import type { Order } from './orders.js';
import type { Press } from './press.js';
import { handlebarsRival, mjmlRival, type Rival } from './rivals.js';

/** All that are measured side by side. */
export const ContenderName = z.enum([
  'ours',
  'floor',
  'mjmlEach',
  'mjmlLean',
  'handlebars',
  'oursBuild',
  'handlebarsBuild',
]);
export type ContenderName = z.infer<typeof ContenderName>;

/** One way of doing the same thing. */
export interface Contender {
  /** Makes the nth reader's message. */
  make(nth: number): Promise<LentMessage>;
  /** Sends it, where that is part of the contest. */
  send?(raw: Buffer, nth: number): Promise<void>;
}

/**
 * Sets up one contender for the mails of `orders`, of which it holds on to as few objects as it can: each collection of
 * garbage goes over them.
 */
export function contenderFor(name: ContenderName, orders: readonly Order[], press: Press): Contender {
  const tasks = orders.map(({ task }) => task);
  switch (name) {
    case 'ours':
      return { make: made(press, tasks), send: sending(tasks) };
    case 'floor':
      return { make: always(middleOf(orders, press)), send: sending(tasks) };
    case 'mjmlEach':
      return { make: composed(mjmlRival('components'), orders), send: sending(tasks) };
    case 'mjmlLean':
      return { make: composed(mjmlRival('lean'), orders), send: sending(tasks) };
    case 'handlebars':
      return { make: composed(handlebarsRival(), orders), send: sending(tasks) };
    case 'oursBuild':
      return { make: made(press, tasks) };
    case 'handlebarsBuild':
      return { make: composed(handlebarsRival(), orders) };
  }
}

function made(press: Press, tasks: readonly Task[]): Contender['make'] {
  return (nth) => press.make(nthOf(tasks, nth));
}

function composed(rival: Rival, orders: readonly Order[]): Contender['make'] {
  const views = orders.map(({ view }) => view);
  return async (nth) => kept(await rival.message(nthOf(views, nth)));
}

function always(message: Buffer): Contender['make'] {
  return async () => kept(message);
}

/** The message of ours whose size is nearest to the mean. */
function middleOf(orders: readonly Order[], press: Press): Buffer {
  const messages = orders.map(({ task, digest }) => {
    const message = press.render(task, digest);
    const copy = Buffer.from(message.raw);
    message.release();
    return copy;
  });
  const mean = messages.reduce((sum, { length }) => sum + length, 0) / messages.length;
  const off = (message: Buffer) => Math.abs(message.length - mean);
  return messages.reduce((best, message) => (off(message) < off(best) ? message : best));
}

/** A message in memory of its own. */
function kept(raw: Buffer): LentMessage {
  return { raw, release: () => {} };
}

function sending(tasks: readonly Task[]): NonNullable<Contender['send']> {
  const send = sender();
  return async (message, nth) => {
    const { subscriberId, day } = nthOf(tasks, nth).request;
    const outcome = await send(message, { subscriber: subscriberId, edition: day, attempt: 'AbCdEfGhIjKl' });
    if (outcome.kind !== 'accepted')
      throw new Error(`expected SES to accept, got ${JSON.stringify(outcome)}`);
  };
}

/** As deliver sends. */
function sender(): Send {
  return sendThrough(sendingClient(10_000), 'digests');
}

/** The nth; after the last one they begin anew. */
function nthOf<Item>(items: readonly Item[], nth: number): Item {
  return items[nth % items.length] as Item;
}
