import { setTimeout as sleep } from 'node:timers/promises';
import { type Scenario, sesPlan } from './scenario.js';
import type { World } from './world.js';

const LOOK_MS = 50;

/** Waits until the day's quota is spent, lets it stay so for a while, and frees it, if the scenario has one. */
export async function freeQuota(
  { ses, clock }: World,
  scenario: Scenario,
  seed: number,
  signal: AbortSignal,
): Promise<void> {
  if (scenario.quotaAt === undefined) return;
  const quota = scenario.quotaAt * scenario.subscribers;
  while (ses.accepted().length < Math.floor(quota)) {
    if (signal.aborted) return;
    await sleep(LOOK_MS);
  }
  await sleep(1_500 * clock.parkSeconds);
  ses.setPlan({ ...sesPlan(scenario, seed), max24HourSend: 10 * scenario.subscribers });
}
