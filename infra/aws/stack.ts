import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Stage } from './config.js';
import { DeliveryFlow } from './delivery.js';
import { EditionFlow } from './edition.js';
import { MailEvents } from './mail-events.js';
import { StageSecrets } from './secrets.js';
import { Sending } from './sending.js';
import { Tables } from './tables.js';

/** One stage of the whole house, in the order in which a day walks through it. */
export class DigestStack extends Stack {
  constructor(scope: Construct, id: string, { stage, ...props }: StackProps & { stage: Stage }) {
    super(scope, id, props);
    const tables = new Tables(this, 'tables');
    const secrets = new StageSecrets(this, 'keys');
    const sending = new Sending(this, 'sending', stage);
    const surroundings = { tables, logRetention: stage.logDays, tracing: stage.tracing };

    new EditionFlow(this, 'edition', { stage, surroundings, secrets });
    new DeliveryFlow(this, 'delivery', { stage, surroundings, secrets, sending });
    new MailEvents(this, 'mail-events', { surroundings, secrets, sending });
  }
}
