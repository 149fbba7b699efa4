import type { Child } from 'hono/jsx';
import type { Delivery } from '../../../shared/domain/delivery.js';
import type { EditionPaper, Story } from '../../../shared/domain/edition.js';
import type { Preferences } from '../../../shared/domain/preferences.js';
import { spelledDays } from '../../date.js';
import { authorsLine, counted, linksOf, shown } from '../../paper-words.js';
import type { PageHead } from '../layout.js';
import { ReaderNav, type ReaderPaths } from './fields.js';

const TEXT = 20_000;

export interface LedgerView {
  token: string;
  links: ReaderPaths & { feed: string; digest(day: string): string };
  baseUrl: string;
  /** Newest first. */
  deliveries: readonly Delivery[];
  hindrance?: string | undefined;
  /** True when the feed has just been given a new address. */
  renewed: boolean;
}

/** Where each day's digest is, and the private feed. */
export function ledgerPage(view: LedgerView): [PageHead, Child] {
  const { links, deliveries } = view;
  return [
    { title: 'Your digests' },
    <article class="reader">
      <ReaderNav links={links} here="digests" />
      <h1>Your digests</h1>
      {view.hindrance !== undefined && <p class="warning">{view.hindrance}</p>}
      {deliveries.length === 0 ? (
        <p class="lead">None yet: the first comes with the next edition.</p>
      ) : (
        <table class="ledger">
          <thead>
            <tr>
              <th scope="col">Edition</th>
              <th scope="col">What became of it</th>
            </tr>
          </thead>
          <tbody>
            {deliveries.map((delivery) => (
              <tr>
                <th scope="row">
                  <a href={links.digest(delivery.day)}>{spelledDays([delivery.day])}</a>
                </th>
                <td>{becameOf(delivery)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <h2>As a feed</h2>
      {view.renewed && (
        <p class="done" role="status">
          The feed has a new address; the old one leads nowhere now.
        </p>
      )}
      <p>The same digests for your feed reader, at an address that only you know:</p>
      <p class="secret">{view.baseUrl + links.feed}</p>
      <p class="soft">
        One click or a long press selects all of it. <a href={links.feed}>Look at the feed</a>
      </p>
      <form method="post" action={`/digests/${view.token}/feed`}>
        <button type="submit" class="quiet">
          Give it a new address
        </button>
      </form>
    </article>,
  ];
}

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

/** What a line of the ledger says, in words. */
function becameOf(delivery: Delivery): string {
  switch (delivery.outcome) {
    case 'skipped':
      return SKIPPED[delivery.reason];
    case 'failed':
      return FAILED[delivery.reason];
    case 'sent':
      return sentWords(delivery);
  }
}

function sentWords(delivery: Extract<Delivery, { outcome: 'sent' }>): string {
  const count = delivery.paperIds.length > 0 ? `, ${counted(delivery.paperIds.length, 'paper')}` : '';
  const at = `${delivery.at.slice(11, 16)} UTC`;
  if (delivery.complained) return `Sent at ${at}${count}; reported as unwanted`;
  if (delivery.bounced) return `Sent at ${at}${count}; it came back for good`;
  if (delivery.delivered) return `Delivered to your mailbox, sent at ${at}${count}`;
  if (delivery.softBounced) return `Sent at ${at}${count}; your mailbox did not take it`;
  if (delivery.delayed) return `Sent at ${at}${count}; your mail server lets it wait`;
  return `Sent at ${at}${count}`;
}

export interface DigestPageView {
  day: string;
  editions: readonly string[];
  considered: number;
  papers: readonly PaperRow[];
  show: Preferences['show'];
}
interface PaperRow {
  paper: EditionPaper;
  why: string;
  story: Story | undefined;
}

/** One digest on the web: it opens nothing else, so that it can be shown to others. */
export function digestPage(view: DigestPageView): [PageHead, Child] {
  const title = spelledDays(view.editions);
  return [
    { title: `Digest of ${title}` },
    <article class="reader digest">
      <h1>{title}</h1>
      <p class="soft">
        {counted(view.papers.length, 'paper')} for one reader, of {counted(view.considered, 'paper')} read
      </p>
      {view.papers.length === 0 && <p class="lead">Nothing stood out enough in this edition.</p>}
      <DigestBody papers={view.papers} show={view.show} />
    </article>,
  ];
}

/** The papers of a digest, those of one story together. */
export function DigestBody({ papers, show }: Pick<DigestPageView, 'papers' | 'show'>) {
  const stories = [...new Set(papers.flatMap(({ story }) => story ?? []))];
  const alone = papers.filter(({ story }) => story === undefined);
  return (
    <>
      {stories.map((story) => (
        <section class="story">
          <h2>{shown(story.headline, TEXT)}</h2>
          <p>{shown(story.summary.text, TEXT)}</p>
          {papers
            .filter((one) => one.story === story)
            .map((one) => (
              <Paper row={one} show={show} />
            ))}
        </section>
      ))}
      {alone.length > 0 && (
        <section>
          <h2>{stories.length > 0 ? 'More papers' : 'Papers'}</h2>
          {alone.map((one) => (
            <Paper row={one} show={show} />
          ))}
        </section>
      )}
    </>
  );
}

function Paper({ row: { paper, why }, show }: { row: PaperRow; show: Preferences['show'] }) {
  return (
    <section class="pick">
      <h3>
        <a href={linksOf(paper)[0]?.url}>{shown(paper.title, TEXT)}</a>
      </h3>
      <p class="soft">{authorsLine(paper.authors)}</p>
      <p>{shown(show === 'abstracts' ? paper.abstract || paper.tldr.text : paper.tldr.text, TEXT)}</p>
      <p class="why">{why}</p>
      <p class="links">
        {linksOf(paper).map(({ label, url }) => (
          <>
            <a href={url}>{label}</a>{' '}
          </>
        ))}
      </p>
    </section>
  );
}
