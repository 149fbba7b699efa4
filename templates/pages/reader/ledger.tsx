import type { Child } from 'hono/jsx';
import { dayIn } from '../../../shared/domain/day.js';
import type { Delivery } from '../../../shared/domain/delivery.js';
import type { Preferences } from '../../../shared/domain/preferences.js';
import { dayWords, spelledDays, timeIn } from '../../date.js';
import { counted } from '../../paper-words.js';
import type { PageHead } from '../layout.js';
import { ReaderNav, type ReaderPaths } from './fields.js';
import { whenWords, zoneWords } from './when.js';

/** An edition that nothing was mailed of: not yet, or because the reader wants no mail. */
export interface OpenEdition {
  day: string;
  why: 'waiting' | 'paused' | 'in-doubt' | 'no-mail';
}

export interface LedgerView {
  token: string;
  links: ReaderPaths & { feed: string; digest(day: string): string };
  baseUrl: string;
  preferences: Preferences;
  /** Newest first. */
  deliveries: readonly Delivery[];
  /** Newest first; none of a day that has a delivery. */
  open: readonly OpenEdition[];
  hindrance?: string | undefined;
  /** True when the feed has just been given a new address. */
  renewed: boolean;
}

/** Where each day's digest is, and the private feed. */
export function ledgerPage(view: LedgerView): [PageHead, Child] {
  const { links, deliveries, preferences, open } = view;
  const lines = [
    ...open.map(({ day, why }) => ({ day, edition: spelledDays([day]), said: OPEN[why](preferences) })),
    ...deliveries.map((delivery) => ({
      day: delivery.day,
      edition: spelledDays(editionsOf(delivery)),
      said: becameOf(delivery, preferences.timeZone),
    })),
  ].toSorted((a, b) => (a.day < b.day ? 1 : -1));
  return [
    { title: 'Your digests' },
    <article class="reader">
      <ReaderNav links={links} here="digests" />
      <h1>Your digests</h1>
      {view.hindrance !== undefined && <p class="warning">{view.hindrance}</p>}
      {lines.length === 0 ? (
        <p class="lead">None yet{view.hindrance === undefined && `: ${firstWords(preferences)}`}.</p>
      ) : (
        <>
          <p class="soft">Times are of {zoneWords(preferences.timeZone)}. Each line is kept for 90 days.</p>
          <table class="ledger">
            <thead>
              <tr>
                <th scope="col">Edition</th>
                <th scope="col">What became of it</th>
              </tr>
            </thead>
            <tbody>
              {lines.map(({ day, edition, said }) => (
                <tr>
                  <th scope="row">
                    <a href={links.digest(day)}>{edition}</a>
                  </th>
                  <td>{said}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
      <Feed {...view} />
    </article>,
  ];
}

function Feed({ links, baseUrl, token, renewed }: LedgerView) {
  return (
    <>
      <h2>As a feed</h2>
      {renewed && (
        <p class="done" role="status">
          The feed has a new address; the old one leads nowhere now.
        </p>
      )}
      <p>The same digests for your feed reader, at an address that only you know:</p>
      <p class="secret">{baseUrl + links.feed}</p>
      <p class="soft">
        One click or a long press selects all of it. <a href={links.feed}>Look at the feed</a>
      </p>
      <form method="post" action={`/digests/${token}/feed`}>
        <button type="submit" class="quiet">
          Give it a new address
        </button>
      </form>
    </>
  );
}

/** When the first digest comes. */
function firstWords(preferences: Preferences): string {
  const { cadence } = preferences;
  return cadence === 'weekdays' || cadence === 'weekly'
    ? `yours go out ${whenWords(preferences)}`
    : 'the first comes with the next edition';
}

const OPEN: Record<OpenEdition['why'], (preferences: Preferences) => string> = {
  waiting: (preferences) => `Waiting: yours go out ${whenWords(preferences) ?? ''}`,
  paused: () => 'No mail: you have paused',
  'in-doubt': () => 'On its way: the mail service has not confirmed it yet',
  'no-mail': () => 'No mail, as you chose: to be read here',
};

const SKIPPED = {
  'nothing-above-threshold': 'No mail: nothing stood out enough for you',
  paused: 'No mail: you had paused',
  suppressed: 'No mail: mails to this address had come back or been reported',
  left: 'No mail: you had left',
  superseded: 'No mail: a later edition went to you before',
};

const FAILED = {
  rejected: 'Failed: the mail service refused it',
  'attempts-exhausted': 'Failed: sent several times without an answer',
  rendering: 'Failed: it could not be made into a mail',
};

/** The editions that a digest was made of; one alone where nothing else is known. */
function editionsOf(delivery: Delivery): readonly string[] {
  return delivery.outcome === 'sent' && delivery.editions.length > 0 ? delivery.editions : [delivery.day];
}

/** What a line of the ledger says, in words, at the hours of the reader's clock. */
function becameOf(delivery: Delivery, timeZone: string): string {
  switch (delivery.outcome) {
    case 'skipped':
      return SKIPPED[delivery.reason];
    case 'failed':
      return FAILED[delivery.reason];
    case 'sent':
      return sentWords(delivery, timeZone);
  }
}

function sentWords(delivery: Extract<Delivery, { outcome: 'sent' }>, timeZone: string): string {
  const count = delivery.paperIds.length > 0 ? `, ${counted(delivery.paperIds.length, 'paper')}` : '';
  const sentOn = dayIn(timeZone, new Date(delivery.at));
  const on = sentOn === delivery.day ? '' : `on ${dayWords(sentOn)} `;
  const at = `${on}at ${timeIn(timeZone, delivery.at)}`;
  if (delivery.complained) return `Sent ${at}${count}; reported as unwanted`;
  if (delivery.bounced) return `Sent ${at}${count}; it came back for good`;
  if (delivery.delivered) return `Delivered to your mailbox, sent ${at}${count}`;
  if (delivery.softBounced) return `Sent ${at}${count}; your mailbox did not take it`;
  if (delivery.delayed) return `Sent ${at}${count}; your mail server lets it wait`;
  return `Sent ${at}${count}`;
}
