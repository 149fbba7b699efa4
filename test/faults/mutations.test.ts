import { describe, expect, it } from 'vitest';
import { bundleWorkers, StaleMutationError } from './bundle.js';
import { MUTATIONS, scenarioFor } from './mutations.js';
import { runFaults } from './run.js';

/** Half a minute on a machine that has nothing else to do. */
const LIMIT_MS = 200_000;

describe('the harness turns red', () => {
  it.concurrent.each(MUTATIONS)('with $name', { timeout: LIMIT_MS }, async (mutation) => {
    const files = await bundleWorkers(`mutation-${MUTATIONS.indexOf(mutation)}`, mutation);

    const result = await runFaults(scenarioFor(mutation), 1, files);

    expect(result[mutation.shows]).toBeGreaterThan(0);
  });

  it('when a mutation no longer finds its text', async () => {
    const change = { file: 'functions/deliver/claim.ts', from: 'never written', to: '' };
    const stale = { name: 'stale', changes: [change], scenario: 'kills', shows: 'duplicated' } as const;

    await expect(bundleWorkers('stale', stale)).rejects.toThrow(StaleMutationError);
  });
});
