import type { Child } from 'hono/jsx';
import type { PageHead } from '../layout.js';
import { ReaderNav, type ReaderPaths } from './fields.js';

export interface LeaveView {
  address: string;
  left: boolean;
  /** Where the button that leaves posts to, and the one that comes back. */
  leave: string;
  back: string;
  /** The other pages of the reader, where the link that was opened leads to them. */
  links: ReaderPaths | undefined;
  hindrance?: string | undefined;
}

/** The page behind the unsubscribe link, before and after. */
export function leavePage(view: LeaveView): [PageHead, Child] {
  const { address, left, links } = view;
  return [
    { title: left ? 'You have left' : 'Unsubscribe' },
    <article class={links ? 'reader' : 'reader narrow'}>
      {links && <ReaderNav links={links} here="leave" />}
      {left ? (
        <>
          <h1>You have left</h1>
          <p class="lead" role="status">
            No more mail goes to <b>{address}</b>. What you had chosen is kept in case you come back.
          </p>
          {view.hindrance !== undefined && <p class="warning">{view.hindrance}</p>}
          <form method="post" action={view.back}>
            <button type="submit" class="quiet">
              Come back
            </button>
          </form>
        </>
      ) : (
        <>
          <h1>Unsubscribe</h1>
          <p class="lead">
            Press the button, and no more mail goes to <b>{address}</b>.
          </p>
          <form method="post" action={view.leave}>
            <button type="submit">Unsubscribe</button>
          </form>
          <Instead links={links} />
        </>
      )}
    </article>,
  ];
}

/** What may be wanted rather than leaving. */
function Instead({ links }: Pick<LeaveView, 'links'>) {
  if (!links) {
    return (
      <p class="aside soft">
        Too much, or only for a while? Fewer papers, other days and a pause are under “Preferences”, by the
        link in every mail. There you can also have everything erased.
      </p>
    );
  }
  return (
    <p class="aside soft">
      Too much, or only for a while? <a href={links.preferences}>Choose fewer papers or other days</a>, or{' '}
      <a href={`${links.preferences}#pause`}>pause</a>. Rather nothing of you kept?{' '}
      <a href={links.data}>Have everything erased</a>.
    </p>
  );
}

/** What a reader sees who came back. @param when mail goes to them, in words; `undefined` for no mail */
export function backPage({ address, links }: LeaveView, when: string | undefined): [PageHead, Child] {
  return [
    { title: 'Welcome back' },
    <article class={links ? 'reader' : 'reader narrow'}>
      {links && <ReaderNav links={links} here="leave" />}
      <h1>Welcome back</h1>
      <p class="lead" role="status">
        The digest goes to <b>{address}</b> again, as you had chosen it{when === undefined ? '' : `: ${when}`}
        .
      </p>
      <p>
        Meanwhile, <a href="/">read the latest edition</a>.
      </p>
    </article>,
  ];
}

export interface PrivacyView {
  token: string;
  address: string;
  links: ReaderPaths & { export: string };
  /** When and how the reader agreed, in words. */
  agreed: string;
}

/** What is held about a reader, and what they can do about it. */
export function privacyPage({ token, address, links, agreed }: PrivacyView): [PageHead, Child] {
  return [
    { title: 'Your data' },
    <article class="reader">
      <ReaderNav links={links} here="data" />
      <h1>Your data</h1>
      <p class="lead">
        We hold your address ({address}), what you chose, your votes and what they taught, and for 90 days
        which digests went to you. {agreed} Nobody else is given any of it.
      </p>
      <h2>Take it with you</h2>
      <p>
        <a class="button quiet" href={links.export} download="research-digest.json">
          Everything as JSON
        </a>
      </p>
      <h2>Revoke your links</h2>
      <p>
        If a mail of yours fell into other hands: all links in all mails until now stop working, and a new one
        is mailed to you.
      </p>
      <form method="post" action={`/privacy/${token}/revoke`}>
        <button type="submit" class="quiet">
          Revoke all my links
        </button>
      </form>
      <h2>Have it all erased</h2>
      <p>
        You are unsubscribed, and everything above is erased at once, for good. All that is left is a keyed
        hash of your address, from which it cannot be read: by it we know never to mail you again. Phrases
        that you chose, kept without whose they are, go 90 days after nobody is mailed by them any more.
      </p>
      <form method="post" action={`/privacy/${token}/erase`}>
        <p>
          <label class="choice">
            <input type="checkbox" required />
            <span>I know that this cannot be undone.</span>
          </label>
        </p>
        <button type="submit" class="grave">
          Erase everything
        </button>
      </form>
    </article>,
  ];
}

/** The last page. */
export function erasedPage(): [PageHead, Child] {
  return [
    { title: 'Everything is erased' },
    <article class="reader narrow">
      <h1>Everything is erased</h1>
      <p class="lead" role="status">
        You will not be mailed again, and none of your links leads anywhere now. Thank you for reading with
        us.
      </p>
      <p>
        What is read every day stays <a href="/">open to everybody</a>.
      </p>
    </article>,
  ];
}

/** What is said once all links are dead. */
export function revokedPage(): [PageHead, Child] {
  return [
    { title: 'Your links are revoked' },
    <article class="reader narrow">
      <h1>Your links are revoked</h1>
      <p class="lead" role="status">
        None of the links that you were mailed until now works any more, nor does the address of your feed.
      </p>
      <p>
        A new link is mailed to you, unless one was in the last quarter of an hour: after that,{' '}
        <a href="/link">ask for it</a>.
      </p>
    </article>,
  ];
}
