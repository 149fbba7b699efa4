import { SESClient, SendRawEmailCommand } from '@aws-sdk/client-ses';

/** What became of one attempt to send. */
export type SendOutcome =
  | { kind: 'accepted'; messageId: string }
  /** Nothing was accepted; the account's rate is full for the moment. */
  | { kind: 'throttled' }
  /** Nothing was accepted; the account's day is used up. */
  | { kind: 'quota-spent' }
  /** Nothing was accepted, nor will anything be until somebody sets it right: sending is paused, or not allowed. */
  | { kind: 'paused'; code: string }
  /** SES refused this message, and will again. */
  | { kind: 'rejected'; code: string }
  /** The answer was lost: the message may or may not be on its way. */
  | { kind: 'unknown'; problem: string };

/** Sends one raw message with its tags. Never throws for what SES or the network does. */
export type Send = (raw: Uint8Array, tags: Record<string, string>) => Promise<SendOutcome>;

const REJECTIONS = new Set(['MessageRejected', 'InvalidParameterValue', 'ValidationError']);

/** What SES says of the account, its rules or our rights, and not of the message. */
const PAUSES = new Set([
  'AccountSendingPausedException',
  'ConfigurationSetSendingPausedException',
  'ConfigurationSetDoesNotExistException',
  'MailFromDomainNotVerifiedException',
  'AccessDenied',
  'InvalidClientTokenId',
]);

/**
 * An SES client that never repeats a send of its own accord: SES knows no idempotency key, and one time-out
 * after acceptance would make as many mails as the SDK has attempts.
 */
export function sendingClient(timeoutMs: number): SESClient {
  return new SESClient({
    maxAttempts: 1,
    requestHandler: { requestTimeout: timeoutMs, connectionTimeout: timeoutMs, throwOnRequestTimeout: true },
  });
}

/** Sends through `client`, which must be one of {@link sendingClient}. */
export function sendThrough(client: SESClient, configurationSet?: string): Send {
  return async (raw, tags) => {
    try {
      const answer = await client.send(
        new SendRawEmailCommand({
          RawMessage: { Data: raw },
          Tags: Object.entries(tags).map(([Name, Value]) => ({ Name, Value })),
          ...(configurationSet && { ConfigurationSetName: configurationSet }),
        }),
      );
      return { kind: 'accepted', messageId: answer.MessageId ?? '' };
    } catch (error) {
      return outcomeOf(error);
    }
  };
}

/** Only an answer in which SES itself says no is a no; whatever else went wrong, the message may have gone. */
export function outcomeOf(error: unknown): SendOutcome {
  if (!(error instanceof Error)) return { kind: 'unknown', problem: 'not an error' };
  if (error.name === 'Throttling' || error.name === 'ThrottlingException') {
    return error.message.includes('Daily message quota') ? { kind: 'quota-spent' } : { kind: 'throttled' };
  }
  if (PAUSES.has(error.name)) return { kind: 'paused', code: error.name };
  if (REJECTIONS.has(error.name)) return { kind: 'rejected', code: error.name };
  return { kind: 'unknown', problem: error.name };
}
