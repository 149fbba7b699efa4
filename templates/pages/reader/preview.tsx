import { spelledDays } from '../../date.js';
import { counted, shown } from '../../paper-words.js';

const TITLE = 160;

/** What a preview shows of one edition. */
export interface PreviewRow {
  day: string;
  considered: number;
  kept: readonly { paperId: string; title: string; why: string; fresh: boolean }[];
  gone: readonly { paperId: string; title: string }[];
}

/** What these preferences would have sent of the last editions, kept and dropped. */
export function Preview({ editions }: { editions: readonly PreviewRow[] }) {
  const kept = editions.reduce((sum, edition) => sum + edition.kept.length, 0);
  const considered = editions.reduce((sum, edition) => sum + edition.considered, 0);
  return (
    <section class="preview" id="preview">
      <h2>Preview: nothing is saved yet</h2>
      {editions.length === 0 ? (
        <p>There is no edition yet to try this on.</p>
      ) : (
        <p class="lead" role="status">
          Of the last {counted(editions.length, 'edition')} you would have been sent {counted(kept, 'paper')},
          and {considered - kept} of {considered} left out.
        </p>
      )}
      {editions.map((edition) => (
        <details open={edition === editions[0]}>
          <summary>
            {spelledDays([edition.day])}{' '}
            <span class="soft">
              {edition.kept.length} of {edition.considered} kept
            </span>
          </summary>
          {edition.kept.length === 0 && <p class="soft">Nothing stands out enough: no mail on that day.</p>}
          <ul class="papers">
            {edition.kept.map(({ paperId, title, why, fresh }) => (
              <li>
                <PaperLink paperId={paperId} title={title} /> {fresh && <span class="chip">new</span>}
                <span class="why">{why}</span>
              </li>
            ))}
            {edition.gone.map(({ paperId, title }) => (
              <li class="gone">
                <PaperLink paperId={paperId} title={title} /> <span class="chip">dropped</span>
                <span class="why">sent by what is saved now</span>
              </li>
            ))}
          </ul>
        </details>
      ))}
    </section>
  );
}

/** A paper's title, linked to its page. */
export function PaperLink({ paperId, title }: { paperId: string; title: string }) {
  return <a href={`/papers/${paperId}`}>{shown(title, TITLE)}</a>;
}
