import { Duration } from 'aws-cdk-lib';
import { Metric, type MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import type { MetricName, Teller } from '../../shared/metrics.js';

/** How often dispatch tells its metrics. */
export const QUARTER = Duration.minutes(15);

/** A metric that a function of the house tells in `namespace`; the greatest of a quarter of an hour unless said otherwise. */
export function toldBy<T extends Teller>(
  _teller: T,
  namespace: string,
): (metricName: MetricName<T>, options?: MetricOptions) => Metric {
  return (metricName, options = {}) =>
    new Metric({ namespace, metricName, statistic: 'Maximum', period: QUARTER, ...options });
}

/** SES's own figure of the whole account, which other senders in it share. */
export function ofSes(metricName: string, options: MetricOptions = {}): Metric {
  return new Metric({ namespace: 'AWS/SES', metricName, statistic: 'Sum', ...options });
}

/** The account's standing with SES, a fraction of one. */
export function sesRate(metricName: 'Reputation.BounceRate' | 'Reputation.ComplaintRate'): Metric {
  return ofSes(metricName, { statistic: 'Maximum', period: Duration.hours(1) });
}
