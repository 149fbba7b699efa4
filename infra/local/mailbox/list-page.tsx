import type { AcceptedMail } from '../embedded/ses/accepted.js';
import type { MailName } from './folder.js';
import { page } from './shell.js';

export interface ListedMail {
  name: MailName;
  note: AcceptedMail;
}

export interface MailList {
  /** Where the mailbox is mounted, without a slash at the end. */
  base: string;
  /** Newest first. */
  mails: readonly ListedMail[];
  /** In the whole mailbox. */
  total: number;
  /** From 1. */
  pageNumber: number;
  pages: number;
}

/** The page that lists mails under the day on which they came. */
export function listPage(list: MailList) {
  if (list.total === 0) return page('Mailbox', <Empty />);
  const { pageNumber, pages, total } = list;
  return page(
    'Mailbox',
    <>
      <h1>Mailbox</h1>
      <p class="soft">
        {total === 1 ? 'One mail' : `${total} mails`}, kept on this machine. Nothing left it.
      </p>
      {[...byDay(list.mails)].map(([day, mails]) => (
        <section>
          <h2>{day}</h2>
          <ul class="mails card">
            {mails.map((mail) => (
              <Row base={list.base} {...mail} />
            ))}
          </ul>
        </section>
      ))}
      <nav class="pager" aria-label="Pages">
        <span>{pageNumber > 1 && <a href={`${list.base}?page=${pageNumber - 1}`}>Newer</a>}</span>
        {pages > 1 && <span class="soft">{`Page ${pageNumber} of ${pages}`}</span>}
        <span>{pageNumber < pages && <a href={`${list.base}?page=${pageNumber + 1}`}>Older</a>}</span>
      </nav>
    </>,
  );
}

function Row({ base, name, note }: ListedMail & { base: string }) {
  return (
    <li>
      <a href={`${base}/${name}`}>
        <span class="to">{note.destinations.join(', ')}</span>
        <span class="subject">{note.subject || '(no subject)'}</span>
        <time datetime={note.acceptedAt}>{timeWords(note.acceptedAt)}</time>
      </a>
    </li>
  );
}

function Empty() {
  return (
    <>
      <h1>Mailbox</h1>
      <div class="card empty">
        <p>No mail yet.</p>
        <p class="soft">
          Run <code>npm run digest</code> in another terminal, or subscribe on the web page and confirm. Every
          mail that the project sends on this machine comes here.
        </p>
      </div>
    </>
  );
}

function byDay(mails: readonly ListedMail[]): Map<string, ListedMail[]> {
  const days = new Map<string, ListedMail[]>();
  for (const mail of mails) {
    const day = dayWords(mail.note.acceptedAt);
    days.set(day, [...(days.get(day) ?? []), mail]);
  }
  return days;
}

function dayWords(instant: string): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'full' }).format(new Date(instant));
}

function timeWords(instant: string): string {
  return new Intl.DateTimeFormat('en-GB', { timeStyle: 'short' }).format(new Date(instant));
}
