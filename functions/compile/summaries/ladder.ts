import pMap from 'p-map';
import { type DraftWriter, LlmCallError } from './llm.js';
import type { SpendingCap } from './spending.js';

/** How the asking went; with the methods of the summaries, kept with the edition. */
export interface AskCounts {
  /** Held only at the second attempt. */
  repaired: number;
  /** Declined by the model. */
  refused: number;
  /** Found unsupported, twice or with no means for a second attempt. */
  rejected: number;
  /** Unanswered, because the call failed for good or so many before it had. */
  failed: number;
  /** Not asked, because the cap had no room. */
  overCap: number;
  spentUsd: number;
}

export const NOT_ASKED: Readonly<AskCounts> = {
  repaired: 0,
  refused: 0,
  rejected: 0,
  failed: 0,
  overCap: 0,
  spentUsd: 0,
};

export interface AskOptions<T, D> {
  writer: DraftWriter<T, D>;
  cap: SpendingCap;
  callsAtOnce: number;
  /** What is wrong with a draft, in words for the model; `undefined` when it holds. */
  problemOf: (draft: D, thing: T) => string | undefined;
  onProgress?: (done: number, total: number) => void;
  /** Called with each call that failed for good. */
  onFailure?: (error: LlmCallError) => void;
}

/** After so many calls in a row that failed for good the model is left alone for the rest of the edition. */
const FAILURES_IN_A_ROW = 3;

/**
 * Asks the model about all things, a few a call, and returns the drafts that hold, by id. What does not hold is asked
 * once more with the reason. Never throws for what the model or its server does: the rest is counted by its reason.
 */
export async function askModel<T extends { id: string }, D>(
  things: readonly T[],
  options: AskOptions<T, D>,
): Promise<{ drafts: Map<string, D>; counts: AskCounts }> {
  const asking = new Asking(options);
  let done = 0;
  await pMap(
    chunks(things, options.writer.perCall),
    async (batch) => {
      await asking.askAbout(batch);
      done += batch.length;
      options.onProgress?.(done, things.length);
    },
    { concurrency: options.callsAtOnce },
  );
  return { drafts: asking.drafts, counts: asking.counts };
}

/** One edition's asking: what has held so far, what has not, and whether the model still answers. */
class Asking<T extends { id: string }, D> {
  readonly drafts = new Map<string, D>();
  readonly counts: AskCounts = { ...NOT_ASKED };
  #failuresInARow = 0;

  constructor(readonly options: AskOptions<T, D>) {}

  async askAbout(batch: T[]): Promise<void> {
    const first = await this.#call(batch);
    if (typeof first === 'string') {
      this.counts[first] += batch.length;
      return;
    }
    const wrong = batch.filter((thing) => first.has(thing.id));
    if (wrong.length === 0) return;
    const second = await this.#call(wrong, first);
    if (typeof second === 'string') {
      this.counts[second === 'overCap' ? 'rejected' : second] += wrong.length;
      return;
    }
    this.counts.rejected += second.size;
    this.counts.repaired += wrong.length - second.size;
  }

  /** Makes one call and keeps the drafts that hold; returns the problems of the others, or why there was no reply. */
  async #call(
    things: T[],
    problems?: ReadonlyMap<string, string>,
  ): Promise<Map<string, string> | 'overCap' | 'failed' | 'refused'> {
    const { writer, cap, problemOf } = this.options;
    if (this.#failuresInARow >= FAILURES_IN_A_ROW) return 'failed';
    const reserved = writer.estimateUsd(things, problems);
    if (!cap.reserve(reserved)) return 'overCap';
    let cost = 0;
    try {
      const reply = await writer.write(things, problems);
      cost = reply.costUsd;
      this.#failuresInARow = 0;
      if (reply.refused) return 'refused';
      const found = new Map<string, string>();
      for (const thing of things) {
        const draft = reply.drafts.get(thing.id);
        const problem =
          draft === undefined ? (reply.problem ?? 'no draft was given') : problemOf(draft, thing);
        if (problem !== undefined) found.set(thing.id, problem);
        else if (draft !== undefined) this.drafts.set(thing.id, draft);
      }
      return found;
    } catch (error) {
      if (!(error instanceof LlmCallError)) throw error;
      cost = error.costUsd;
      this.#failuresInARow++;
      this.options.onFailure?.(error);
      return 'failed';
    } finally {
      cap.settle(reserved, cost);
      this.counts.spentUsd += cost;
    }
  }
}

function chunks<T>(things: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(things.length / size) }, (_, index) =>
    things.slice(index * size, (index + 1) * size),
  );
}
