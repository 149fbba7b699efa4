import { createHash } from 'node:crypto';
import type { Fault, Outcome, SesPlan } from './plan.js';

/** An even number in [0, 1) that depends on nothing but its parts. */
export function draw(...parts: (string | number)[]): number {
  return createHash('sha256').update(parts.join('\n')).digest().readUInt32BE(0) / 2 ** 32;
}

function choose<Kind extends string>(shares: Partial<Record<Kind, number>>, at: number): Kind | undefined {
  let reached = 0;
  for (const kind in shares) {
    reached += shares[kind] ?? 0;
    if (at < reached) return kind;
  }
  return undefined;
}

/** The fault of one send by the plan's shares, `undefined` for none. `key` names the send, e.g. `ada@example.org#2`. */
export function faultOf(plan: SesPlan, key: string): Fault | undefined {
  return choose(plan.faults, draw(plan.seed, 'fault', key));
}

const SIMULATOR: Record<string, Outcome> = {
  success: 'delivery',
  bounce: 'hard-bounce',
  suppressionlist: 'hard-bounce',
  complaint: 'complaint',
  ooto: 'out-of-office',
};

/** What becomes of one accepted message; SES's mailbox simulator addresses decide for themselves, labels and all. */
export function outcomeOf(plan: SesPlan, key: string, destination: string): Outcome {
  const simulated = /^([a-z]+)(?:\+[^@]*)?@simulator\.amazonses\.com$/i.exec(destination)?.[1];
  const scripted = simulated && SIMULATOR[simulated.toLowerCase()];
  return scripted || (choose(plan.outcomes, draw(plan.seed, 'outcome', key)) ?? 'delivery');
}
