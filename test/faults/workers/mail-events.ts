import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { handler } from '../../../functions/mail-events/index.js';
import { listenOnLoopback } from '../../../infra/local/embedded/loopback.js';
import { logFailure } from '../../../shared/log.js';
import { parseEnvironment } from '../../../shared/parse.js';
import { layHooks } from './hooks.js';
import { tellParent, WorkerEnvironment } from './orders.js';
import { snsEvent } from './sns.js';

layHooks();
const { EVENTS_PORT } = parseEnvironment(WorkerEnvironment);
const server = createServer((request, response) => {
  const taking = async () => {
    await handler(snsEvent(await text(request)));
    response.writeHead(200).end();
  };
  taking().catch((error: unknown) => {
    logFailure('mail-events', error);
    response.writeHead(500).end();
  });
});
await listenOnLoopback(server, EVENTS_PORT);
tellParent({ kind: 'ready' });
