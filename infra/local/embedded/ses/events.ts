import type { AcceptedMail } from './accepted.js';
import type { Outcome } from './plan.js';

export type SesEventType = 'Send' | 'Delivery' | 'Bounce' | 'Complaint' | 'Reject' | 'DeliveryDelay';

/**
 * One event as SES's event publishing writes it; the fields of each type stand under its own key.
 * Source: "Contents of event data that Amazon SES publishes to Amazon SNS", SES developer guide.
 */
export interface SesEvent {
  eventType: SesEventType;
  mail: {
    timestamp: string;
    messageId: string;
    source: string;
    sourceArn: string;
    sendingAccountId: string;
    destination: string[];
    headersTruncated: boolean;
    headers: { name: string; value: string }[];
    commonHeaders: Record<string, string | string[]>;
    tags: Record<string, string[]>;
  };
  [details: string]: unknown;
}

const TYPES: Record<Outcome, SesEventType[]> = {
  delivery: ['Send', 'Delivery'],
  'hard-bounce': ['Send', 'Bounce'],
  'soft-bounce': ['Send', 'Bounce'],
  'out-of-office': ['Send', 'Delivery', 'Bounce'],
  complaint: ['Send', 'Delivery', 'Complaint'],
  delay: ['Send', 'DeliveryDelay', 'Delivery'],
  reject: ['Reject'],
};

/** Every event of one accepted message, in the order in which SES would come to know them. `at` is ISO 8601. */
export function eventsOf(mail: AcceptedMail, outcome: Outcome, at: string): SesEvent[] {
  return TYPES[outcome].map((eventType) => ({
    eventType,
    mail: mailOf(mail),
    ...detailsOf(eventType, outcome, mail, at),
  }));
}

function mailOf(mail: AcceptedMail): SesEvent['mail'] {
  const domain = mail.source.slice(mail.source.lastIndexOf('@') + 1);
  const own = Object.entries(mail.tags).map(([name, value]) => [name, [value]]);
  return {
    timestamp: mail.acceptedAt,
    messageId: mail.messageId,
    source: mail.source,
    sourceArn: `arn:aws:ses:us-east-1:000000000000:identity/${domain}`,
    sendingAccountId: '000000000000',
    destination: mail.destinations,
    headersTruncated: false,
    headers: [
      { name: 'From', value: mail.from },
      { name: 'To', value: mail.to },
      { name: 'Subject', value: mail.subject },
    ],
    commonHeaders: { from: [mail.from], to: [mail.to], subject: mail.subject, messageId: mail.messageId },
    tags: {
      'ses:operation': ['SendRawEmail'],
      'ses:source-ip': ['127.0.0.1'],
      'ses:from-domain': [domain],
      'ses:caller-identity': ['local'],
      ...(mail.configurationSet ? { 'ses:configuration-set': [mail.configurationSet] } : {}),
      ...Object.fromEntries(own),
    },
  };
}

function detailsOf(type: SesEventType, outcome: Outcome, mail: AcceptedMail, at: string): object {
  const recipients = mail.destinations;
  switch (type) {
    case 'Send':
      return { send: {} };
    case 'Delivery':
      return {
        delivery: {
          timestamp: at,
          processingTimeMillis: 10,
          recipients,
          smtpResponse: '250 2.0.0 accepted',
          reportingMTA: 'loopback.amazonses.com',
        },
      };
    case 'Bounce':
      return { bounce: bounceOf(outcome, mail, at) };
    case 'Complaint':
      return {
        complaint: {
          complainedRecipients: recipients.map((emailAddress) => ({ emailAddress })),
          timestamp: at,
          feedbackId: `${mail.messageId}-complaint`,
          complaintSubType: null,
          complaintFeedbackType: 'abuse',
          arrivalDate: at,
        },
      };
    case 'Reject':
      return { reject: { reason: 'Bad content' } };
    case 'DeliveryDelay':
      return {
        deliveryDelay: {
          timestamp: at,
          delayType: 'TransientCommunicationFailure',
          expirationTime: new Date(Date.parse(at) + 14 * 3_600_000).toISOString(),
          delayedRecipients: recipients.map((emailAddress) => ({
            emailAddress,
            status: '4.4.1',
            diagnosticCode: 'smtp; 421 4.4.1 Unable to connect to remote host',
          })),
        },
      };
  }
}

/** Type, sub-type, action, SMTP status and words of each kind of bounce. */
const BOUNCES: Partial<Record<Outcome, readonly [string, string, string, string, string]>> = {
  'hard-bounce': ['Permanent', 'General', 'failed', '5.1.1', '550 5.1.1 user unknown'],
  'soft-bounce': ['Transient', 'MailboxFull', 'failed', '4.2.2', '452 4.2.2 mailbox full'],
  'out-of-office': ['Transient', 'General', 'failed', '4.0.0', '250 2.0.0 out of the office'],
};

function bounceOf(outcome: Outcome, mail: AcceptedMail, at: string): object {
  const [bounceType, bounceSubType, action, status, words] = BOUNCES[outcome] ?? [];
  return {
    bounceType,
    bounceSubType,
    bouncedRecipients: mail.destinations.map((emailAddress) => ({
      emailAddress,
      action,
      status,
      diagnosticCode: `smtp; ${words}`,
    })),
    timestamp: at,
    feedbackId: `${mail.messageId}-bounce`,
    reportingMTA: 'dns; loopback.amazonses.com',
  };
}
