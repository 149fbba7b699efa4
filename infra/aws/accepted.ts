import { type Stack, Validations } from 'aws-cdk-lib';

/** What an auditor's rules (cdk-nag, AwsSolutions) find in this stack, and why it stays. */
export const accepted = [
  {
    id: 'AwsSolutions-IAM5[Resource::*]',
    reason:
      'Only for actions that know no resource: the account’s sending quota, traces, and the delivery of a state machine’s log. docs/rights.md lists every one, and a test refuses any other.',
  },
  {
    id: 'AwsSolutions-SMG4',
    reason:
      'The secret holds a key of another company, which AWS cannot renew, and the key that names every subscriber, which must never change. An operator adds link keys by hand; readers’ links outlive the old ones. The secret of the CDN is made anew by a number in the stage’s file.',
  },
  {
    id: 'AwsSolutions-SF2',
    reason:
      'Tracing is a choice of the stage. Without it, each of the day’s few steps still stands in the log of the execution.',
  },
  {
    id: 'AwsSolutions-SQS3',
    reason:
      'The queue is itself a dead-letter queue, of a function and of a topic’s subscription; the rule knows only those of queues.',
  },
  {
    id: 'AwsSolutions-APIG4',
    reason:
      'The site is public. What concerns one reader is behind a signed, expiring link of their own, which the function checks; an authorizer would need accounts that readers do not have.',
  },
  {
    id: 'AwsSolutions-CFR1',
    reason: 'Readers are everywhere; no country is turned away.',
  },
  {
    id: 'AwsSolutions-CFR2',
    reason:
      'A web firewall costs more a month than all the rest of a small stage. The API limits requests, forms are limited to one mail an address and quarter of an hour, and nothing is read from the query by anything but a schema.',
  },
  {
    id: 'AwsSolutions-CFR3',
    reason:
      'A log of the CDN holds whole paths, and with them readers’ tokens. The API’s own log has every request without its path.',
  },
];

/** Puts it on record in `stack`. */
export function acceptFindings(stack: Stack): void {
  Validations.of(stack).acknowledge(...accepted);
}
