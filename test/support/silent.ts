import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { progressReporter } from '../../infra/local/progress.js';

/** A reporter that shows nothing. */
export const silent = () => progressReporter(undefined);

/** A folder of the test's own, and how to remove it. */
export async function temporaryFolder(): Promise<{ folder: string; remove: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'research-digest-'));
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}
