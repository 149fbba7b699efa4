import { Day } from '../../../shared/domain/day.js';
import { Preferences } from '../../../shared/domain/preferences.js';
import type { PreferencesDraft, PreferencesField } from '../../../templates/pages/reader/preferences.js';
import type { Form } from './form.js';
import { readTopics } from './topics.js';

/** Preferences as sent, and what they come to; or what is wrong with them, by field. */
export interface ReadPreferences {
  draft: PreferencesDraft;
  problems: Partial<Record<PreferencesField, string>>;
  /** What could be read of it; with problems, the rest is as it was. */
  preferences: Preferences;
  pausedUntil: Day | undefined;
}

const PROBLEMS: Record<PreferencesField, string> = {
  phrases: 'A topic could not be read.',
  followedAuthors: 'The name of an author has 2 to 200 characters, and at most 100 names fit.',
  mutedWords: 'A word or phrase to leave out has 2 to 100 characters, and at most 100 fit.',
  length: 'A digest has from 1 to 50 papers.',
  timeZone: 'Please choose a time zone of the list.',
  pausedUntil: 'A pause ends on a day to come, written as YYYY-MM-DD; without a pause the field is empty.',
};

/** Every time zone that can be chosen. */
export const timeZones: readonly string[] = [
  'UTC',
  ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC'),
];

/** What the form shows of preferences as they are. */
export function draftOf(preferences: Preferences, pausedUntil: Day | undefined): PreferencesDraft {
  const { weekday, hour, length } = preferences;
  return {
    ...preferences,
    phrases: [],
    weekday: String(weekday),
    hour: String(hour),
    length: String(length),
    pausedUntil: pausedUntil ?? '',
  };
}

/** Reads the preferences form. @param before what a field falls back to that was not sent, or cannot be read */
export function readPreferences(form: Form, before: Preferences, today: Day): ReadPreferences {
  const { topics, problem } = readTopics(form);
  const said = (name: keyof Preferences) => form.text(name) || String(before[name]);
  const draft: PreferencesDraft = {
    topics,
    phrases: problem === undefined ? [] : form.lines('phrases'),
    followedAuthors: form.lines('followedAuthors'),
    mutedWords: form.lines('mutedWords'),
    cadence: said('cadence'),
    weekday: said('weekday'),
    hour: said('hour'),
    timeZone: said('timeZone'),
    length: said('length'),
    threshold: said('threshold'),
    show: said('show'),
    pausedUntil: form.text('pausedUntil'),
  };
  const problems: ReadPreferences['problems'] = {};
  if (problem !== undefined) problems.phrases = problem;
  if (!timeZones.includes(draft.timeZone) && draft.timeZone !== before.timeZone)
    problems.timeZone = PROBLEMS.timeZone;
  if (draft.pausedUntil !== '' && !isToCome(draft.pausedUntil, today))
    problems.pausedUntil = PROBLEMS.pausedUntil;
  const { phrases: _, pausedUntil: __, ...rest } = draft;
  const numbers = { weekday: Number(draft.weekday), hour: Number(draft.hour), length: Number(draft.length) };
  const read = Preferences.safeParse({ ...rest, ...numbers });
  for (const issue of read.error?.issues ?? []) {
    const field = issue.path[0] as PreferencesField;
    problems[field] ??= PROBLEMS[field] ?? 'This could not be read.';
  }
  return {
    draft,
    problems,
    preferences: read.success ? read.data : before,
    pausedUntil: draft.pausedUntil === '' ? undefined : draft.pausedUntil,
  };
}

function isToCome(text: string, today: Day): boolean {
  return Day.safeParse(text).success && text > today;
}
