import type { Child } from 'hono/jsx';
import { categoryName } from '../../../shared/domain/category.js';
import type { Day } from '../../../shared/domain/day.js';
import type { Preferences, Topic } from '../../../shared/domain/preferences.js';
import { dayWords } from '../../date.js';
import type { PageHead } from '../layout.js';
import { Choices, Lines, Problem, ReaderNav, ReaderPage, type ReaderPaths, Select, told } from './fields.js';
import { FormProblems, TopicFields } from './topic-fields.js';
import { WEIGHTS } from './weights.js';
import { WEEKDAYS, zoneWords } from './when.js';

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

function TopicsPart({ draft, problem }: { draft: PreferencesDraft; problem: string | undefined }) {
  const chosen = new Set(
    draft.topics.flatMap((topic) => (topic.kind === 'category' ? [topic.category] : [])),
  );
  return (
    <section class="part">
      <h2>Topics</h2>
      {draft.topics.length > 0 ? (
        <ul class="weights">
          {draft.topics.map((topic) => (
            <TopicRow topic={topic} />
          ))}
        </ul>
      ) : (
        <p class="soft">None yet: you get what is much read elsewhere, and what your votes teach.</p>
      )}
      <h3>Add topics</h3>
      <TopicFields ticked={new Set()} without={chosen} phrases={draft.phrases} problem={problem} />
    </section>
  );
}

function TopicRow({ topic }: { topic: Topic }) {
  const name = topic.kind === 'category' ? topic.category : `~${topic.phrase}`;
  const words = topic.kind === 'category' ? categoryName(topic.category) : topic.phrase;
  const weights = WEIGHTS.some(({ value }) => value === topic.weight)
    ? WEIGHTS
    : [{ value: topic.weight, word: `as it is (${topic.weight})` }, ...WEIGHTS];
  return (
    <li>
      <span>
        {words} {topic.kind === 'category' && <span class="soft">{topic.category}</span>}
      </span>
      <input type="hidden" name="topic" value={name} />
      <select name="weight" aria-label={`How much of: ${words}`}>
        {weights.map(({ value, word }) => (
          <option value={String(value)} selected={value === topic.weight}>
            {word}
          </option>
        ))}
        <option value="0">remove</option>
      </select>
    </li>
  );
}

function WhenPart(props: {
  draft: PreferencesDraft;
  timeZones: readonly string[];
  problem: string | undefined;
}) {
  const { draft, timeZones, problem } = props;
  const hours = Array.from({ length: 24 }, (_, hour) => ({
    value: String(hour),
    word: `${String(hour).padStart(2, '0')}:00`,
  }));
  const zones = timeZones.includes(draft.timeZone) ? timeZones : [draft.timeZone, ...timeZones];
  return (
    <section class="part">
      <h2>When</h2>
      <Choices
        name="cadence"
        legend="How often"
        chosen={draft.cadence}
        choices={[
          { value: 'daily', word: 'Every day', means: 'that has new papers for you' },
          { value: 'weekdays', word: 'Monday to Friday' },
          { value: 'weekly', word: 'Once a week', means: 'the best of seven days' },
          { value: 'none', word: 'No mail', means: 'read it on the web, or by your private feed' },
        ]}
      />
      <div class="row">
        <Select
          name="weekday"
          label="If weekly, on"
          chosen={draft.weekday}
          options={WEEKDAYS.map((word, nth) => ({ value: String(nth + 1), word }))}
        />
        <Select name="hour" label="At" chosen={draft.hour} options={hours} />
        <Select
          name="timeZone"
          label="Time zone"
          chosen={draft.timeZone}
          options={zones.map((zone) => ({ value: zone, word: zoneWords(zone) }))}
        />
      </div>
      <Problem of="timeZone" said={problem} />
    </section>
  );
}

function HowMuchPart({ draft, problem }: { draft: PreferencesDraft; problem: string | undefined }) {
  return (
    <section class="part">
      <h2>How much</h2>
      <div class="field short">
        <label for="length">Papers in one digest, at most</label>
        <input
          id="length"
          name="length"
          type="number"
          inputmode="numeric"
          min="1"
          max="50"
          value={draft.length}
          {...told('length', { problem })}
        />
        <Problem of="length" said={problem} />
      </div>
      <Choices
        name="threshold"
        legend="How good a paper must be"
        chosen={draft.threshold}
        choices={[
          { value: 'best', word: 'Only the best', means: 'few, and some days none' },
          { value: 'balanced', word: 'Balanced' },
          { value: 'everything', word: 'Everything that fits', means: 'up to the number above' },
        ]}
      />
      <Choices
        name="show"
        legend="What to show of a paper"
        chosen={draft.show}
        choices={[
          { value: 'summaries', word: 'One sentence', means: 'a summary' },
          { value: 'abstracts', word: "The authors' own abstract" },
        ]}
      />
    </section>
  );
}

function PausePart(props: { until: string; earliest: string; problem: string | undefined }) {
  const { until, earliest, problem } = props;
  return (
    <section class="part" id="pause">
      <h2>Pause</h2>
      <div class="field short">
        <label for="pausedUntil">No mail before</label>
        <p class="hint" id="pausedUntil-hint">
          On that day the digest comes again, with the best of the week before. Empty: no pause.
        </p>
        <input
          id="pausedUntil"
          name="pausedUntil"
          type="date"
          min={earliest}
          value={until}
          {...told('pausedUntil', { hint: true, problem })}
        />
        <Problem of="pausedUntil" said={problem} />
      </div>
    </section>
  );
}
