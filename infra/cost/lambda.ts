import { z } from 'zod';
import { parseJsonAs } from '../../shared/parse.js';
import type { Services } from './services.js';
import type { Units } from './units.js';

/** Runs handlers as Lambda does, and counts what they consume. */
export class Lambda {
  constructor(private readonly services: Services) {}

  /** Runs one invocation. Returns its answer and what it consumed; what stood to be counted before it is included. */
  async run<T>(invoke: () => Promise<T>): Promise<[T, Units]> {
    const logged = watchLog();
    const began = process.cpuUsage();
    try {
      const answer = await invoke();
      const { user, system } = process.cpuUsage(began);
      const { logBytes, metrics } = logged.counted();
      const counted = await this.since();
      return [answer, { ...counted, invocations: 1, cpuMs: (user + system) / 1000, logBytes, metrics }];
    } finally {
      logged.stop();
    }
  }

  /** What was consumed since it was last asked for. */
  since(): Promise<Units> {
    return this.services.tally();
  }
}

/** Every event of a log is charged with 26 bytes more than it holds. Source: PutLogEvents, CloudWatch Logs API. */
const EVENT_BYTES = 26;

const Told = z.object({
  _aws: z.object({ CloudWatchMetrics: z.array(z.object({ Metrics: z.array(z.unknown()) })) }),
});

/** How many metrics a line tells in CloudWatch's embedded metric format. */
function metricsIn(line: string): number {
  if (!line.includes('"_aws"')) return 0;
  const { CloudWatchMetrics } = parseJsonAs(Told, line, 'metrics')._aws;
  return CloudWatchMetrics.reduce((sum, { Metrics }) => sum + Metrics.length, 0);
}

/** Counts what is written to the standard output and error meanwhile, and keeps it off the screen. */
function watchLog(): { counted(): Pick<Units, 'logBytes' | 'metrics'>; stop(): void } {
  let logBytes = 0;
  let metrics = 0;
  const swallow = (chunk: string | Uint8Array) => {
    logBytes += Buffer.byteLength(chunk) + EVENT_BYTES;
    metrics += metricsIn(chunk.toString());
    return true;
  };
  const { log, error } = console;
  const { write } = process.stdout;
  console.log = (...words: unknown[]) => swallow(words.join(' '));
  console.error = console.log;
  process.stdout.write = swallow as typeof write;
  return {
    counted: () => ({ logBytes, metrics }),
    stop: () => {
      Object.assign(console, { log, error });
      process.stdout.write = write;
    },
  };
}
