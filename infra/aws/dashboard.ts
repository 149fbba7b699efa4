import {
  type Alarm,
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  type IMetric,
  type IWidget,
  Metric,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { DeliveryFlow } from './delivery.js';
import type { EditionFlow } from './edition.js';
import type { MailEvents } from './mail-events.js';
import type { Web } from './web.js';

interface OverviewProps {
  stageName: string;
  alarms: Alarm[];
  edition: EditionFlow;
  web: Web;
  delivery: DeliveryFlow;
  mailEvents: MailEvents;
}

const HALF = 12;
const WHOLE = 24;

/** One page from top to bottom as a day goes: alarms, edition, queue, mails, functions. */
export class Overview extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { stageName, alarms, edition, web, delivery, mailEvents }: OverviewProps,
  ) {
    super(scope, id);
    const { stateMachine, collect, compile } = edition;
    const all = {
      collect,
      compile,
      dispatch: delivery.dispatch,
      deliver: delivery.deliver,
      events: mailEvents.record,
      web: web.web,
    };
    const each = (metric: (name: keyof typeof all) => IMetric) =>
      (Object.keys(all) as (keyof typeof all)[]).map(metric);

    new Dashboard(this, 'dashboard', {
      dashboardName: `research-digest-${stageName}`,
      widgets: [
        [new AlarmStatusWidget({ title: 'Alarms', alarms, width: WHOLE })],
        [
          graph('Editions', [
            stateMachine.metricSucceeded(),
            stateMachine.metricFailed(),
            stateMachine.metricTimedOut(),
          ]),
          graph('Seconds to an edition', [stateMachine.metricTime()]),
        ],
        [
          graph('Waiting deliveries', [
            delivery.queue.metricApproximateNumberOfMessagesVisible(),
            delivery.queue.metricApproximateNumberOfMessagesNotVisible(),
          ]),
          graph('Oldest waiting, seconds', [delivery.queue.metricApproximateAgeOfOldestMessage()]),
        ],
        [
          graph('Mails, whole account', ['Send', 'Delivery', 'Bounce', 'Complaint', 'Reject'].map(sesCount)),
          graph('Dead letters', [
            delivery.deadLetters.metricApproximateNumberOfMessagesVisible({ label: 'deliveries' }),
            mailEvents.deadLetters.metricApproximateNumberOfMessagesVisible({ label: 'mail events' }),
          ]),
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
      ],
    });
  }
}

function graph(title: string, left: IMetric[]): IWidget {
  return new GraphWidget({ title, left, width: HALF });
}

function sesCount(metricName: string): Metric {
  return new Metric({ namespace: 'AWS/SES', metricName, statistic: 'Sum' });
}
