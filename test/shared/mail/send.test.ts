import * as ses from '@aws-sdk/client-ses';
import { expect, it } from 'vitest';
import { outcomeOf } from '../../../shared/mail/send.js';

const named = (name: string, message = '') => Object.assign(new Error(message), { name });
const told = { message: '', $metadata: {} };

it.each([
  [new ses.MessageRejected(told), 'rejected'],
  [named('InvalidParameterValue'), 'rejected'],
  [named('Throttling', 'Maximum sending rate exceeded.'), 'throttled'],
  [named('ThrottlingException', 'Daily message quota exceeded.'), 'quota-spent'],
  [new ses.AccountSendingPausedException(told), 'paused'],
  [new ses.ConfigurationSetSendingPausedException(told), 'paused'],
  [new ses.ConfigurationSetDoesNotExistException(told), 'paused'],
  [new ses.MailFromDomainNotVerifiedException(told), 'paused'],
  [named('AccessDenied'), 'paused'],
  [named('TimeoutError'), 'unknown'],
  [named('ServiceUnavailable'), 'unknown'],
  [named('Error', 'read ECONNRESET'), 'unknown'],
  ['a string', 'unknown'],
])('%s is told as %s', (error, kind) => {
  expect(outcomeOf(error).kind).toBe(kind);
});
