import type { Child } from 'hono/jsx';
import type { Day } from '../../../shared/domain/day.js';
import type { Preferences } from '../../../shared/domain/preferences.js';
import { dayWords } from '../../date.js';
import type { PageHead } from '../layout.js';
import { Lines, ReaderNav, ReaderPage, type ReaderPaths } from './fields.js';
import { HowMuchPart, PausePart, TopicsPart, WhenPart } from './preferences-parts.js';
import { FormProblems } from './topic-fields.js';

/** What stands in the preferences form: as people write it. */
export type PreferencesDraft = Pick<Preferences, 'topics' | 'followedAuthors' | 'mutedWords'> &
  Record<
    'cadence' | 'weekday' | 'hour' | 'timeZone' | 'length' | 'threshold' | 'show' | 'pausedUntil',
    string
  > & {
    /** Phrases to be added that could not be read. */
    phrases: string[];
  };

/** The fields that something can be wrong with. */
export type PreferencesField =
  | 'phrases'
  | 'followedAuthors'
  | 'mutedWords'
  | 'length'
  | 'timeZone'
  | 'pausedUntil';

export interface PreferencesView {
  action: string;
  links: ReaderPaths;
  address: string;
  draft: PreferencesDraft;
  /** What is wrong, by field; of `form` where it is none of them. */
  problems: Partial<Record<PreferencesField | 'form', string>>;
  timeZones: readonly string[];
  /** The first day that a pause can end on. */
  earliest: string;
  /** What keeps all mail from the reader, whatever they choose here. */
  hindrance?: string | undefined;
  /** The day that a pause goes to. */
  paused?: Day | undefined;
  /** What is said of what was just saved. */
  saved?: string;
  /** What these preferences would do. */
  preview?: Child;
}

/** The id of the form, for what belongs to it and stands outside. */
export const preferencesForm = 'choices';

/** The preferences page. */
export function preferencesPage(view: PreferencesView): [PageHead, Child] {
  const { draft, problems } = view;
  return [
    { title: 'Your preferences' },
    <ReaderPage
      title="Your preferences"
      nav={<ReaderNav links={view.links} here="preferences" />}
      done={view.saved && `Saved. ${view.saved}`}
    >
      {view.hindrance !== undefined && <p class="warning">{view.hindrance}</p>}
      {view.paused !== undefined && (
        <p class="note">
          You have paused: no mail before {dayWords(view.paused)}. <a href="#pause">Change that</a>
        </p>
      )}
      <p class="soft">For {view.address}</p>
      <FormProblems problems={problems} />
      <form id={preferencesForm} method="post" action={view.action}>
        <TopicsPart draft={draft} problem={problems.phrases} />
        <section class="part">
          <h2>People and words</h2>
          <Lines
            name="followedAuthors"
            label="Authors to follow"
            hint="One name on each line, as it stands on their papers. Their papers come first."
            lines={draft.followedAuthors}
            problem={problems.followedAuthors}
          />
          <Lines
            name="mutedWords"
            label="Words to leave out"
            hint="One word or phrase on each line. A paper that has it in title or abstract is never sent."
            lines={draft.mutedWords}
            problem={problems.mutedWords}
          />
        </section>
        <WhenPart draft={draft} timeZones={view.timeZones} problem={problems.timeZone} />
        <HowMuchPart draft={draft} problem={problems.length} />
        <PausePart until={draft.pausedUntil} earliest={view.earliest} problem={problems.pausedUntil} />
        <div class="actions">
          <button type="submit" name="do" value="save">
            Save
          </button>
          <button type="submit" name="do" value="preview" class="quiet" formaction={`${view.action}#preview`}>
            Preview the last seven editions
          </button>
        </div>
      </form>
      {view.preview}
    </ReaderPage>,
  ];
}
