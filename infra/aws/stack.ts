import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { acceptFindings } from './accepted.js';
import type { Stage } from './config.js';
import { DeliveryFlow } from './delivery.js';
import { EditionFlow } from './edition.js';
import { MailEvents } from './mail-events.js';
import { StageSecrets } from './secrets.js';
import { Sending } from './sending.js';
import { Tables } from './tables.js';
import { Watching } from './watching.js';
import { Web } from './web.js';

/** A stage by its name and what was decided for it. */
export interface DigestStackProps extends StackProps {
  stageName: string;
  stage: Stage;
}

/** One stage of the whole house, in the order in which a day walks through it. */
export class DigestStack extends Stack {
  constructor(scope: Construct, id: string, { stageName, stage, ...props }: DigestStackProps) {
    super(scope, id, props);
    const tables = new Tables(this, 'tables');
    const secrets = new StageSecrets(this, 'keys');
    const sending = new Sending(this, 'sending', stage);
    const namespace = `research-digest/${stageName}`;
    const surroundings = {
      tables,
      logRetention: stage.logDays,
      tracing: stage.tracing,
      metricsNamespace: namespace,
    };

    const edition = new EditionFlow(this, 'edition', { stage, surroundings, secrets });
    const web = new Web(this, 'web', { stage, surroundings, secrets, sending });
    const delivery = new DeliveryFlow(this, 'delivery', {
      stage,
      surroundings,
      secrets,
      sending,
      webUrl: web.url,
    });
    const mailEvents = new MailEvents(this, 'mail-events', { stage, surroundings, secrets, sending });
    new Watching(this, 'watching', { stageName, stage, namespace, edition, web, delivery, mailEvents });
    acceptFindings(this);
  }
}
