import { DigestError } from './errors.js';

/** Writes one line of JSON to the log: what happened, by a stable `code`; never an address, a token or a body. */
export function log(
  level: 'info' | 'warn' | 'error',
  code: string,
  fields: Record<string, unknown> = {},
): void {
  const line = JSON.stringify({ level, code, ...fields });
  if (level === 'error') console.error(line);
  else console.log(line);
}

/** Logs what went wrong where: the message of our own errors, which quote no values, and of others their name. */
export function logFailure(where: string, error: unknown): void {
  const problem =
    error instanceof DigestError ? error.message : error instanceof Error ? error.name : 'not an error';
  log('error', `${where}.failed`, { problem });
}
