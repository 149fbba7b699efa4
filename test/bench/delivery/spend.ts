import { z } from 'zod';
import type { Task } from '../../../functions/deliver/make.js';
import type { Press } from './press.js';
import { cpuSecondsSince } from './turn.js';

/** What the mails of some readers took, and how many papers are in them. */
export const Spent = z.object({ mails: z.int(), cpuMs: z.number(), papers: z.int() });
export type Spent = z.infer<typeof Spent>;

/** The same, of an edition of so many papers. */
export const SpentOnEdition = Spent.extend({ editionSize: z.int() });
export type SpentOnEdition = z.infer<typeof SpentOnEdition>;

/** What one mail costs: match, render and MIME. */
export interface Cost {
  cpuMsEach: number;
  papersEach: number;
}

/** Makes the mails of `tasks`: match, render and MIME. */
export async function spend(press: Press, tasks: readonly Task[]): Promise<Spent> {
  let papers = 0;
  const before = process.cpuUsage();
  for (const task of tasks) {
    const digest = await press.match(task);
    papers += digest.picks.length;
    press.render(task, digest).release();
  }
  return { mails: tasks.length, cpuMs: cpuSecondsSince(before) * 1_000, papers };
}

/** All that was spent. */
export function sumOf(parts: readonly Spent[]): Spent {
  const sum = { mails: 0, cpuMs: 0, papers: 0 };
  for (const { mails, cpuMs, papers } of parts) {
    sum.mails += mails;
    sum.cpuMs += cpuMs;
    sum.papers += papers;
  }
  return sum;
}

/** What each mail came to. */
export function costOf(parts: readonly Spent[]): Cost {
  const { mails, cpuMs, papers } = sumOf(parts);
  return { cpuMsEach: cpuMs / mails, papersEach: papers / mails };
}
