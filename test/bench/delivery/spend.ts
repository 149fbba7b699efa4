import type { Task } from '../../../functions/deliver/make.js';
import type { Press } from './press.js';
import { cpuSecondsSince } from './turn.js';

/** What the mails of some readers took, and how many papers are in them. */
export interface Spent {
  cpuMs: number;
  papers: number;
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
  return { cpuMs: cpuSecondsSince(before) * 1_000, papers };
}
