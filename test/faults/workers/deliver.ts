import { handler } from '../../../functions/deliver/index.js';
import { pollQueue } from '../../../infra/local/embedded/poll.js';
import { logFailure } from '../../../shared/log.js';
import { parseEnvironment } from '../../../shared/parse.js';
import { queueClient } from '../../../shared/queue.js';
import { layHooks, withinTimeLimit } from './hooks.js';
import { tellParent, WorkerEnvironment } from './orders.js';

layHooks();
const { DELIVERIES_QUEUE_URL, TIME_LIMIT_MS } = parseEnvironment(WorkerEnvironment);
pollQueue({
  sqs: queueClient(),
  queueUrl: DELIVERIES_QUEUE_URL,
  handler: (event) => withinTimeLimit(TIME_LIMIT_MS, handler(event)),
  onProblem: (problem) => logFailure('poll', problem),
});
tellParent({ kind: 'ready' });
