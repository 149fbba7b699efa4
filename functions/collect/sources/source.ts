import type { z } from 'zod';
import type { Day } from '../../../shared/domain/day.js';
import type { Paper, PaperId } from '../../../shared/domain/paper.js';
import { DigestError } from '../../../shared/errors.js';
import { describeProblems } from '../../../shared/parse.js';

/** What is asked for: the edition's day, and the stretch of time whose papers it is to hold. */
export interface Window {
  day: Day;
  since: Date;
  until: Date;
}

/** What the feed said there was in one part of it, and what was found. */
export interface ListingPart {
  /** A category, or `all` where the source has no parts. */
  part: string;
  total: number;
  paperIds: PaperId[];
}

/** Every paper once, in the order of the feed. */
export interface Listing {
  source: string;
  papers: Paper[];
  parts: ListingPart[];
}

export interface Source {
  readonly name: string;
  /**
   * Returns everything the source has for the window, or throws: a listing is never half of what was read.
   * @param onProgress hears how many papers were read, of how many that are known of so far
   * @throws SourceError
   */
  list(window: Window, onProgress?: (done: number, total: number) => void): Promise<Listing>;
}

/** A source could not be read, or did not say what its protocol promises. */
export class SourceError extends DigestError {
  readonly code = 'source';

  /** @param problem what was wrong, for a person; it stands in the edition beside the source's name */
  constructor(
    readonly source: string,
    readonly problem: string,
    options?: ErrorOptions,
  ) {
    super(`${source}: ${problem}`, options);
  }
}

/** Returns `value` as `schema` describes it. @throws SourceError that names the source, the place and the field */
export function expectShape<S extends z.ZodType>(
  source: string,
  schema: S,
  value: unknown,
  where: string,
): z.output<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new SourceError(source, `${where}: ${describeProblems(result.error)}`);
}

/** Returns the value of JSON text. @throws SourceError that names the source and the place */
export function expectJson(source: string, text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new SourceError(source, `${where}: not JSON`, { cause });
  }
}

/** Returns each paper once, at its highest version, where it first stood. */
export function onePerId(papers: readonly Paper[]): Paper[] {
  const byId = new Map<PaperId, Paper>();
  for (const paper of papers) {
    const known = byId.get(paper.id);
    if (known === undefined || paper.version > known.version) byId.set(paper.id, paper);
  }
  return [...byId.values()];
}

/** Returns the text on one line, with single spaces: feeds break lines wherever they like. */
export function foldSpaces(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
