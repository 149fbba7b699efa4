import { z } from 'zod';
import { once } from '../../shared/once.js';
import { parseEnvironment } from '../../shared/parse.js';
import { readSecrets } from '../../shared/secrets.js';
import { DeliveryStore } from '../../shared/stores/deliveries.js';
import { SubscriberStore } from '../../shared/stores/subscribers.js';
import { SuppressionStore } from '../../shared/stores/suppressions.js';
import { openTable } from '../../shared/stores/table.js';
import { readMailEvent } from './event.js';
import { type MailEventPorts, recordMailEvent } from './record.js';
import { sesEventsIn } from './transport.js';

/** The variables of this function. */
export const Environment = z.object({
  SUBSCRIBERS_TABLE: z.string(),
  SECRETS: z.string(),
  /** The topic that SES publishes to; events by another are refused. */
  TOPIC_ARN: z.string().optional(),
});

const ports = once(async (): Promise<MailEventPorts & { topicArn: string | undefined }> => {
  const environment = parseEnvironment(Environment);
  const { addressKey } = await readSecrets(environment.SECRETS);
  const table = openTable(environment.SUBSCRIBERS_TABLE);
  return {
    subscribers: new SubscriberStore(table),
    suppressions: new SuppressionStore(table),
    deliveries: new DeliveryStore(table),
    addressKey,
    topicArn: environment.TOPIC_ARN,
  };
});

/** Records the SES events of one invocation; throws so that Lambda tries again and then puts it on the dead-letter queue. */
export async function handler(event: unknown): Promise<void> {
  const held = await ports();
  for (const told of sesEventsIn(event, held.topicArn)) await recordMailEvent(readMailEvent(told), held);
}
