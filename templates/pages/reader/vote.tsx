import type { Child } from 'hono/jsx';
import { categoryName } from '../../../shared/domain/category.js';
import { dayIn } from '../../../shared/domain/day.js';
import type { Topic } from '../../../shared/domain/preferences.js';
import { dayWords } from '../../date.js';
import { shown } from '../../paper-words.js';
import type { PageHead } from '../layout.js';
import { plainNotice } from '../notice.js';
import { ReaderNav, ReaderPage, type ReaderPaths } from './fields.js';
import { PaperLink, TITLE } from './preview.js';
import { weightWords } from './weights.js';

type Direction = 'more' | 'less';
const WORDS: Record<Direction, string> = { more: 'More like this', less: 'Less like this' };
const OTHER: Record<Direction, Direction> = { more: 'less', less: 'more' };

export interface VoteView {
  /** `/vote/TOKEN` */
  base: string;
  taste: string;
  paper: { id: string; title: string };
}

/** The page behind a vote link: what it will do, and the button that does it. */
export function votePage(
  view: VoteView,
  direction: Direction,
  standing: Direction | undefined,
): [PageHead, Child] {
  const { paper } = view;
  return [
    { title: WORDS[direction] },
    <article class="reader narrow">
      <h1>{WORDS[direction]}?</h1>
      <p class="lead">
        <PaperLink paperId={paper.id} title={paper.title} />
      </p>
      {standing === direction ? (
        <>
          <p>You have said so already, and your digests go by it.</p>
          <div class="actions">
            <VoteForm view={view} change="undo" words="Undo" quiet />
            <VoteForm view={view} change={OTHER[direction]} words={WORDS[OTHER[direction]]} quiet />
          </div>
        </>
      ) : (
        <>
          <p>
            {direction === 'more'
              ? 'Your next digests will bring more papers like this one, and it counts, without your name, among the readers who want more like it.'
              : 'Your next digests will bring fewer papers like this one.'}
          </p>
          {standing !== undefined && (
            <p class="soft">So far you have said: {WORDS[standing].toLowerCase()}. This takes its place.</p>
          )}
          <VoteForm view={view} change={direction} words={WORDS[direction]} />
        </>
      )}
      <p class="aside">
        <a href={view.taste}>What shapes my digest</a>
      </p>
    </article>,
  ];
}

/** What is said after a vote, or after taking it back. */
export function votedPage(view: VoteView, change: Direction | 'undo'): [PageHead, Child] {
  const title = change === 'undo' ? 'Taken back' : 'Noted';
  return [
    { title },
    <article class="reader narrow">
      <h1>{title}</h1>
      <p class="lead" role="status">
        {change === 'undo' ? 'Your word no longer counts on ' : `${WORDS[change]}: `}
        <PaperLink paperId={view.paper.id} title={view.paper.title} />
      </p>
      {change === 'undo' ? (
        <div class="actions">
          <VoteForm view={view} change="more" words={WORDS.more} quiet />
          <VoteForm view={view} change="less" words={WORDS.less} quiet />
        </div>
      ) : (
        <VoteForm view={view} change="undo" words="Undo" quiet />
      )}
      <p class="aside">
        <a href={view.taste}>What shapes my digest</a>
      </p>
    </article>,
  ];
}

function VoteForm(props: { view: VoteView; change: string; words: string; quiet?: boolean }) {
  const { base, paper } = props.view;
  return (
    <form method="post" action={`${base}/${props.change}/${encodeURIComponent(paper.id)}`}>
      <button type="submit" class={props.quiet ? 'quiet' : ''}>
        {props.words}
      </button>
    </form>
  );
}

/** For a vote on a paper that we do not know. */
export function noSuchPaper(): [PageHead, Child] {
  return plainNotice('No such paper', <p>There is no paper of this name. Nothing was changed.</p>);
}

/** A group of votes on papers near each other, in words. */
export interface Lesson {
  /** The paper in its middle. */
  title: string;
  words: readonly string[];
  /** About how many fresh votes it weighs. */
  evidence: number;
}

export interface TasteView {
  /** What the buttons' addresses begin with: `/taste/TOKEN`. */
  action: string;
  /** The other pages of the reader, where the link that was opened leads to them. */
  links: ReaderPaths | undefined;
  /** The reader's, for the days of votes. */
  timeZone: string;
  topics: readonly Topic[];
  likes: readonly Lesson[];
  dislikes: readonly Lesson[];
  votes: readonly { paperId: string; title: string; direction: Direction; at: string }[];
  /** What was just done, in words. */
  done?: string | undefined;
}

/** What shapes a reader's digest: topics, votes, and what was learned from them. */
export function tastePage(view: TasteView): [PageHead, Child] {
  return [
    { title: 'What shapes your digest' },
    <ReaderPage
      title="What shapes your digest"
      nav={view.links && <ReaderNav links={view.links} here="taste" />}
      done={view.done}
    >
      <h2>Your topics</h2>
      {view.topics.length === 0 && (
        <p class="soft">None: your votes and what is much read elsewhere decide.</p>
      )}
      <ul>
        {view.topics.map((topic) => (
          <li>
            {topic.kind === 'phrase' ? `“${topic.phrase}”` : categoryName(topic.category)}{' '}
            <span class="soft">{weightWords(topic.weight)}</span>
          </li>
        ))}
      </ul>
      {view.links ? (
        <p>
          <a href={view.links.preferences}>Change them</a>
        </p>
      ) : (
        <p class="soft">They are changed under “Preferences”, by the link in every mail.</p>
      )}
      <h2>What your votes taught</h2>
      {view.likes.length + view.dislikes.length === 0 && <p class="soft">Nothing yet.</p>}
      <Lessons title="More of" lessons={view.likes} />
      <Lessons title="Less of" lessons={view.dislikes} />
      <h2>Your votes</h2>
      <p class="soft">
        {view.votes.length === 0 &&
          'None yet: “More like this” and “Less like this” stand under each paper of a mail. '}
        A vote counts half as much after 90 days, and several within seconds hardly count.
      </p>
      <ul class="papers">
        {view.votes.map(({ paperId, title, direction, at }) => (
          <li class="voted">
            <span>
              <span class="chip">{direction}</span> <PaperLink paperId={paperId} title={title} />{' '}
              <time class="soft" datetime={at}>
                {dayWords(dayIn(view.timeZone, new Date(at)))}
              </time>
            </span>
            <form method="post" action={`${view.action}/undo/${encodeURIComponent(paperId)}`}>
              <button type="submit" class="link" aria-label={`Take back your vote on ${shown(title, TITLE)}`}>
                Take back
              </button>
            </form>
          </li>
        ))}
      </ul>
      {view.votes.length > 0 && (
        <form method="post" action={`${view.action}/reset`}>
          <p class="hint">Your topics stay.</p>
          <button type="submit" class="quiet">
            Forget all my votes
          </button>
        </form>
      )}
    </ReaderPage>,
  ];
}

function Lessons({ title, lessons }: { title: string; lessons: readonly Lesson[] }) {
  if (lessons.length === 0) return null;
  return (
    <>
      <h3>{title}</h3>
      <ul class="lessons">
        {lessons.map(({ title: middle, words, evidence }) => (
          <li>
            <span>{words.join(', ')}</span>
            <span class="soft">
              such as “{shown(middle, TITLE)}”; weighs{' '}
              {evidence < 0.95
                ? 'less than one vote'
                : `about ${Math.round(evidence)} ${Math.round(evidence) === 1 ? 'vote' : 'votes'}`}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
