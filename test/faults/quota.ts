import { setTimeout as sleep } from 'node:timers/promises';
import { quotaOf, type Scenario, sesPlan } from './scenario.js';
import type { World } from './world.js';

const LOOK_MS = 50;

/**
 * Waits until the day's quota is spent, lets it stay so for a while, and frees it, if the scenario has one. Returns how many mails
 * SES had accepted by then; `undefined` when it was never spent.
 */
export async function freeQuota(
  { ses, clock }: World,
  scenario: Scenario,
  seed: number,
  signal: AbortSignal,
): Promise<number | undefined> {
  const quota = quotaOf(scenario);
  if (quota === undefined) return undefined;
  while (ses.accepted().length < quota) {
    if (signal.aborted) return undefined;
    await sleep(LOOK_MS);
  }
  await sleep(1_500 * clock.parkSeconds);
  const accepted = ses.accepted().length;
  ses.setPlan({ ...sesPlan(scenario, seed), max24HourSend: 10 * scenario.subscribers });
  return accepted;
}
