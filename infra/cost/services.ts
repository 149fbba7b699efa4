import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { parseAs } from '../../shared/parse.js';
import { UNITS, type Unit, type Units } from './units.js';

const Ready = z.object({ endpoint: z.url(), queueUrl: z.url() });
const Told = z.object({ event: z.looseObject({ eventType: z.string() }) });
const Tally = z.object(
  Object.fromEntries(UNITS.map((unit) => [unit, z.number()])) as Record<Unit, z.ZodNumber>,
);

/** An event as SES publishes it. */
export type PublishedEvent = z.infer<typeof Told>['event'];

/** The services that the house stands on, behind a meter, in a process of their own: what they do costs no Lambda. */
export interface Services {
  endpoint: string;
  queueUrl: string;
  /** What was consumed since it was last asked for. */
  tally(): Promise<Units>;
  /** What SES has told so far, each once. */
  events(): PublishedEvent[];
  close(): void;
}

/** Starts them; they end with this process. */
export async function startServices(): Promise<Services> {
  const child = fork(fileURLToPath(new URL('services-child.ts', import.meta.url)), {
    execArgv: ['--import', 'tsx'],
  });
  const [ready] = await once(child, 'message');
  const { endpoint, queueUrl } = parseAs(Ready, ready, 'services');
  let events: PublishedEvent[] = [];
  child.on('message', (message) => events.push(parseAs(Told, message, 'message').event));
  return {
    endpoint,
    queueUrl,
    tally: async () => parseAs(Tally, await (await fetch(`${endpoint}/tally`)).json(), 'tally'),
    events: () => {
      const told = events;
      events = [];
      return told;
    },
    close: () => {
      child.disconnect();
    },
  };
}
