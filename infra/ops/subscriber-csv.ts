import { z } from 'zod';
import { readAddress } from '../../functions/web/reader/address.js';
import { isCategory } from '../../shared/domain/category.js';
import { Preferences, type Topic } from '../../shared/domain/preferences.js';
import { Consent } from '../../shared/domain/subscriber.js';
import type { Profile } from '../../shared/stores/subscribers.js';

/** The columns of a file of subscribers, as it is exported and imported. */
export const COLUMNS = [
  'address',
  'topics',
  'cadence',
  'weekday',
  'hour',
  'time_zone',
  'state',
  'since',
  'consent_asked_at',
  'consent_form',
  'consent_text_version',
  'consent_confirmed_at',
] as const;
export type SubscriberLine = Partial<Record<(typeof COLUMNS)[number], string>>;

/** Somebody who is to be subscribed, and who agreed to it. */
export interface Newcomer {
  address: string;
  profile: Profile & { consent: Consent };
}

const Given = z.object({
  cadence: Preferences.shape.cadence,
  weekday: z.coerce.number().pipe(Preferences.shape.weekday.unwrap()),
  hour: z.coerce.number().pipe(Preferences.shape.hour.unwrap()),
  time_zone: Preferences.shape.timeZone,
  consent: z.object({
    asked_at: Consent.shape.askedAt,
    form: z.string().min(1).max(40),
    text_version: z.string().min(1).max(20),
    confirmed_at: Consent.shape.askedAt,
  }),
});

/**
 * Reads one line of a file. Returns who is in it, or what is wrong, without the value: the column and what was
 * expected. Topics stand with `;` between them, a category by its code, anything else is a phrase. Only `address`,
 * `topics` and the four columns of consent have to be there. Whose state is not active is `left` out.
 */
export function readLine(line: SubscriberLine): Newcomer | { problem: string } | 'left' {
  // A file that was exported names those too who are not to be mailed.
  if (line.state && line.state !== 'active') return 'left';
  const address = readAddress(plain(line.address));
  if ('problem' in address) return { problem: 'address: expected one like name@example.org' };
  const given = Given.safeParse({
    cadence: line.cadence || undefined,
    weekday: line.weekday || 1,
    hour: line.hour || 7,
    time_zone: line.time_zone || undefined,
    consent: {
      asked_at: line.consent_asked_at || line.consent_confirmed_at,
      form: line.consent_form ?? '',
      text_version: line.consent_text_version ?? '',
      confirmed_at: line.consent_confirmed_at,
    },
  });
  if (!given.success) return { problem: problemOf(given.error) };
  const { cadence, weekday, hour, time_zone: timeZone, consent } = given.data;
  const preferences = Preferences.safeParse({
    topics: topicsOf(plain(line.topics)),
    ...{ cadence, weekday, hour, timeZone },
  });
  if (!preferences.success) return { problem: 'topics: expected phrases of 2 to 200 characters, 50 at most' };
  if (preferences.data.topics.length === 0) return { problem: 'topics: expected at least one' };
  return {
    address: address.address,
    profile: {
      preferences: preferences.data,
      consent: {
        askedAt: consent.asked_at,
        form: consent.form,
        textVersion: consent.text_version,
        confirmedAt: consent.confirmed_at,
      },
    },
  };
}

function problemOf({ issues }: z.ZodError): string {
  const [issue] = issues;
  const column = issue?.path.join('_') ?? 'line';
  const instants = column.endsWith('_at') ? 'a time such as 2026-01-22T07:00:00Z' : undefined;
  return `${column}: expected ${instants ?? issue?.message.replace(/^.*expected /i, '') ?? 'something else'}`;
}

function topicsOf(written: string): object[] {
  return written
    .split(';')
    .map((topic) => topic.trim())
    .filter(Boolean)
    .map((topic) =>
      isCategory(topic) ? { kind: 'category', category: topic } : { kind: 'phrase', phrase: topic },
    );
}

/** A field without the quote by which an export keeps a spreadsheet from taking it for a formula. */
function plain(field = ''): string {
  return field.trim().replace(/^'(?=[=+\-@])/, '');
}

/** Topics as they stand in a file, a `;` within one as a comma; weights are not among it. */
export function topicWords(topics: readonly Topic[]): string {
  return topics
    .map((topic) => (topic.kind === 'phrase' ? topic.phrase.replaceAll(';', ',') : topic.category))
    .join('; ');
}
