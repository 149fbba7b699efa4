import type { SESClient } from '@aws-sdk/client-ses';
import type { SQSClient } from '@aws-sdk/client-sqs';
import type { Day } from '../../shared/domain/day.js';
import { DigestError } from '../../shared/errors.js';
import type { Table } from '../../shared/stores/table.js';

/** A command cannot be carried out as it was given; the message says what to do. */
export class OpsError extends DigestError {
  readonly code = 'ops';
}

/** The house that an operator looks after, wherever it stands. */
export interface OpsHouse {
  /** How it is called, in a sentence. */
  name: string;
  content: Table;
  subscribers: Table;
  ses: SESClient;
  sqs: SQSClient;
  /** The queue of deliveries, and each queue of what could not be done. */
  queueUrl: string;
  deadLetters: readonly { name: string; url: string }[];
  /** What `deliver` is told in its environment. */
  environment: Readonly<Record<string, string>>;
  /** The secrets as JSON text, and how they are replaced. */
  secrets: { reference: string; read(): Promise<string>; write(text: string): Promise<void> };
  /** The domain that mail comes from, where SES is to have verified it; none on one machine. */
  domain: string | undefined;
  /** Whether each schedule is on. */
  schedules(): Promise<{ name: string; isOn: boolean }[]>;
  /** Makes the edition of `day`. Returns what was begun or done, in a sentence. */
  makeEdition(day: Day): Promise<string>;
  close(): Promise<void>;
}
