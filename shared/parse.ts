import type { z } from 'zod';
import { ShapeError } from './errors.js';

/** The problems zod found as one line of `path: message`, without the values, which may be private. */
export function describeProblems(error: z.ZodError): string {
  return error.issues
    .map((issue) => `${issue.path.length > 0 ? issue.path.join('.') : 'value'}: ${issue.message}`)
    .join('; ');
}

/**
 * Returns `value` as `schema` describes it.
 * @param where names the boundary for the error message
 * @throws ShapeError when it does not fit
 */
export function parseAs<S extends z.ZodType>(schema: S, value: unknown, where: string): z.output<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new ShapeError(where, describeProblems(result.error));
}

/** As {@link parseAs}, from JSON text. @throws ShapeError when it is not JSON or does not fit */
export function parseJsonAs<S extends z.ZodType>(schema: S, text: string, where: string): z.output<S> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new ShapeError(where, 'is not JSON', { cause });
  }
  return parseAs(schema, value, where);
}

/**
 * Reads a function's own variables from the environment; a wrong one is named by key, never by value.
 * An empty string counts as absent, as shells and CloudFormation write it.
 * @throws ShapeError
 */
export function parseEnvironment<S extends z.ZodType>(
  schema: S,
  environment: Record<string, string | undefined> = process.env,
): z.output<S> {
  const present = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  return parseAs(schema, present, 'environment');
}
