import { setTimeout as sleepFor } from 'node:timers/promises';
import pRetry, { AbortError } from 'p-retry';
import { SourceError } from './source.js';

export interface ReadOptions {
  /** From the start of one request to the start of the next, repetitions included. */
  intervalMs?: number;
  timeoutMs?: number;
  /** The most bytes of one answer, after decompression. */
  maxBytes?: number;
  /** How often a request is repeated after 429, 5xx, a time-out or a broken connection. */
  retries?: number;
  /** The first pause where no `Retry-After` says otherwise; it doubles each time. */
  backoffMs?: number;
  /** A longer `Retry-After` than this is not waited for. */
  longestWaitMs?: number;
  userAgent?: string;
  fetch?: typeof fetch;
  sleep?: (ms: number) => Promise<unknown>;
  now?: () => Date;
}

/** An answer, whole: its status is any but those that are worth another try. */
export interface Answer {
  status: number;
  contentType: string;
  bytes: Uint8Array;
}

const defaults = {
  intervalMs: 0,
  timeoutMs: 60_000,
  maxBytes: 20_000_000,
  retries: 4,
  backoffMs: 5_000,
  longestWaitMs: 300_000,
  userAgent: 'research-digest/0.1',
  fetch: globalThis.fetch,
  sleep: sleepFor as (ms: number) => Promise<unknown>,
  now: () => new Date(),
};

/** A failure that may pass; `waitMs` is what the server asked for, if it did. */
class Passing extends Error {
  constructor(
    readonly problem: string,
    readonly waitMs?: number,
    options?: ErrorOptions,
  ) {
    super(problem, options);
  }
}

/**
 * Returns a function that reads one address, bounded in time and size, with retries for failures that may pass.
 * It is meant to be called again only when it has answered: then there is one connection and one pace.
 * @throws SourceError (from the function) naming `source`
 */
export function createReader(source: string, options: ReadOptions = {}): (url: URL) => Promise<Answer> {
  const settings = { ...defaults, ...options };
  let earliest = 0;

  async function readInPace(url: URL): Promise<Answer> {
    const wait = earliest - settings.now().getTime();
    if (wait > 0) await settings.sleep(wait);
    earliest = settings.now().getTime() + settings.intervalMs;
    return readOnce(url, source, settings);
  }

  return (url) =>
    pRetry(() => readInPace(url), {
      retries: settings.retries,
      minTimeout: 0,
      maxTimeout: 0,
      onFailedAttempt: async ({ error, attemptNumber, retriesLeft }) => {
        if (!(error instanceof Passing)) throw error;
        const { problem, waitMs = settings.backoffMs * 2 ** (attemptNumber - 1) } = error;
        if (retriesLeft === 0) {
          throw new SourceError(source, `${problem}, ${attemptNumber} times running`, { cause: error });
        }
        if (waitMs > settings.longestWaitMs) {
          throw new SourceError(source, `${problem}, to be asked again in ${Math.round(waitMs / 1000)} s`);
        }
        await settings.sleep(waitMs);
      },
    });
}

async function readOnce(url: URL, source: string, settings: typeof defaults): Promise<Answer> {
  try {
    const response = await settings.fetch(url, {
      headers: { 'user-agent': settings.userAgent },
      signal: AbortSignal.timeout(settings.timeoutMs),
    });
    const bytes = await wholeBody(response, source, settings.maxBytes);
    if (response.status === 429 || response.status >= 500) {
      throw new Passing(`answered ${response.status}`, retryAfter(response.headers, settings.now()));
    }
    return { status: response.status, contentType: response.headers.get('content-type') ?? '', bytes };
  } catch (error) {
    if (error instanceof AbortError || error instanceof Passing) throw error;
    throw new Passing(describeFailure(error, settings.timeoutMs), undefined, { cause: error });
  }
}

async function wholeBody(response: Response, source: string, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > maxBytes) {
      throw new AbortError(new SourceError(source, `sent more than ${maxBytes} bytes in one answer`));
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** `Retry-After` in milliseconds: it comes as seconds or as a date (RFC 9110, 10.2.3). */
function retryAfter(headers: Headers, now: Date): number | undefined {
  const value = headers.get('retry-after')?.trim();
  if (!value) return undefined;
  const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - now.getTime();
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}

function describeFailure(error: unknown, timeoutMs: number): string {
  if (error instanceof Error && error.name === 'TimeoutError')
    return `gave no whole answer in ${timeoutMs} ms`;
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return `could not be read (${cause instanceof Error ? cause.message : String(cause)})`;
}

/**
 * Returns an answer's text. Both feeds speak UTF-8, so anything else is a broken answer and not a reason to guess.
 * @throws SourceError when it is HTML, declares another encoding, or is not UTF-8
 */
export function textOf(answer: Answer, source: string): string {
  const charset = /charset=["']?([\w-]+)/i.exec(answer.contentType)?.[1];
  if (charset !== undefined && !isUtf8(charset)) {
    throw new SourceError(source, `answered in ${charset} where UTF-8 was expected`);
  }
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(answer.bytes);
  } catch (cause) {
    throw new SourceError(source, 'answered with bytes that are not UTF-8', { cause });
  }
  if (/^text\/html/i.test(answer.contentType) || /^\s*<(!doctype\s+html|html)\b/i.test(text)) {
    throw new SourceError(source, `answered ${answer.status} with an HTML page`);
  }
  return text;
}

/** Whether an encoding's name means UTF-8 or its subset ASCII. */
export function isUtf8(name: string): boolean {
  return /^(utf-?8|us-ascii)$/i.test(name);
}
