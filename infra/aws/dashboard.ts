import { Duration } from 'aws-cdk-lib';
import {
  type Alarm,
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  type IMetric,
  type IWidget,
  Stats,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { limits } from './limits.js';
import { ofSes, sesRate, toldBy } from './metrics.js';
import type { Watched } from './watching.js';

interface OverviewProps extends Watched {
  stageName: string;
  alarms: Alarm[];
}

const HALF = 12;
const WHOLE = 24;

/** One page from top to bottom as a day goes: alarms, edition, deliveries, mails, site, functions. */
export class Overview extends Construct {
  constructor(scope: Construct, id: string, { stageName, alarms, ...watched }: OverviewProps) {
    super(scope, id);
    new Dashboard(this, 'dashboard', {
      dashboardName: `research-digest-${stageName}`,
      // A day and the one before.
      defaultInterval: Duration.days(2),
      widgets: [
        [new AlarmStatusWidget({ title: 'Alarms', alarms, width: WHOLE })],
        ...editionRows(watched),
        ...deliveryRows(watched),
        ...mailRows(watched),
        ...functionRows(watched),
      ],
    });
  }
}

function editionRows({ namespace, stage, edition: { stateMachine } }: Watched): IWidget[][] {
  const compile = toldBy('compile', namespace);
  const age = toldBy('dispatch', namespace)('EditionAgeHours');
  const spent = compile('ModelSpendUsd', { period: Duration.days(1), statistic: Stats.SUM });
  const editions = [
    stateMachine.metricSucceeded(),
    stateMachine.metricFailed(),
    stateMachine.metricTimedOut(),
  ];
  return [
    [
      graph('Editions', editions),
      graph('Age of the newest edition, hours', [age], { 'an edition is missing': limits.editionAgeHours }),
    ],
    [
      graph('Papers announced and stored', [
        compile('PapersExpected'),
        compile('PapersStored'),
        compile('ListingsIncomplete'),
      ]),
      graph('Spent on summaries, US dollars a day', [spent], { 'cap of one edition': stage.spendingCapUsd }),
    ],
    [
      graph('Asked of the model in vain', [compile('ModelFailures')], { alarm: limits.modelFailures }),
      graph('Milliseconds to an edition', [stateMachine.metricTime()]),
    ],
  ];
}

function deliveryRows({ namespace, delivery: { queue, deadLetters }, mailEvents }: Watched): IWidget[][] {
  const dispatch = toldBy('dispatch', namespace);
  const deliver = toldBy('deliver', namespace);
  return [
    [
      graph('The newest edition’s deliveries', [
        dispatch('Due'),
        dispatch('Sent'),
        dispatch('Skipped'),
        dispatch('Failed'),
      ]),
      graph('Longest wait, minutes', [dispatch('LongestWaitMinutes')], {
        'readers wait too long': limits.longestWait.toMinutes(),
      }),
    ],
    [
      graph('On the queue', [
        queue.metricApproximateNumberOfMessagesVisible({ label: 'waiting' }),
        queue.metricApproximateNumberOfMessagesNotVisible({ label: 'at work' }),
      ]),
      graph('Doubtful deliveries', [dispatch('Doubtful')], { 'none may stay': 1 }),
    ],
    [graph('Failed, % of those due', [dispatch('FailedPercent')], { 'too many': limits.failedPercent })],
    [
      graph('SES sends for nobody', [
        deliver('SendingRefused', { statistic: Stats.SUM }),
        deliver('QuotaSpent', { statistic: Stats.SUM }),
      ]),
      graph(
        'Dead letters',
        [
          deadLetters.metricApproximateNumberOfMessagesVisible({ label: 'deliveries' }),
          mailEvents.deadLetters.metricApproximateNumberOfMessagesVisible({ label: 'mail events' }),
        ],
        { 'none may lie': 1 },
      ),
    ],
  ];
}

function mailRows({ namespace }: Watched): IWidget[][] {
  const counts = ['HardBounces', 'SoftBounces', 'Complaints', 'MailsRejected'] as const;
  const told = toldBy('mail-events', namespace);
  return [
    [
      graph('Bounces of the account, of one', [sesRate('Reputation.BounceRate')], linesOf(limits.bounces)),
      graph(
        'Complaints of the account, of one',
        [sesRate('Reputation.ComplaintRate')],
        linesOf(limits.complaints),
      ),
    ],
    [
      graph('Mails of the account', [ofSes('Send'), ofSes('Delivery')]),
      graph(
        'Digests that came to nothing',
        counts.map((name) => told(name, { statistic: Stats.SUM })),
      ),
    ],
  ];
}

function linesOf({ ours, review, pause }: (typeof limits)['bounces' | 'complaints']): Record<string, number> {
  return { alarm: ours, 'SES reviews the account': review, 'SES stops the account': pause };
}

function functionRows({ edition, delivery, mailEvents, web }: Watched): IWidget[][] {
  const all = {
    collect: edition.collect,
    compile: edition.compile,
    dispatch: delivery.dispatch,
    deliver: delivery.deliver,
    'mail-events': mailEvents.record,
    web: web.web,
  };
  const each = (metric: (name: keyof typeof all) => IMetric) =>
    (Object.keys(all) as (keyof typeof all)[]).map(metric);
  return [
    [
      graph('Answers of the site', [
        web.api.metricCount({ statistic: Stats.SUM }),
        web.api.metricClientError({ statistic: Stats.SUM }),
        web.api.metricServerError({ statistic: Stats.SUM }),
      ]),
      graph('Milliseconds to an answer', [web.api.metricLatency({ statistic: 'p95' })]),
    ],
    [
      graph(
        'Errors',
        each((name) => all[name].metricErrors({ label: name })),
      ),
      graph(
        'Duration',
        each((name) => all[name].metricDuration({ label: name, statistic: 'p95' })),
      ),
    ],
  ];
}

/** @param lines limits, drawn across the graph, by what they mean */
function graph(title: string, left: IMetric[], lines: Record<string, number> = {}): IWidget {
  const leftAnnotations = Object.entries(lines).map(([label, value]) => ({ label, value }));
  return new GraphWidget({ title, left, leftAnnotations, leftYAxis: { min: 0 }, width: HALF });
}
