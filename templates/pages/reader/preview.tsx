import { spelledDays } from '../../date.js';
import { counted, lastEditions, shown } from '../../paper-words.js';

/** The most UTF-16 units of a paper's title in a list of one reader. */
export const TITLE = 160;

/** What a preview shows of one edition. */
export interface PreviewRow {
  day: string;
  considered: number;
  kept: readonly { paperId: string; title: string; why: string; fresh: boolean }[];
  gone: readonly { paperId: string; title: string }[];
}

/**
 * What these preferences would have sent of the last editions, kept and dropped.
 * @param byWords phrases that are matched by their words for now @param form the id of the form with the preferences
 */
export function Preview({
  editions,
  byWords,
  form,
}: {
  editions: readonly PreviewRow[];
  byWords: readonly string[];
  form: string;
}) {
  const sum = (of: (edition: PreviewRow) => number) =>
    editions.reduce((sum, edition) => sum + of(edition), 0);
  const kept = sum((edition) => edition.kept.length);
  const fresh = sum((edition) => edition.kept.filter((paper) => paper.fresh).length);
  const gone = sum((edition) => edition.gone.length);
  const open = editions.find((edition) => edition.kept.length + edition.gone.length > 0);
  return (
    <section class="preview" id="preview">
      <h2>Preview: nothing is saved yet</h2>
      {editions.length === 0 ? (
        <p>There is no edition yet to try this on.</p>
      ) : (
        <>
          <p class="lead" role="status">
            Of {lastEditions(editions.length)} you would have been sent {counted(kept, 'paper')} of the{' '}
            {sum(({ considered }) => considered).toLocaleString('en')} that were read.
          </p>
          <p class="soft">
            {fresh + gone === 0
              ? 'The same as by what is saved now.'
              : `Beside what is saved now: ${fresh} new, ${gone} dropped.`}
            {byWords.length > 0 && ` ${byWordsWords(byWords)}`}
          </p>
        </>
      )}
      {editions.map((edition) => (
        <details open={edition === open}>
          <summary>
            {spelledDays([edition.day])}{' '}
            <span class="soft">
              {edition.kept.length} of {edition.considered} kept
              {edition.gone.length > 0 && `, ${edition.gone.length} dropped`}
            </span>
          </summary>
          {edition.kept.length === 0 && (
            <p class="soft">
              {edition.considered === 0 ? 'No new paper came' : 'Nothing stands out enough'}: no mail on that
              day.
            </p>
          )}
          <ul class="papers">
            {edition.kept.map(({ paperId, title, why, fresh }) => (
              <li>
                <PaperLink paperId={paperId} title={title} /> {fresh && <span class="chip">new</span>}
                <span class="why">{why}</span>
              </li>
            ))}
          </ul>
          {edition.gone.length > 0 && <Gone papers={edition.gone} />}
        </details>
      ))}
      <p class="actions">
        <button type="submit" form={form} name="do" value="save">
          Save these preferences
        </button>
        <a href={`#${form}`}>Choose further</a>
      </p>
    </section>
  );
}

function Gone({ papers }: { papers: PreviewRow['gone'] }) {
  return (
    <>
      <h3>Dropped</h3>
      <p class="hint">By what is saved now these are sent.</p>
      <ul class="papers gone">
        {papers.map(({ paperId, title }) => (
          <li>
            <PaperLink paperId={paperId} title={title} />
          </li>
        ))}
      </ul>
    </>
  );
}

/** Why a topic that is new may find little yet. */
function byWordsWords(phrases: readonly string[]): string {
  const named = phrases.map((phrase) => `“${phrase}”`).join(', ');
  return phrases.length === 1
    ? `${named} is looked for by its words alone until it is saved, and by its meaning then.`
    : `${named} are looked for by their words alone until they are saved, and by their meaning then.`;
}

/** A paper's title, linked to its page. */
export function PaperLink({ paperId, title }: { paperId: string; title: string }) {
  return <a href={`/papers/${paperId}`}>{shown(title, TITLE)}</a>;
}
