import { describe, expect, it } from 'vitest';
import { ForeignTopicError, sesEventsIn } from '../../../functions/mail-events/transport.js';
import { snsEvent } from '../../../infra/local/embedded/sns.js';
import { ShapeError } from '../../../shared/errors.js';
import { anEvent } from './told.js';

const TOPIC = 'arn:aws:sns:us-east-1:000000000000:mail-events';

describe('what Lambda is invoked with', () => {
  it('gives the event of each SNS record', () => {
    const [first, second] = [anEvent('Send'), anEvent('Delivery')];
    const invocation = {
      Records: [first, second].flatMap((event) => snsEvent(TOPIC, JSON.stringify(event)).Records),
    };

    expect(sesEventsIn(invocation, TOPIC)).toEqual([first, second]);
  });

  it('gives the detail of an event of EventBridge', () => {
    const detail = anEvent('Bounce');
    const invocation = {
      version: '0',
      id: 'event-1',
      'detail-type': 'Email Bounced',
      source: 'aws.ses',
      account: '000000000000',
      time: '2026-01-22T07:00:00Z',
      region: 'us-east-1',
      resources: [],
      detail,
    };

    expect(sesEventsIn(invocation, TOPIC)).toEqual([detail]);
  });

  it('gives nothing for the line with which SES tries a topic', () => {
    const line = 'Successfully validated SNS topic for Amazon SES event publishing.';

    expect(sesEventsIn(snsEvent(TOPIC, line), TOPIC)).toEqual([]);
  });

  it('is refused when it comes by another topic than the configured one', () => {
    const invocation = snsEvent(`${TOPIC}-of-another`, JSON.stringify(anEvent('Bounce')));

    expect(() => sesEventsIn(invocation, TOPIC)).toThrow(ForeignTopicError);
    expect(sesEventsIn(invocation, undefined)).toHaveLength(1);
  });

  it.each([
    ['nothing', {}],
    ['no records', { Records: [] }],
    ['a queue', { Records: [{ body: '{}' }] }],
    ['another service', { source: 'aws.s3', detail: {} }],
    ['a message that is not JSON', snsEvent(TOPIC, 'hello')],
  ])('is refused from %s', (_, invocation) => {
    expect(() => sesEventsIn(invocation, TOPIC)).toThrow(ShapeError);
  });
});
