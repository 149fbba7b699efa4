/**
 * Every metric of the house, by the function that tells it: one for each promise. What is told names no dimension, since
 * each value of one would be a metric of its own, and paid for so. See docs/decisions/0004-metrics-and-alarms.md.
 */
export const metrics = {
  /** Once an edition; the money at each try, whether or not an edition came of it. */
  compile: {
    PapersExpected: 'Count',
    PapersStored: 'Count',
    /** Parts of sources of which papers are missing, and sources that could not be read at all. */
    ListingsIncomplete: 'Count',
    /** What summaries have cost, in US dollars. */
    ModelSpendUsd: 'None',
    /** Papers and stories that a model was asked about in vain, and papers embedded by their words alone. */
    ModelFailures: 'Count',
  },
  /** At each quarter of an hour: the age always, the others while anybody is waiting and once when nobody is any more. */
  dispatch: {
    EditionAgeHours: 'None',
    /** Of the newest edition. */
    Due: 'Count',
    Sent: 'Count',
    Skipped: 'Count',
    Failed: 'Count',
    /** Failed, of those due. */
    FailedPercent: 'Percent',
    /** Of the editions in flight: claims of which nobody knows whether a mail came of them. */
    Doubtful: 'Count',
    /** How long ago it was the turn of whoever waits longest. */
    LongestWaitMinutes: 'None',
  },
  /** Only when SES sends for nobody: a mail that goes costs no line. */
  deliver: {
    /** SES sends nothing until somebody acts. */
    SendingRefused: 'Count',
    /** The account's day is used up. */
    QuotaSpent: 'Count',
  },
  /** Only of mails that came to nothing. */
  'mail-events': {
    HardBounces: 'Count',
    SoftBounces: 'Count',
    Complaints: 'Count',
    /** SES took a mail and then would not send it. */
    MailsRejected: 'Count',
  },
} as const;

/** A function that tells metrics. */
export type Teller = keyof typeof metrics;

/** The names of what a function tells. */
export type MetricName<T extends Teller> = keyof (typeof metrics)[T] & string;

/** What a function has to tell at one moment. */
export type Figures<T extends Teller> = { readonly [Name in MetricName<T>]?: number };

/** Tells figures, as of the given moment. */
export type Tell<T extends Teller> = (figures: Figures<T>, at: Date) => void;

/**
 * Returns how `teller` tells its metrics: as one line of JSON in CloudWatch's embedded metric format, in `namespace`;
 * without one nobody is listening, and nothing is written. Source: "Embedded metric format specification", CloudWatch.
 * @param write takes a whole line; by default the standard output itself, since Lambda puts the time and the request
 * before what comes through `console`, and CloudWatch then finds no metric in the line
 */
export function metricsOf<T extends Teller>(
  teller: T,
  namespace: string | undefined,
  write: (line: string) => void = (line) => process.stdout.write(line),
): Tell<T> {
  const units: Readonly<Record<string, string>> = metrics[teller];
  return (figures, at) => {
    const told = Object.keys(figures);
    if (namespace === undefined || told.length === 0) return;
    const Metrics = told.map((Name) => ({ Name, Unit: units[Name] }));
    const directive = { Namespace: namespace, Dimensions: [[]], Metrics };
    const _aws = { Timestamp: at.getTime(), CloudWatchMetrics: [directive] };
    write(`${JSON.stringify({ _aws, code: `${teller}.told`, ...figures })}\n`);
  };
}
