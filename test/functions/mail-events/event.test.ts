import { describe, expect, it } from 'vitest';
import { readMailEvent } from '../../../functions/mail-events/event.js';
import { ShapeError } from '../../../shared/errors.js';
import {
  aNotification,
  anEvent,
  bounce,
  complaint,
  delay,
  delivery,
  fullMailbox,
  hardBounce,
  reject,
  renderingFailure,
} from './told.js';

const tags = { subscriber: 'a'.repeat(26), edition: '2026-01-22', attempt: 'attempt-1' };

describe('a mail event', () => {
  it.each([
    ['Send', { send: {} }, { kind: 'accepted' }],
    ['Delivery', delivery(), { kind: 'delivered', at: '2026-01-22T07:00:05.000Z' }],
    ['DeliveryDelay', delay(), { kind: 'delayed', at: '2026-01-22T07:00:02.000Z' }],
    ['Bounce', hardBounce(), { kind: 'bounced', subType: 'NoEmail' }],
    ['Bounce', fullMailbox(), { kind: 'soft-bounced', subType: 'MailboxFull' }],
    ['Bounce', bounce('Undetermined', 'Undetermined'), { kind: 'soft-bounced' }],
    ['Complaint', complaint(), { kind: 'complained', subType: 'abuse' }],
    [
      'Complaint',
      complaint({ complaintSubType: 'OnAccountSuppressionList' }),
      { kind: 'complained', subType: 'OnAccountSuppressionList' },
    ],
    ['Reject', reject, { kind: 'failed', reason: 'rejected', detail: 'Bad content' }],
    ['Rendering Failure', renderingFailure, { kind: 'failed', reason: 'rendering' }],
    ['RenderingFailure', renderingFailure, { kind: 'failed', reason: 'rendering' }],
  ])('%s is read with its tags', (kind, details, expected) => {
    const event = readMailEvent(anEvent(kind, { tags }, details));

    expect(event).toMatchObject({ ...expected, mail: { tags, addresses: ['ada@example.org'] } });
  });

  it.each([
    ['Delivery', delivery(), 'delivered'],
    ['Bounce', hardBounce(), 'bounced'],
    ['Complaint', complaint(), 'complained'],
  ])('%s is read from an identity notification, which has no tags', (kind, details, expected) => {
    const event = readMailEvent(aNotification(kind, { address: '"Ada" <ada@example.org>' }, details));

    expect(event).toMatchObject({ kind: expected, mail: { tags: {}, addresses: ['ada@example.org'] } });
  });

  it.each([
    ['the out-of-office reply of the simulator', bounce('Transient', 'General')],
    [
      'a reply that quotes what was accepted',
      bounce('Transient', 'General', { said: 'smtp; 250 2.0.0 out of the office' }),
    ],
  ])('%s is no bounce', (_, details) => {
    expect(readMailEvent(anEvent('Bounce', { tags }, details))).toEqual({
      kind: 'ignored',
      what: 'automatic reply',
    });
  });

  it.each(['smtp; 451 4.3.0 try later', 'smtp;550-5.3.0 denied', 'x-unknown; 4.4.7'])(
    'a general one in which a server says no is a bounce: %s',
    (said) => {
      const event = readMailEvent(anEvent('Bounce', { tags }, bounce('Transient', 'General', { said })));

      expect(event.kind).toBe('soft-bounced');
    },
  );

  it('a report that a mail is not spam is no complaint', () => {
    const event = readMailEvent(
      anEvent('Complaint', { tags }, complaint({ complaintFeedbackType: 'not-spam' })),
    );

    expect(event.kind).toBe('ignored');
  });

  it.each([
    [{ eventType: 'Open', mail: {}, open: {} }, 'Open'],
    [{ eventType: 'constructor' }, 'constructor'],
    [
      { notificationType: 'AmazonSnsSubscriptionSucceeded', message: 'subscribed' },
      'AmazonSnsSubscriptionSucceeded',
    ],
  ])('of a kind that is not ours is ignored', (event, what) => {
    expect(readMailEvent(event)).toEqual({ kind: 'ignored', what });
  });

  it.each([
    ['nothing that names its kind', { mail: {} }, 'expected eventType or notificationType'],
    ['no object', 'Bounce', 'expected eventType or notificationType'],
    ['a bounce without its bounce', anEvent('Bounce', { tags }), 'SES Bounce event: bounce'],
    ['a new type of bounce', anEvent('Bounce', { tags }, bounce('Sideways', 'General')), 'bounce.bounceType'],
    ['a time that is none', anEvent('Delivery', { tags }, delivery('yesterday')), 'delivery.timestamp'],
    [
      'a subscriber that is none',
      anEvent('Send', { tags: { ...tags, subscriber: 'Ada' } }),
      'mail.tags.subscriber',
    ],
    ['an edition that is none', anEvent('Send', { tags: { ...tags, edition: '22' } }), 'mail.tags.edition'],
  ])('%s is refused, and what was expected is said', (_, event, said) => {
    expect(() => readMailEvent(event)).toThrow(ShapeError);
    expect(() => readMailEvent(event)).toThrow(said);
  });
});
