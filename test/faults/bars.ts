import type { RunResult } from './result.js';
import { quotaOf, type Scenario } from './scenario.js';

/** Of a run some of whose events are lost: each lets at most one mail go twice, and few are about doubtful sends. */
const DUPLICATES_WITH_LOSS = 10;
/** Sends that may be refused while the quota is spent: those under way whenever parking ends too early. */
const REFUSALS_AT_MOST = 200;

/** What a run did worse than it may, in words; nothing when every bar is met. */
export function missedBars(result: RunResult, scenario: Scenario): string[] {
  const missed: string[] = [];
  const expect = (holds: boolean, words: string) => {
    if (!holds) missed.push(words);
  };
  const { due, sent, skipped, failed } = result;
  expect(result.finished, 'not finished in time');
  expect(sent + skipped + failed === due, `sent + skipped + failed is not ${due}`);
  expect(result.kills >= scenario.kills, `${result.kills} of ${scenario.kills} kills`);
  expect(result.lost === 0, `${result.lost} lost`);
  expect(result.uncalledFor === 0, `${result.uncalledFor} mails to people who were to get none`);
  expect(result.afterLeaving === 0, `${result.afterLeaving} sent after leaving`);
  const most = scenario.eventLoss > 0 ? DUPLICATES_WITH_LOSS : 0;
  expect(result.duplicated <= most, `${result.duplicated} duplicated`);
  const others = result.duplicates.filter(({ cause }) => cause !== 'lost event');
  const causes = others.map(({ cause }) => cause).join(', ');
  expect(others.length === 0, `duplicates that no lost event explains: ${causes}`);
  // Refusals do not tell: deliver, when it looks at the right moment, parks before there is one.
  expect(result.sentOnQuota === quotaOf(scenario), `${result.sentOnQuota} sent on the quota`);
  expect(result.quotaRefusals <= REFUSALS_AT_MOST, `${result.quotaRefusals} sends refused for the quota`);
  return missed;
}
