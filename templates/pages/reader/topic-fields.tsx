import { categoryGroups } from '../../../shared/domain/category.js';
import { Lines } from './fields.js';

/** Topics to choose: phrases in one's own words, and categories in their groups. */
export function TopicFields(props: {
  ticked: ReadonlySet<string>;
  phrases: readonly string[];
  /** Categories that are chosen already, and stand elsewhere on the page. */
  without?: ReadonlySet<string>;
  problem?: string | undefined;
}) {
  const { ticked, without } = props;
  return (
    <>
      <Lines
        name="phrases"
        label="In your own words"
        hint="One topic on each line, as you would tell a colleague. Found by meaning, in every field."
        placeholder={'diffusion models for proteins\nerror correction for quantum computers'}
        lines={props.phrases}
        problem={props.problem}
      />
      <fieldset class="field" id="categories">
        <legend>By arXiv category</legend>
        <p class="hint">Open a field and tick what you read.</p>
        {categoryGroups.map(({ name, categories }) => {
          const offered = categories.filter(({ code }) => !without?.has(code));
          const count = offered.filter(({ code }) => ticked.has(code)).length;
          return (
            <details class="group" open={count > 0}>
              <summary>
                {name}
                {count > 0 && <span class="soft"> {count} chosen</span>}
              </summary>
              <div class="ticks">
                {offered.map(({ code, name: words }) => (
                  <label class="choice">
                    <input type="checkbox" name="category" value={code} checked={ticked.has(code)} />
                    <span>
                      {words} <span class="soft">{code}</span>
                    </span>
                  </label>
                ))}
              </div>
            </details>
          );
        })}
      </fieldset>
    </>
  );
}

/**
 * The problems of a whole form, at its head, each leading to its field.
 * @param problems what is said, by the field's id; `form` is about no field
 */
export function FormProblems({ problems }: { problems: Readonly<Record<string, string | undefined>> }) {
  const { form, ...fields } = problems;
  const found = Object.entries(fields).filter(([, said]) => said !== undefined);
  if (form === undefined && found.length === 0) return null;
  return (
    <div class="problems" role="alert">
      <p>Nothing was changed yet. {form ?? 'Please look at this again:'}</p>
      {found.length > 0 && (
        <ul>
          {found.map(([field, said]) => (
            <li>
              <a href={`#${field}`}>{said}</a>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
