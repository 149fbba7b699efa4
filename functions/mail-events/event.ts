import { z } from 'zod';
import { Day, Instant } from '../../shared/domain/day.js';
import type { FailureReason } from '../../shared/domain/delivery.js';
import { SubscriberId } from '../../shared/domain/subscriber.js';
import { parseAs } from '../../shared/parse.js';
import { isAutomaticReply } from './bounces.js';

/** The mail that an event is about. */
export interface MailInQuestion {
  messageId: string;
  sentAt: Instant;
  /** Bare addresses that it went to. */
  addresses: string[];
  /** What deliver put on it as tags; identity notifications carry none, and mails that are not digests not all. */
  tags: {
    subscriber?: SubscriberId | undefined;
    edition?: Day | undefined;
    attempt?: string | undefined;
  };
}

/** One thing that SES told, however it was told. */
export type MailEvent =
  | { kind: 'accepted'; mail: MailInQuestion }
  | { kind: 'delayed' | 'delivered'; mail: MailInQuestion; at: Instant }
  | {
      kind: 'soft-bounced' | 'bounced' | 'complained';
      mail: MailInQuestion;
      at: Instant;
      subType: string | undefined;
    }
  /** SES took the mail and would not send it. */
  | { kind: 'failed'; mail: MailInQuestion; reason: FailureReason; detail: string }
  /** Nothing that we act on. */
  | { kind: 'ignored'; what: string };

const one = <S extends z.ZodType>(schema: S) => z.tuple([schema]).transform(([value]) => value);

const Mail = z
  .object({
    messageId: z.string().min(1).max(200),
    timestamp: Instant,
    destination: z.array(z.string()).min(1),
    tags: z
      .object({
        subscriber: one(SubscriberId).optional(),
        edition: one(Day).optional(),
        attempt: one(z.string()).optional(),
      })
      .default({}),
  })
  .transform(({ messageId, timestamp, destination, tags }): MailInQuestion => {
    return { messageId, sentAt: timestamp, addresses: destination.map(bareAddress), tags };
  });

/** `"Ada" <ada@example.org>` → `ada@example.org` */
function bareAddress(address: string): string {
  return (/<([^<>]*)>\s*$/.exec(address)?.[1] ?? address).trim();
}

const Accepted = z.object({ mail: Mail });
const Delivered = z.object({ mail: Mail, delivery: z.object({ timestamp: Instant }) });
const Delayed = z.object({ mail: Mail, deliveryDelay: z.object({ timestamp: Instant }) });
const Rejected = z.object({ mail: Mail, reject: z.object({ reason: z.string() }) });
const Unrendered = z.object({ mail: Mail, failure: z.object({ errorMessage: z.string() }) });
const Complained = z.object({
  mail: Mail,
  complaint: z.object({
    timestamp: Instant,
    complaintSubType: z.string().nullish(),
    complaintFeedbackType: z.string().nullish(),
  }),
});
const Bounced = z.object({
  mail: Mail,
  bounce: z.object({
    timestamp: Instant,
    bounceType: z.enum(['Permanent', 'Transient', 'Undetermined']),
    bounceSubType: z.string(),
    bouncedRecipients: z.array(z.object({ diagnosticCode: z.string().optional() })),
  }),
});

const bounced: Reader<typeof Bounced> = ({ mail, bounce }) => {
  if (isAutomaticReply(bounce)) return { kind: 'ignored', what: 'automatic reply' };
  const kind = bounce.bounceType === 'Permanent' ? 'bounced' : 'soft-bounced';
  return { kind, mail, at: bounce.timestamp, subType: bounce.bounceSubType };
};

/** A reader may also report that a mail is not spam; that is no complaint. */
const complained: Reader<typeof Complained> = ({ mail, complaint }) => {
  if (complaint.complaintFeedbackType === 'not-spam') return { kind: 'ignored', what: 'not-spam report' };
  const subType = complaint.complaintSubType ?? complaint.complaintFeedbackType ?? undefined;
  return { kind: 'complained', mail, at: complaint.timestamp, subType };
};

const unrendered: Reader<typeof Unrendered> = ({ mail, failure }) => {
  return { kind: 'failed', mail, reason: 'rendering', detail: failure.errorMessage };
};

type Reader<S extends z.ZodType> = (event: z.output<S>) => MailEvent;
type Kind = (event: unknown, where: string) => MailEvent;

function kind<S extends z.ZodType>(schema: S, read: Reader<S>): Kind {
  return (event, where) => read(parseAs(schema, event, where));
}

const KINDS = new Map<string, Kind>([
  ['Send', kind(Accepted, ({ mail }) => ({ kind: 'accepted', mail }))],
  ['Delivery', kind(Delivered, ({ mail, delivery: { timestamp: at } }) => ({ kind: 'delivered', mail, at }))],
  [
    'DeliveryDelay',
    kind(Delayed, ({ mail, deliveryDelay: { timestamp: at } }) => ({ kind: 'delayed', mail, at })),
  ],
  ['Bounce', kind(Bounced, bounced)],
  ['Complaint', kind(Complained, complained)],
  [
    'Reject',
    kind(Rejected, ({ mail, reject }) => ({
      kind: 'failed',
      mail,
      reason: 'rejected',
      detail: reject.reason,
    })),
  ],
  ['Rendering Failure', kind(Unrendered, unrendered)],
  ['RenderingFailure', kind(Unrendered, unrendered)],
]);

const Named = z.union(
  [
    z.object({ eventType: z.string() }).transform(({ eventType }) => eventType),
    z.object({ notificationType: z.string() }).transform(({ notificationType }) => notificationType),
  ],
  { error: 'expected eventType or notificationType' },
);

/**
 * Reads one event as SES's event publishing writes it (`eventType`) or its identity notifications
 * (`notificationType`); a kind that we do not know is `ignored`.
 * Source: "Contents of event data that Amazon SES publishes to Amazon SNS", SES developer guide.
 * @throws ShapeError when it is malformed
 */
export function readMailEvent(event: unknown): MailEvent {
  const name = parseAs(Named, event, 'SES event');
  return KINDS.get(name)?.(event, `SES ${name} event`) ?? { kind: 'ignored', what: name };
}
