import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { WorkerName } from './bundle.js';
import { type KillOrder, WorkerMessage } from './workers/orders.js';

export interface WorkerSpec {
  /** What it is called in logs. */
  name: string;
  worker: WorkerName;
  /** One for each life that is to end early; the life after the last goes on to the end. */
  kills: readonly KillOrder[];
  environment?: Record<string, string>;
}

export interface FleetOptions {
  files: Record<WorkerName, string>;
  environment: Record<string, string>;
  /** Where each worker's output goes. */
  logDir: string;
  onMessage: (message: WorkerMessage) => void;
}

/** A dead worker is noticed, and another one started, after so long. */
const RESTART_MS = 150;
/** A worker that ends by itself is broken; after so many the run is over. */
const CRASHES_AT_MOST = 5;
/** Characters of its log that are told of a worker that broke. */
const LAST_WORDS = 400;

/** Worker processes that are started again whenever they die. */
export class Fleet {
  /** Lives that ended by a kill order. */
  kills = 0;
  /** Lives that ended because an invocation lasted too long. */
  overran = 0;
  private readonly crashes: string[] = [];
  private readonly alive = new Set<ChildProcess>();
  private closed = false;

  constructor(private readonly options: FleetOptions) {}

  /**
   * Starts a worker and keeps it running until {@link close}; resolves when it is first ready, with its message.
   * @throws Error with what it said last when it keeps on ending by itself before that
   */
  start(spec: WorkerSpec): Promise<WorkerMessage> {
    return new Promise((resolve, reject) => this.live(spec, 0, { resolve, reject }));
  }

  /** @throws Error with what they said last when workers end that should not */
  check(): void {
    if (this.isBroken()) throw this.broken();
  }

  async close(): Promise<void> {
    this.closed = true;
    await Promise.all(
      [...this.alive].map(
        (child) =>
          new Promise((resolve) => {
            child.once('exit', resolve);
            child.kill('SIGKILL');
          }),
      ),
    );
  }

  private live(spec: WorkerSpec, life: number, starting: Starting): void {
    if (this.closed) return;
    const { files, environment, logDir, onMessage } = this.options;
    const kill = spec.kills[life];
    const logFile = join(logDir, `${spec.name}.log`);
    const output = openSync(logFile, 'a');
    const child = spawn(process.execPath, [files[spec.worker]], {
      env: {
        ...environment,
        ...spec.environment,
        ...(kill && { KILL_ORDER: JSON.stringify(kill) }),
      },
      stdio: ['ignore', output, output, 'ipc'],
    });
    closeSync(output);
    this.alive.add(child);
    child.on('message', (raw) => {
      const message = WorkerMessage.parse(raw);
      if (message.kind === 'ready') starting.resolve(message);
      onMessage(message);
    });
    child.once('exit', (code, signal) => {
      this.alive.delete(child);
      if (this.closed) return;
      if (signal === 'SIGKILL') this.kills += 1;
      else if (signal === 'SIGABRT') this.overran += 1;
      else this.crashes.push(`${spec.name} ended with ${code ?? signal}: ${lastWords(logFile)}`);
      if (this.isBroken()) return starting.reject(this.broken());
      const next = signal === 'SIGKILL' ? life + 1 : life;
      setTimeout(() => this.live(spec, next, starting), RESTART_MS);
    });
  }

  private isBroken(): boolean {
    return this.crashes.length > CRASHES_AT_MOST;
  }

  private broken(): Error {
    return new Error(`workers crash: ${this.crashes.join('; ')}`);
  }
}

interface Starting {
  resolve: (message: WorkerMessage) => void;
  reject: (problem: Error) => void;
}

function lastWords(logFile: string): string {
  return readFileSync(logFile, 'utf8').trim().slice(-LAST_WORDS);
}
