import { Duration } from 'aws-cdk-lib';
import { type AlarmProps, ComparisonOperator, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { limits } from './limits.js';
import { QUARTER, sesRate, toldBy } from './metrics.js';
import type { Watched } from './watching.js';

/** When an alarm goes off; where nothing else is said, as soon as the threshold is reached once. */
export type When = Partial<AlarmProps> & Pick<AlarmProps, 'metric' | 'threshold'>;

/** One hour in which nothing is told may be CloudWatch's own. */
const AGE_HOURS = 2;

/** A delivery in doubt is settled or sent again within two quarters. */
const DOUBTFUL_QUARTERS = 8;

const hourly = { period: Duration.hours(1) };
const daily = { period: Duration.days(1) };

/** Each alarm by its heading in the runbook, in the order of a day: the edition, its dispatch, its mails, the site. */
export function alarmsOf({ namespace, ...watched }: Watched): Record<string, When> {
  return {
    ...editionAlarms(namespace, watched),
    ...deliveryAlarms(namespace, watched),
    ...mailAlarms(namespace, watched),
    'web-failing': {
      metric: watched.web.api.metricServerError({ statistic: 'Sum', period: Duration.minutes(5) }),
      threshold: 3,
      evaluationPeriods: 3,
    },
  };
}

type Stretches = Omit<Watched, 'namespace'>;

function editionAlarms(namespace: string, { stage, edition }: Stretches): Record<string, When> {
  const compile = toldBy('compile', namespace);
  return {
    'no-edition': {
      metric: toldBy('dispatch', namespace)('EditionAgeHours', hourly),
      threshold: limits.editionAgeHours,
      evaluationPeriods: AGE_HOURS,
      // Then nobody dispatches, or no edition has ever been made.
      treatMissingData: TreatMissingData.BREACHING,
    },
    'edition-failed': {
      metric: edition.stateMachine.metricFailed({ statistic: Stats.SUM }),
      threshold: 1,
    },
    'edition-late': {
      metric: edition.stateMachine.metricTimedOut({ statistic: Stats.SUM }),
      threshold: 1,
    },
    'papers-missing': { metric: compile('ListingsIncomplete', hourly), threshold: 1 },
    'model-failing': { metric: compile('ModelFailures', hourly), threshold: limits.modelFailures },
    'spending-cap': {
      metric: compile('ModelSpendUsd', { ...daily, statistic: Stats.SUM }),
      threshold: limits.spending * stage.spendingCapUsd,
      // Who allows nothing spends nothing.
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
    },
  };
}

function deliveryAlarms(namespace: string, { delivery }: Stretches): Record<string, When> {
  const dispatch = toldBy('dispatch', namespace);
  return {
    'dispatch-failing': {
      metric: delivery.dispatch.metricErrors({ period: QUARTER }),
      threshold: 1,
      evaluationPeriods: 2,
    },
    'deliveries-late': {
      metric: dispatch('LongestWaitMinutes'),
      threshold: limits.longestWait.toMinutes(),
    },
    'deliveries-doubtful': {
      metric: dispatch('Doubtful'),
      threshold: 1,
      evaluationPeriods: DOUBTFUL_QUARTERS,
    },
    'deliveries-failed': {
      metric: dispatch('FailedPercent'),
      threshold: limits.failedPercent,
    },
    'deliveries-dead': {
      metric: delivery.deadLetters.metricApproximateNumberOfMessagesVisible({ statistic: 'Maximum' }),
      threshold: 1,
    },
  };
}

function mailAlarms(namespace: string, { mailEvents }: Stretches): Record<string, When> {
  return {
    'sending-refused': {
      metric: toldBy('deliver', namespace)('SendingRefused', { statistic: Stats.SUM }),
      threshold: 1,
    },
    bounces: { metric: sesRate('Reputation.BounceRate'), threshold: limits.bounces.ours },
    complaints: { metric: sesRate('Reputation.ComplaintRate'), threshold: limits.complaints.ours },
    'mails-rejected': {
      metric: toldBy('mail-events', namespace)('MailsRejected', { statistic: Stats.SUM }),
      threshold: 1,
    },
    'mail-events-dead': {
      metric: mailEvents.deadLetters.metricApproximateNumberOfMessagesVisible({ statistic: 'Maximum' }),
      threshold: 1,
    },
  };
}
