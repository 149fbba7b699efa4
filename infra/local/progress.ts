import cliProgress from 'cli-progress';

/** One long stretch of a run, as its watcher sees it. */
export interface Step {
  /** Says how far it is; cheap, so call it as often as you like. */
  update(done: number, total: number): void;
  /** Ends it, with a note such as `926 papers`. */
  done(note?: string): void;
}

export interface ProgressReporter {
  /** Begins a step; one at a time. */
  step(name: string): Step;
  /** Writes one line between steps. */
  say(line: string): void;
  /** Seconds of each ended step by name, to a tenth; steps of one name add up. */
  seconds(): Record<string, number>;
}

/** Where a watcher reads: a terminal gets a bar, anything else plain lines. */
export type ProgressStream = NodeJS.WritableStream & { isTTY?: boolean };

const LINE_EVERY_MS = 5_000;
const NAME_WIDTH = 12;

/**
 * Shows the steps of a run on `stream`: on a terminal a bar, elsewhere a plain line at most every five seconds and one at
 * the end of each step. Without a stream it shows nothing and only keeps the time. `now` is in ms.
 */
export function progressReporter(
  stream: ProgressStream | undefined,
  now: () => number = () => performance.now(),
): ProgressReporter {
  const seconds = new Map<string, number>();
  const say = (line: string) => void stream?.write(`${line}\n`);
  return {
    say,
    seconds: () => Object.fromEntries(seconds),
    step: (name) => {
      const began = now();
      const view = viewOf(name, stream, now);
      return {
        update: view.update,
        done: (note = '') => {
          const took = Math.round((now() - began) / 100) / 10;
          seconds.set(name, Math.round(((seconds.get(name) ?? 0) + took) * 10) / 10);
          view.end();
          say(`${name.padEnd(NAME_WIDTH)} ${took.toFixed(1).padStart(6)} s  ${note}`.trimEnd());
        },
      };
    },
  };
}

interface StepView {
  update(done: number, total: number): void;
  end(): void;
}

function viewOf(name: string, stream: ProgressStream | undefined, now: () => number): StepView {
  if (!stream) return { update: () => undefined, end: () => undefined };
  return stream.isTTY ? barView(name, stream) : lineView(name, stream, now);
}

function barView(name: string, stream: ProgressStream): StepView {
  const label = name.padEnd(NAME_WIDTH);
  const bar = new cliProgress.SingleBar({
    stream,
    format: (options, { progress, value, total }) =>
      total === 0
        ? `${label} …`
        : `${label} ${cliProgress.Format.BarFormat(progress, options)} ${value} of ${total}`,
    barsize: 30,
    barCompleteChar: '━',
    barIncompleteChar: '─',
    clearOnComplete: true,
  });
  bar.start(0, 0);
  return {
    update: (done, total) => {
      bar.setTotal(total);
      bar.update(done);
    },
    end: () => bar.stop(),
  };
}

function lineView(name: string, stream: ProgressStream, now: () => number): StepView {
  let spokeAt = now();
  return {
    update: (done, total) => {
      if (now() - spokeAt < LINE_EVERY_MS) return;
      spokeAt = now();
      stream.write(`${name.padEnd(NAME_WIDTH)} ${done} of ${total}\n`);
    },
    end: () => undefined,
  };
}
