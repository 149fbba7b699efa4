import { openSync, writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { SESClient, SendRawEmailCommand } from '@aws-sdk/client-ses';
import { DeleteMessageBatchCommand, SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { seededRandom } from '../../../shared/terms/random.js';
import { type Act, KillOrder, type TraceLine } from './orders.js';

/** The longest that a doubled queue message's twin stays back. */
const TWIN_DELAY_SECONDS = 3;
/** Within the time that the loopback SES takes for a send. */
const DURING_MS = 10;

/**
 * Lays hands on every call that this process makes through the AWS SDK, from outside of the product's code: writes
 * down claims and sends in `TRACE_FILE`, kills the process as `KILL_ORDER` says, and doubles what `DOUBLE_SEED` is
 * set for. Call it before the first handler runs.
 */
export function layHooks(environment = process.env): void {
  const kill = killer(environment.KILL_ORDER);
  const trace = tracer(environment.TRACE_FILE);
  const double = doubler(environment.DOUBLE_SEED);
  for (const client of [SESClient, SQSClient, DynamoDBDocumentClient]) {
    const send: unknown = Reflect.get(client.prototype, 'send');
    if (typeof send !== 'function')
      throw new Error(`${client.name} has no send: the hooks do not fit the SDK`);
    Object.defineProperty(client.prototype, 'send', {
      value: async function (this: unknown, command: unknown, ...rest: unknown[]) {
        const act = actOf(command);
        kill('before', act);
        if (act === 'send' || act === 'claim') trace(act, command);
        kill('during', act);
        const answer: unknown = await Reflect.apply(send, this, [command, ...rest]);
        if (act === 'put') await double(command, (twin) => Reflect.apply(send, this, [twin]));
        kill('after', act);
        return answer;
      },
    });
  }
}

/** What a call means to the protocol. */
function actOf(command: unknown): Act {
  if (command instanceof SendRawEmailCommand) return 'send';
  if (command instanceof DeleteMessageBatchCommand) return 'ack';
  if (command instanceof SendMessageBatchCommand) return 'put';
  if (command instanceof UpdateCommand) {
    return ':claim' in (command.input.ExpressionAttributeValues ?? {}) ? 'claim' : 'write';
  }
  if (command instanceof PutCommand) {
    const row = command.input.Item ?? {};
    return 'delivery' in row ? 'record' : 'roster' in row ? 'page' : 'write';
  }
  return 'read';
}

function killer(written: string | undefined): (phase: KillOrder['phase'], act: Act) => void {
  if (written === undefined) return () => undefined;
  const order = KillOrder.parse(JSON.parse(written));
  let left = order.nth;
  return (phase, act) => {
    if (phase !== order.phase || (act !== order.act && order.act !== 'any')) return;
    left -= 1;
    if (left !== 0) return;
    if (phase === 'during') setTimeout(() => die('SIGKILL'), DURING_MS);
    else die('SIGKILL');
  };
}

/** Ends this process as a power cut would; nothing runs after it. */
function die(signal: NodeJS.Signals): never {
  process.kill(process.pid, signal);
  for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}

/** Writes at once and to the end, since the process may die at the next line. */
function tracer(file: string | undefined): (kind: TraceLine['kind'], command: unknown) => void {
  if (file === undefined) return () => undefined;
  const descriptor = openSync(file, 'a');
  return (kind, command) => {
    const attempt = attemptOf(command);
    if (attempt === undefined) return;
    const line: TraceLine = { kind, attempt, at: Date.now() };
    writeSync(descriptor, `${JSON.stringify(line)}\n`);
  };
}

function attemptOf(command: unknown): string | undefined {
  if (command instanceof SendRawEmailCommand) {
    return command.input.Tags?.find(({ Name }) => Name === 'attempt')?.Value;
  }
  if (!(command instanceof UpdateCommand)) return undefined;
  const claim: unknown = command.input.ExpressionAttributeValues?.[':claim'];
  return claim instanceof Object && 'attempt' in claim ? String(claim.attempt) : undefined;
}

/** Puts every message on the queue once more, shuffled by a delay of its own. */
function doubler(written: string | undefined) {
  if (written === undefined) return async () => undefined;
  const random = seededRandom(Number(written));
  return async (command: unknown, send: (twin: SendMessageBatchCommand) => unknown) => {
    if (!(command instanceof SendMessageBatchCommand)) return;
    const Entries = (command.input.Entries ?? []).map((entry) => ({
      ...entry,
      DelaySeconds: Math.floor(random() * (TWIN_DELAY_SECONDS + 1)),
    }));
    await send(new SendMessageBatchCommand({ ...command.input, Entries }));
  };
}

/** As Lambda does: an invocation that outlasts `limitMs` takes the whole process with it. */
export async function withinTimeLimit<T>(limitMs: number, invocation: Promise<T>): Promise<T> {
  const done = new AbortController();
  const late = sleep(limitMs, undefined, { signal: done.signal, ref: false });
  late.then(
    () => die('SIGABRT'),
    () => undefined,
  );
  try {
    return await invocation;
  } finally {
    done.abort();
  }
}
