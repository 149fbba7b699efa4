import { z } from 'zod';
import { parseEnvironment, parseJsonAs } from '../../../../shared/parse.js';
import { startSes } from '../ses.js';
import { SesPlan } from './plan.js';

const Environment = z.object({
  SES_PORT: z.coerce.number().int().nonnegative().default(0),
  SES_MAILBOX: z.string().optional(),
  SES_EVENTS_URL: z.url().optional(),
  /** A SesPlan as JSON. */
  SES_PLAN: z.string().default('{}'),
});

const environment = parseEnvironment(Environment);
const ses = await startSes({
  port: environment.SES_PORT,
  plan: parseJsonAs(SesPlan, environment.SES_PLAN, 'SES_PLAN'),
  ...(environment.SES_MAILBOX ? { mailboxDir: environment.SES_MAILBOX } : {}),
  ...(environment.SES_EVENTS_URL ? { onEvent: environment.SES_EVENTS_URL } : {}),
});
process.stdout.write(`${JSON.stringify({ endpoint: ses.endpoint })}\n`);
process.once('SIGTERM', () => void ses.close());
