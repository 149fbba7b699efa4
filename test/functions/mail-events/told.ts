/** What SES tells, as its developer guide shows it; fields that nobody reads are few. */

export const SENT_AT = '2026-01-22T07:00:00.000Z';
export const MESSAGE_ID = '0100019be3a1c2d4-mail-1-000000';

export interface Told {
  address?: string;
  messageId?: string;
  sentAt?: string;
  tags?: Record<string, string>;
}

/** An event of event publishing: of `kind`, about a mail with `tags`, with what else there is to tell. */
export function anEvent(kind: string, told: Told = {}, details: object = {}): object {
  return { eventType: kind, mail: aMail(told), ...details };
}

/** The same as an identity notification: without tags. */
export function aNotification(kind: string, told: Told = {}, details: object = {}): object {
  const { tags: _, ...mail } = aMail(told);
  return { notificationType: kind, mail, ...details };
}

function aMail({ address = 'ada@example.org', messageId = MESSAGE_ID, sentAt = SENT_AT, tags = {} }: Told) {
  return {
    timestamp: sentAt,
    source: 'digest@example.org',
    sendingAccountId: '000000000000',
    messageId,
    destination: [address],
    headersTruncated: false,
    headers: [{ name: 'To', value: address }],
    commonHeaders: { to: [address], subject: 'Today' },
    tags: {
      'ses:configuration-set': ['research-digest'],
      ...Object.fromEntries(Object.entries(tags).map(([name, value]) => [name, [value]])),
    },
  };
}

export const delivery = (at = '2026-01-22T07:00:05.000Z') => ({
  delivery: { timestamp: at, recipients: ['ada@example.org'], smtpResponse: '250 ok' },
});

export const delay = (at = '2026-01-22T07:00:02.000Z') => ({
  deliveryDelay: { timestamp: at, delayType: 'InternalFailure', delayedRecipients: [] },
});

export const bounce = (
  bounceType: string,
  bounceSubType: string,
  { at = '2026-01-22T07:00:09.000Z', said }: { at?: string; said?: string } = {},
) => ({
  bounce: {
    bounceType,
    bounceSubType,
    bouncedRecipients: [
      {
        emailAddress: 'ada@example.org',
        ...(said !== undefined && { action: 'failed', diagnosticCode: said }),
      },
    ],
    timestamp: at,
    feedbackId: 'feedback-1',
  },
});
export const hardBounce = (at?: string) =>
  bounce('Permanent', 'NoEmail', { said: 'smtp; 550 5.1.1 unknown', ...(at !== undefined && { at }) });
export const fullMailbox = (at?: string) =>
  bounce('Transient', 'MailboxFull', { said: 'smtp; 452 4.2.2 full', ...(at !== undefined && { at }) });

export const complaint = (fields: object = {}) => ({
  complaint: {
    complainedRecipients: [{ emailAddress: 'ada@example.org' }],
    timestamp: '2026-01-22T09:00:00.000Z',
    feedbackId: 'feedback-2',
    complaintSubType: null,
    complaintFeedbackType: 'abuse',
    ...fields,
  },
});

export const reject = { reject: { reason: 'Bad content' } };
export const renderingFailure = {
  failure: { errorMessage: "Attribute 'name' is not present", templateName: 'digest' },
};
