import { describe, expect, it } from 'vitest';
import { missedBars } from './bars.js';
import { bundleWorkers } from './bundle.js';
import { runFaults } from './run.js';
import { type Scenario, scenarioOf } from './scenario.js';

/** Half a minute on a machine that has nothing else to do. */
const LIMIT_MS = 200_000;
const LEAVING: Partial<Scenario> = { doubled: true, leavers: 20, rate: 25 };

describe('while deliver, dispatch and mail-events are killed, SES throttles and answers get lost', async () => {
  const files = await bundleWorkers('test');

  it.concurrent.each<[string, Partial<Scenario>]>([
    ['nobody is missed and nobody is mailed twice, though the quota is spent on the way', { quotaAt: 0.4 }],
    ['only a lost event can make a mail go twice', { eventLoss: 0.3, eventDouble: 0.05 }],
    ['nobody is mailed after leaving, nor twice when every message comes twice', LEAVING],
  ])('%s', { timeout: LIMIT_MS }, async (_, befalls) => {
    const scenario = { ...scenarioOf('kills', { subscribers: 60, kills: 5 }), ...befalls };

    const result = await runFaults(scenario, 1, files);

    expect({ result, missed: missedBars(result, scenario) }).toMatchObject({ missed: [] });
  });
});
