import type { Child } from 'hono/jsx';
import type { Preferences } from '../../../shared/domain/preferences.js';
import { counted } from '../../paper-words.js';
import type { PageHead, Site } from '../layout.js';
import { Problem, told } from './fields.js';
import { FormProblems, TopicFields } from './topic-fields.js';
import { whenWords } from './when.js';

/** What stands in the subscribe form. */
export interface SubscribeDraft {
  address: string;
  categories: ReadonlySet<string>;
  phrases: readonly string[];
}

export interface SubscribeProblems {
  /** Of the whole form, not of what is in it. */
  form?: string | undefined;
  address?: string | undefined;
  topics?: string | undefined;
}

/** The subscribe page, empty or as it was sent. */
export function subscribePage(
  site: Site,
  draft: SubscribeDraft,
  problems: SubscribeProblems = {},
  /** The address that was probably meant. */
  meant?: string,
): [PageHead, Child] {
  return [
    {
      title: 'Subscribe',
      description: `The new papers that matter to you, by mail, with the reason why. From ${site.name}.`,
      path: '/subscribe',
    },
    <article class="reader">
      <h1>The papers that matter to you, by mail</h1>
      <p class="lead">
        Every day all new papers are read once, and you get the few that fit you, each with the reason why. A
        quiet day gives a short mail, or none.
      </p>
      <FormProblems problems={{ form: problems.form, address: problems.address, phrases: problems.topics }} />
      <form method="post" action="/subscribe">
        {meant !== undefined && <Offer typed={draft.address} meant={meant} />}
        <div class="field">
          <label for="address">Your email address</label>
          <input
            id="address"
            name="address"
            type="email"
            autocomplete="email"
            required
            maxlength={254}
            value={draft.address}
            placeholder="name@example.org"
            {...told('address', { problem: problems.address })}
          />
          <Problem of="address" said={problems.address} />
        </div>
        <h2>What you read</h2>
        <TopicFields ticked={draft.categories} phrases={draft.phrases} problem={problems.topics} />
        <div class="trap" aria-hidden="true">
          <label for="website">Leave this empty</label>
          <input id="website" name="website" type="text" tabindex={-1} autocomplete="off" />
        </div>
        <p class="hint">
          We mail you one link to confirm, and nothing else until you do. Your address is used for the digest
          alone, given to nobody, and erased when you say so. No tracking.
        </p>
        <button type="submit">Subscribe</button>
      </form>
      <p class="soft aside">
        Subscribed already? <a href="/link">Get your link by mail</a>. Rather no mail? There are{' '}
        <a href="/feed.atom">feeds</a>.
      </p>
    </article>,
  ];
}

function Offer({ typed, meant }: { typed: string; meant: string }) {
  return (
    <div class="offer" role="alert">
      {/* What the Enter key presses: whoever writes another address has taken neither offer. */}
      <button type="submit" hidden />
      <p>
        Did you mean <b>{meant}</b>? Nothing was mailed yet.
      </p>
      <p>
        <button type="submit" name="meant" value={meant}>
          Yes, use that
        </button>{' '}
        <button type="submit" name="meant" value={typed} class="quiet">
          No, {typed} is right
        </button>
      </p>
    </div>
  );
}

/** What everybody reads who has asked for a mail, whoever they are and whether or not one went. */
export function lookInYourMailbox(contact: string): [PageHead, Child] {
  return [
    { title: 'Look in your mailbox' },
    <article class="reader narrow">
      <h1>Look in your mailbox</h1>
      <p class="lead">If this address can be mailed, a message with one link is on its way to it.</p>
      <h2>Nothing came?</h2>
      <ul>
        <li>It may lie among the unwanted mail.</li>
        <li>An address gets one such mail in 15 minutes; after that, ask again.</li>
        <li>
          For a link to your preferences the address must be subscribed; if it is not,{' '}
          <a href="/subscribe">subscribe</a>.
        </li>
        <li>
          An address that once bounced, complained or had itself erased is not mailed again. To undo that,
          write from it to <a href={`mailto:${contact}`}>{contact}</a>.
        </li>
      </ul>
    </article>,
  ];
}

/** The page on which a fresh link is asked for. @param meant the address that was probably meant */
export function linkPage(
  address = '',
  problems: Omit<SubscribeProblems, 'topics'> = {},
  meant?: string,
): [PageHead, Child] {
  return [
    { title: 'Your link by mail' },
    <article class="reader narrow">
      <h1>Your link by mail</h1>
      <FormProblems problems={problems} />
      <LinkForm address={address} problem={problems.address} meant={meant} />
    </article>,
  ];
}

/** What is shown for every link that does not work, whatever the reason. */
export function deadLink(): [PageHead, Child] {
  return [
    { title: 'This link does not work any more' },
    <article class="reader narrow">
      <h1>This link does not work any more</h1>
      <p class="lead">It may be too old, cut short, or revoked. Nothing was changed.</p>
      <LinkForm address="" />
    </article>,
  ];
}

function LinkForm(props: { address: string; problem?: string | undefined; meant?: string | undefined }) {
  const { address, problem, meant } = props;
  return (
    <form method="post" action="/link">
      {meant !== undefined && <Offer typed={address} meant={meant} />}
      <div class="field">
        <label for="address">The email address that you subscribed with</label>
        <p class="hint" id="address-hint">
          We mail a fresh link to it, to your preferences, your data and the way out.
        </p>
        <input
          id="address"
          name="address"
          type="email"
          autocomplete="email"
          required
          maxlength={254}
          value={address}
          {...told('address', { hint: true, problem })}
        />
        <Problem of="address" said={problem} />
      </div>
      <button type="submit">Mail me a link</button>
    </form>
  );
}

/** The page behind the confirming link, with its one button. */
export function confirmPage(token: string, address: string, topics: readonly string[]): [PageHead, Child] {
  return [
    { title: 'Confirm your subscription' },
    <article class="reader narrow">
      <h1>One more step</h1>
      <p class="lead">
        Press the button, and the digest comes to <b>{address}</b> from now on. You can change or end it by a
        link in every mail.
      </p>
      {topics.length > 0 && (
        <>
          <h2>Topics</h2>
          <ul>
            {topics.map((topic) => (
              <li>{topic}</li>
            ))}
          </ul>
        </>
      )}
      <form method="post" action={`/confirm/${token}`}>
        <button type="submit">Confirm</button>
      </form>
    </article>,
  ];
}

/** What a reader sees who has just confirmed, or had before. */
export function confirmedPage(link: string, chosen: Preferences): [PageHead, Child] {
  return [
    { title: 'You are subscribed' },
    <article class="reader narrow">
      <h1>You are subscribed</h1>
      <p class="lead" role="status">
        {comingWords(chosen)}
      </p>
      <p>
        Another hour, another time zone, more or fewer: <a href={link}>choose your preferences</a>. Meanwhile,{' '}
        <a href="/">read the latest edition</a>.
      </p>
    </article>,
  ];
}

/** When the first digest comes, and how long they are. */
function comingWords(chosen: Preferences): string {
  const when = whenWords(chosen);
  if (when === undefined) {
    return 'No mail is sent, as you chose before; your digests are on the web and in your feed.';
  }
  const coming =
    chosen.cadence === 'daily'
      ? `The first digest comes with the next edition, then ${when}`
      : `Your digests come ${when}`;
  return `${coming}, with at most ${counted(chosen.length, 'paper')}.`;
}
