import { z } from 'zod';
import type { DeliveryRequest } from '../../../shared/domain/delivery.js';
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
 * Sets up one contender for the mails of `orders`. It holds on to its own part of them only, as each collection of garbage
 * goes over what is held.
 */
export async function contenderFor(
  name: ContenderName,
  orders: readonly Order[],
  press: Press,
): Promise<Contender> {
  const send = sending(orders.map(({ task }) => task.request));
  switch (name) {
    case 'ours':
      return { make: ours(orders, press), send };
    case 'floor':
      return { make: always(middleOf(orders, press)), send };
    case 'mjmlEach':
      return { make: theirs(orders, await mjmlRival('components')), send };
    case 'mjmlLean':
      return { make: theirs(orders, await mjmlRival('lean')), send };
    case 'handlebars':
      return { make: theirs(orders, await handlebarsRival()), send };
    case 'oursBuild':
      return { make: ours(orders, press) };
    case 'handlebarsBuild':
      return { make: theirs(orders, await handlebarsRival()) };
  }
}

function ours(orders: readonly Order[], press: Press): Contender['make'] {
  const tasks = orders.map(({ task }) => task);
  return (nth) => press.make(nthOf(tasks, nth));
}

function theirs(orders: readonly Order[], rival: Rival): Contender['make'] {
  const views = orders.map(({ view }) => view);
  return async (nth) => kept(await rival.message(nthOf(views, nth)));
}

function always(message: Buffer): Contender['make'] {
  const constant = kept(message);
  return async () => constant;
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
  return { raw, release: NOTHING };
}

const NOTHING = () => {};

function sending(requests: readonly DeliveryRequest[]): NonNullable<Contender['send']> {
  const send = sender();
  return async (message, nth) => {
    const { subscriberId, day } = nthOf(requests, nth);
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
