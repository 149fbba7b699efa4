import { channel } from 'node:diagnostics_channel';
import type { Progress } from './embedders/embedder.js';

const steps = channel('research-digest:progress');

/** How far one step of a function's work is. */
export interface StepProgress {
  step: string;
  done: number;
  total: number;
}

/** Tells whoever listens in this process how far `step` is; costs nothing where nobody does, as on Lambda. */
export function progressOf(step: string): Progress {
  return (done, total) => steps.publish({ step, done, total } satisfies StepProgress);
}

/** Calls `listener` on every progress in this process, until the returned function is called. */
export function listenToProgress(listener: (progress: StepProgress) => void): () => void {
  const onMessage = (message: unknown) => listener(message as StepProgress);
  steps.subscribe(onMessage);
  return () => steps.unsubscribe(onMessage);
}
