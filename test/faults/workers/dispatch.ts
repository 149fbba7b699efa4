import { setTimeout as sleep } from 'node:timers/promises';
import { handler } from '../../../functions/dispatch/index.js';
import { logFailure } from '../../../shared/log.js';
import { parseEnvironment } from '../../../shared/parse.js';
import { layHooks } from './hooks.js';
import { tellParent, WorkerEnvironment } from './orders.js';

layHooks();
const { TICK_MS } = parseEnvironment(WorkerEnvironment);
tellParent({ kind: 'ready' });
for (;;) {
  try {
    for (const report of await handler({})) tellParent({ kind: 'dispatched', ...report });
  } catch (error) {
    logFailure('dispatch', error);
  }
  await sleep(TICK_MS);
}
