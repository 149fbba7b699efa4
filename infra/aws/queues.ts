import { Duration } from 'aws-cdk-lib';
import { Queue, QueueEncryption, type QueueProps } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

/** What every queue has: it is encrypted, and spoken to by TLS only. */
export const SEALED: QueueProps = { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true };

/** SQS's own most: time for a person to look at what died, and to redrive it. */
const DEAD_LETTERS_KEPT = Duration.days(14);

/** A queue for what was tried often enough. */
export function deadLetterQueue(scope: Construct, id: string): Queue {
  return new Queue(scope, id, { ...SEALED, retentionPeriod: DEAD_LETTERS_KEPT });
}
