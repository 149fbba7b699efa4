import * as collectFunction from '../../functions/collect/index.js';
import { SourceError } from '../../functions/collect/sources/source.js';
import * as compileFunction from '../../functions/compile/index.js';
import * as deliverFunction from '../../functions/deliver/index.js';
import type { DispatchReport } from '../../functions/dispatch/dispatch.js';
import * as dispatchFunction from '../../functions/dispatch/index.js';
import type { Day } from '../../shared/domain/day.js';
import type { SourceFailure } from '../../shared/domain/edition.js';
import { logFailure } from '../../shared/log.js';
import { listenToProgress } from '../../shared/progress.js';
import { pollQueue } from './embedded/poll.js';
import type { LocalHouse } from './house.js';
import type { PaperSupply } from './papers.js';
import type { ProgressReporter, Step } from './progress.js';

/** After so many rounds what is still open waits for the next run. */
const ROUNDS_AT_MOST = 5;

/** One day's run in figures; `sent`, `skipped` and `failed` are of this run, and add up to `due`. */
export interface DaySummary {
  edition: string;
  sample: boolean;
  papers: number;
  stories: number;
  due: number;
  sent: number;
  skipped: number;
  failed: number;
  /** Readers whose digest of this edition was settled by an earlier run. */
  alreadySettled: number;
  failures: SourceFailure[];
  seconds: Record<string, number>;
}

/** Does in order what schedule, state machine and queue do on AWS, with the same handlers, for one edition. */
export async function runDay(
  house: LocalHouse,
  supply: PaperSupply,
  reporter: ProgressReporter,
): Promise<DaySummary> {
  const { day, sample } = supply;
  const { edition, failures } = await makeEdition(supply, reporter);
  const { before, after } = await deliverDay(house, day, reporter);
  const alreadySettled = before.sent + before.skipped + before.failed;
  return {
    edition: day,
    sample,
    papers: edition.papers,
    stories: edition.stories,
    due: after.due - alreadySettled,
    sent: after.sent - before.sent,
    skipped: after.skipped - before.skipped,
    failed: after.failed - before.failed,
    alreadySettled,
    failures,
    seconds: reporter.seconds(),
  };
}

/** Collects every source and publishes the day's edition, or finds it published. */
export async function makeEdition(
  { day, sample, sources }: Pick<PaperSupply, 'day' | 'sample' | 'sources'>,
  reporter: ProgressReporter,
): Promise<{ edition: compileFunction.CompileResult; failures: SourceFailure[] }> {
  const failures: SourceFailure[] = [];
  for (const source of sources) failures.push(...(await collectOne(source, day, reporter)));
  return { edition: await compileDay({ day, sample, failures }, reporter), failures };
}

/** Collects one source; a failure is said and kept for the edition, and the other sources go on. */
async function collectOne(source: string, day: Day, reporter: ProgressReporter): Promise<SourceFailure[]> {
  const step = reporter.step(`collect ${source}`);
  const stop = listenToProgress(({ done, total }) => step.update(done, total));
  try {
    const { papers, completeness } = await collectFunction.handler({ day, source });
    const [stored, expected] = completeness.reduce(
      ([s, e], part) => [s + part.stored, e + part.expected],
      [0, 0],
    );
    step.done(`${papers} new papers; ${stored} of ${expected} listings stored`);
    return [];
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    step.done(`FAILED: ${error.problem}`);
    return [{ source, problem: error.problem }];
  } finally {
    stop();
  }
}

/** Compiles the edition, with a line for each of the function's own steps. */
async function compileDay(event: compileFunction.CompileEvent, reporter: ProgressReporter) {
  let open: { name: string; step: Step } | undefined;
  const stop = listenToProgress(({ step: name, done, total }) => {
    if (open?.name !== name) {
      open?.step.done();
      open = { name, step: reporter.step(name) };
    }
    open.step.update(done, total);
  });
  const began = performance.now();
  try {
    return await compileFunction.handler(event);
  } finally {
    stop();
    open?.step.done();
    reporter.say(`edition      ${((performance.now() - began) / 1000).toFixed(1).padStart(6)} s  published`);
  }
}

/** How far an edition is. */
type Standing = Pick<DispatchReport, 'due' | 'sent' | 'skipped' | 'failed' | 'finished'>;

/** Puts everybody who is due on the queue and works it off. Returns the totals before and after. */
async function deliverDay(
  house: LocalHouse,
  day: Day,
  reporter: ProgressReporter,
): Promise<{ before: Standing; after: Standing }> {
  const step = reporter.step('deliver');
  const dispatch = async (): Promise<Standing> => {
    const [report] = await dispatchFunction.handler({ day, everybodyNow: true });
    return report ?? { due: 0, sent: 0, skipped: 0, failed: 0, finished: true };
  };
  const before = await dispatch();
  const polling = pollQueue({
    sqs: house.sqs,
    queueUrl: house.queueUrl,
    handler: deliverFunction.handler,
    onProblem: (problem) => logFailure('poll', problem),
  });
  let after = before;
  for (let rounds = 0; rounds < ROUNDS_AT_MOST && !after.finished; rounds++) {
    await polling.drained();
    after = await dispatch();
    step.update(after.sent + after.skipped + after.failed, after.due);
  }
  await polling.stop();
  const sent = after.sent - before.sent;
  step.done(
    sent > 0 ? `${sent} digests sent` : `nothing to send: all ${after.due} readers have had this edition`,
  );
  return { before, after };
}
