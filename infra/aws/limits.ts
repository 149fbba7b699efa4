import { Duration } from 'aws-cdk-lib';

/** The limits that alarms and dashboard share. Fractions are of one. */
export const limits = {
  /** An edition a day, and two hours for a slow one. */
  editionAgeHours: 26,
  /** Readers expect the mail in their hour. */
  longestWait: Duration.hours(2),
  /** A sandbox, or a template gone wrong, fails for many at once; one odd address does not. */
  failedPercent: 1,
  /** A model that is asked in vain as often as this is out of order, and not only unlucky. */
  modelFailures: 10,
  /** Of the cap; it holds for one edition, and tries that failed spend as well. */
  spending: 0.8,
  /** SES reviews an account at the second and stops it at the third; we hear at the first. Source: "Reputation metrics", SES. */
  bounces: { ours: 0.03, review: 0.05, pause: 0.1 },
  complaints: { ours: 0.0008, review: 0.001, pause: 0.005 },
} as const;
