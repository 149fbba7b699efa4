import { InvalidArgumentError } from 'commander';
import { Day } from '../../shared/domain/day.js';
import { PaperId } from '../../shared/domain/paper.js';
import { SubscriberState } from '../../shared/domain/subscriber.js';
import type { ProgressStream } from '../local/progress.js';
import { OpsError, type OpsHouse } from './house.js';

/** What every command has at hand. */
export interface Desk {
  /** Runs `work` in the house that was asked for; its result is told as JSON, or by `tell`, and ends with 1 where it `fails`. */
  act<T>(
    work: (house: OpsHouse) => Promise<T>,
    tell: (result: T) => string,
    fails?: (result: T) => boolean,
  ): Promise<void>;
  /** Where progress goes; nowhere when results are to be JSON. */
  progress(): ProgressStream | undefined;
  now: () => Date;
}

/** Flags of a command that changes something. */
export interface Changing {
  dryRun?: true;
  yes?: true;
}

export const DRY = ['--dry-run', 'say what would be done, and do nothing'] as const;
export const YES = ['--yes', 'do it: it cannot be undone'] as const;

/** Lets a command go on that cannot be undone. @throws OpsError without `--yes`, or `--dry-run` */
export function makeSure({ dryRun, yes }: Changing, what: string): void {
  if (!dryRun && !yes) throw new OpsError(`${what}; say --yes to do it, or --dry-run to look`);
}

/** A day as an argument. @throws InvalidArgumentError, as all of these do */
export const day = (text: string): Day => argument(Day.safeParse(text), 'expected a day such as 2026-11-25.');
export const paper = (text: string): PaperId =>
  argument(PaperId.safeParse(text), 'expected an id such as arxiv:2601.09735.');
export const state = (text: string): SubscriberState =>
  argument(SubscriberState.safeParse(text), 'expected pending, active or unsubscribed.');
export const count = (text: string): number => {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('expected a whole number.');
  return Number(text);
};

function argument<T>(parsed: { success: true; data: T } | { success: false }, problem: string): T {
  if (!parsed.success) throw new InvalidArgumentError(problem);
  return parsed.data;
}
