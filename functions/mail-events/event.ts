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

type Kind = (event: unknown, where: string) => MailEvent;

function kind<S extends z.ZodType>(schema: S, read: (event: z.output<S>) => MailEvent): Kind {
  return (event, where) => read(parseAs(schema, event, where));
}

const accepted = kind(z.object({ mail: Mail }), ({ mail }) => ({ kind: 'accepted', mail }));

const delivered = kind(
  z.object({ mail: Mail, delivery: z.object({ timestamp: Instant }) }),
  ({ mail, delivery }) => ({ kind: 'delivered', mail, at: delivery.timestamp }),
);

const delayed = kind(
  z.object({ mail: Mail, deliveryDelay: z.object({ timestamp: Instant }) }),
  ({ mail, deliveryDelay }) => ({ kind: 'delayed', mail, at: deliveryDelay.timestamp }),
);

const rejected = kind(
  z.object({ mail: Mail, reject: z.object({ reason: z.string() }) }),
  ({ mail, reject }) => ({ kind: 'failed', mail, reason: 'rejected', detail: reject.reason }),
);

const unrendered = kind(
  z.object({ mail: Mail, failure: z.object({ errorMessage: z.string() }) }),
  ({ mail, failure }) => ({ kind: 'failed', mail, reason: 'rendering', detail: failure.errorMessage }),
);

const Bounce = z.object({
  timestamp: Instant,
  bounceType: z.enum(['Permanent', 'Transient', 'Undetermined']),
  bounceSubType: z.string(),
  bouncedRecipients: z.array(z.object({ diagnosticCode: z.string().optional() })),
});

const bounced = kind(z.object({ mail: Mail, bounce: Bounce }), ({ mail, bounce }) => {
  if (isAutomaticReply(bounce)) return { kind: 'ignored', what: 'automatic reply' };
  const kind = bounce.bounceType === 'Permanent' ? 'bounced' : 'soft-bounced';
  return { kind, mail, at: bounce.timestamp, subType: bounce.bounceSubType };
});

const Complaint = z.object({
  timestamp: Instant,
  complaintSubType: z.string().nullish(),
  complaintFeedbackType: z.string().nullish(),
});

/** A reader may also report that a mail is not spam; that is no complaint. */
const complained = kind(z.object({ mail: Mail, complaint: Complaint }), ({ mail, complaint }) => {
  if (complaint.complaintFeedbackType === 'not-spam') return { kind: 'ignored', what: 'not-spam report' };
  const subType = complaint.complaintSubType ?? complaint.complaintFeedbackType ?? undefined;
  return { kind: 'complained', mail, at: complaint.timestamp, subType };
});

const KINDS = new Map<string, Kind>([
  ['Send', accepted],
  ['Delivery', delivered],
  ['DeliveryDelay', delayed],
  ['Bounce', bounced],
  ['Complaint', complained],
  ['Reject', rejected],
  ['Rendering Failure', unrendered],
  ['RenderingFailure', unrendered],
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
