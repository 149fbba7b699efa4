import { categoryName } from '../../../shared/domain/category.js';
import type { Topic } from '../../../shared/domain/preferences.js';
import { Choices, Problem, Select, told } from './fields.js';
import type { PreferencesDraft } from './preferences.js';
import { TopicFields } from './topic-fields.js';
import { WEIGHTS } from './weights.js';
import { WEEKDAYS, zoneWords } from './when.js';

/** The topics that a reader has chosen, and more to choose. */
export function TopicsPart({ draft, problem }: { draft: PreferencesDraft; problem: string | undefined }) {
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

/** When mail is to come. */
export function WhenPart(props: {
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

/** How much of it. */
export function HowMuchPart({ draft, problem }: { draft: PreferencesDraft; problem: string | undefined }) {
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

/** Until when none is to come. */
export function PausePart(props: { until: string; earliest: string; problem: string | undefined }) {
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
