import { z } from 'zod';
import { type MetricName, metricsOf, type Tell } from '../../shared/metrics.js';
import { once } from '../../shared/once.js';
import { parseEnvironment } from '../../shared/parse.js';
import { readSecrets } from '../../shared/secrets.js';
import { DeliveryStore } from '../../shared/stores/deliveries.js';
import { SubscriberStore } from '../../shared/stores/subscribers.js';
import { SuppressionStore } from '../../shared/stores/suppressions.js';
import { openTable } from '../../shared/stores/table.js';
import { type MailEvent, readMailEvent } from './event.js';
import { type MailEventPorts, recordMailEvent } from './record.js';
import { sesEventsIn } from './transport.js';

/** The variables of this function. */
export const Environment = z.object({
  SUBSCRIBERS_TABLE: z.string(),
  SECRETS: z.string(),
  /** The topic that SES publishes to; events by another are refused. */
  TOPIC_ARN: z.string().optional(),
  /** Where the metrics go; without one none are told. */
  METRICS_NAMESPACE: z.string().optional(),
});

/** What is counted: mails that came to nothing. Those that arrived are most, and SES counts them. */
const COUNTED: Readonly<Partial<Record<MailEvent['kind'], MetricName<'mail-events'>>>> = {
  bounced: 'HardBounces',
  'soft-bounced': 'SoftBounces',
  complained: 'Complaints',
  failed: 'MailsRejected',
};

interface Kept extends MailEventPorts {
  topicArn: string | undefined;
  tell: Tell<'mail-events'>;
}

const ports = once(async (): Promise<Kept> => {
  const environment = parseEnvironment(Environment);
  const { addressKey } = await readSecrets(environment.SECRETS);
  const table = openTable(environment.SUBSCRIBERS_TABLE);
  return {
    subscribers: new SubscriberStore(table),
    suppressions: new SuppressionStore(table),
    deliveries: new DeliveryStore(table),
    addressKey,
    topicArn: environment.TOPIC_ARN,
    tell: metricsOf('mail-events', environment.METRICS_NAMESPACE),
  };
});

/** Records the SES events of one invocation; throws so that Lambda tries again and then puts it on the dead-letter queue. */
export async function handler(event: unknown): Promise<void> {
  const held = await ports();
  for (const told of sesEventsIn(event, held.topicArn)) {
    const mailEvent = readMailEvent(told);
    await recordMailEvent(mailEvent, held);
    const counted = COUNTED[mailEvent.kind];
    if (counted) held.tell({ [counted]: 1 }, new Date());
  }
}
