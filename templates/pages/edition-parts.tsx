import { counted } from '../paper-words.js';
import type { EditionView, ShownField, ShownStory } from './edition.js';
import { PaperCard } from './paper-card.js';

/** A story told with some of its papers. */
export function Story({
  anchor,
  headline,
  summary,
  mark,
  goesOn,
  colour,
  papers,
  paperCount,
  path,
}: ShownStory) {
  return (
    <section class={`story ${colour}`} id={anchor}>
      <p class="kicker">
        {counted(paperCount, 'paper')}
        {goesOn && (
          <>
            {' · '}
            <a href={goesOn.path} title={goesOn.headline}>
              {goesOn.words}
            </a>
          </>
        )}
      </p>
      <h2>{headline}</h2>
      <p>
        {summary} <span class="mark">{mark}</span>
      </p>
      {papers.map((paper) => (
        <PaperCard {...paper} field />
      ))}
      <Rest listed={papers.length} paperCount={paperCount} path={path} of="this story" />
    </section>
  );
}

/** The stories that are only named. */
export function MoreStories({ named }: EditionView) {
  return (
    <section class="field more" id="more">
      <h2>{counted(named.length, 'more story', 'more stories')}</h2>
      <ul>
        {named.map(({ headline, path, paperCount }) => (
          <li>
            <a href={path}>{headline}</a> <span class="soft">{paperCount}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The papers of a field that are in no story. */
export function Field({ anchor, name, papers, paperCount, path }: ShownField) {
  return (
    <section class="field" id={anchor}>
      <h2>{name}</h2>
      {papers.map((paper) => (
        <PaperCard {...paper} />
      ))}
      <Rest listed={papers.length} paperCount={paperCount} path={path} of={name} />
    </section>
  );
}

function Rest({
  listed,
  paperCount,
  path,
  of,
}: {
  listed: number;
  paperCount: number;
  path: string;
  of: string;
}) {
  if (listed >= paperCount) return null;
  return (
    <p class="rest">
      <a href={path}>
        All {counted(paperCount, 'paper')} of {of}
      </a>
    </p>
  );
}
