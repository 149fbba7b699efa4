import type { Day } from '../../shared/domain/day.js';
import { cut } from '../../shared/text/plain.js';
import { dayWords } from '../date.js';
import { counted, lastEditions } from '../paper-words.js';
import { SubscribeBox } from './edition.js';
import { PaperCard } from './paper-card.js';
import type { ShownPaper } from './shown-paper.js';

/** No topic may be longer. */
const PHRASE_LENGTH = 200;

export interface SearchView {
  query: string;
  by: 'meaning' | 'words';
  editions: number;
  found: { paper: ShownPaper; day: Day }[];
}

/** What was found, best first; or what to type, when nothing was asked. */
export function searchBody(view: SearchView) {
  return (
    <div class="columns single">
      <div class="reading">
        <header class="top">
          <h1>{view.query === '' ? 'Search by meaning' : `“${view.query}”`}</h1>
          <p class="soft">{said(view)}</p>
        </header>
        <section class="field">
          {view.found.length > 0 && <h2 class="unseen">Papers</h2>}
          {view.found.map(({ paper, day }) => (
            <PaperCard
              field
              abstract
              paper={{
                ...paper,
                signals: [dayWords(day), paper.signals].filter(Boolean).join(' · '),
              }}
            />
          ))}
        </section>
      </div>
      <aside>
        <SubscribeBox {...(view.query !== '' && { topic: { phrases: cut(view.query, PHRASE_LENGTH) } })} />
      </aside>
    </div>
  );
}

function said({ query, by, editions, found }: SearchView): string {
  if (editions === 0) return 'There is no edition yet to search.';
  const within = lastEditions(editions);
  if (query === '')
    return `Describe what you are looking for, in your own words. It is looked for in ${within}.`;
  if (found.length === 0) return `Nothing in ${within} is near this. Other words may find it.`;
  const nearest = `${counted(found.length, 'paper')} of ${within}, nearest first.`;
  return by === 'meaning'
    ? nearest
    : `${nearest} Found by words alone: searching by meaning rests for a while.`;
}
