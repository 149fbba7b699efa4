import { z } from 'zod';

/** What a call of the AWS SDK means to the protocol; `write` and `read` are all the others on DynamoDB. */
export const Act = z.enum(['claim', 'send', 'record', 'ack', 'page', 'put', 'write', 'read']);
export type Act = z.infer<typeof Act>;

/** Die at the nth call of that kind: before it, while it is on its way, or after its answer and before anything else. */
export const KillOrder = z.object({
  phase: z.enum(['before', 'during', 'after']),
  act: z.union([Act, z.literal('any')]),
  nth: z.int().positive(),
});
export type KillOrder = z.infer<typeof KillOrder>;

/** A call that began: of DynamoDB to claim, or of SES to send; `at` is ms since the epoch. */
export const TraceLine = z.object({ kind: z.enum(['claim', 'send']), attempt: z.string(), at: z.number() });
export type TraceLine = z.infer<typeof TraceLine>;

/** What the workers need to know beside the environment of their Lambda. */
export const WorkerEnvironment = z.object({
  DELIVERIES_QUEUE_URL: z.url(),
  /** Ms that one invocation may take. */
  TIME_LIMIT_MS: z.coerce.number().positive(),
  /** Ms from one dispatch to the next. */
  TICK_MS: z.coerce.number().positive(),
  EVENTS_PORT: z.coerce.number().int().positive(),
});

/** What a worker tells its parent. */
export const WorkerMessage = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready'), endpoint: z.string().optional() }),
  z.object({
    kind: z.literal('dispatched'),
    due: z.int(),
    sent: z.int(),
    skipped: z.int(),
    failed: z.int(),
    finished: z.boolean(),
  }),
]);
export type WorkerMessage = z.infer<typeof WorkerMessage>;

/** Tells the parent, without whom a worker also ends: nothing may outlive the harness. */
export function tellParent(message: WorkerMessage): void {
  if (process.listenerCount('disconnect') === 0) process.once('disconnect', () => process.exit());
  process.send?.(message);
}
