import type { Child } from 'hono/jsx';
import type { Email } from 'postal-mime';
import { z } from 'zod';
import type { AcceptedMail } from '../embedded/ses/accepted.js';
import type { MailName } from './folder.js';
import { page } from './shell.js';

export const MailView = z.enum(['html', 'text', 'source', 'headers']);
export type MailView = z.infer<typeof MailView>;

/** How the HTML is shown: as wide as the window or a phone, in the system's colours or as told. */
export const Showing = z.object({
  width: z.enum(['full', 'phone']).catch('full'),
  colours: z.enum(['system', 'light', 'dark']).catch('system'),
});
export type Showing = z.infer<typeof Showing>;

export interface ShownMail {
  /** Where the mailbox is mounted, without a slash at the end. */
  base: string;
  name: MailName;
  note: AcceptedMail;
  email: Email;
  source: string;
  view: MailView;
  showing: Showing;
  newer: MailName | undefined;
  older: MailName | undefined;
}

/** The page of one mail in one of its views. */
export function mailPage(mail: ShownMail) {
  const { note } = mail;
  return page(
    note.subject || '(no subject)',
    <>
      <header class="top">
        <div class="line">
          <a href={mail.base}>All mails</a>
          <nav aria-label="Mails">
            <a href={`${mail.base}/${mail.name}/raw`}>Download</a>
            {mail.newer && <a href={`${mail.base}/${mail.newer}`}>Newer</a>}
            {mail.older && <a href={`${mail.base}/${mail.older}`}>Older</a>}
          </nav>
        </div>
        <h1>{note.subject || '(no subject)'}</h1>
        <p class="soft">
          {note.from} to {note.destinations.join(', ')}, {whenWords(note.acceptedAt)}
        </p>
        <div class="bars">
          <Views {...mail} />
          {mail.view === 'html' && <Showings {...mail} />}
        </div>
      </header>
      <div class="stage">{stageOf(mail)}</div>
    </>,
    true,
  );
}

function Views({ base, name, view, email }: ShownMail) {
  const views: MailView[] =
    email.html === undefined ? ['text', 'source', 'headers'] : ['html', 'text', 'source', 'headers'];
  const words = { html: 'HTML', text: 'Text', source: 'Source', headers: 'Headers' };
  return (
    <nav class="bar" aria-label="Views">
      {views.map((each) => (
        <Tab href={`${base}/${name}/${each}`} current={each === view}>
          {words[each]}
        </Tab>
      ))}
    </nav>
  );
}

function Showings({ base, name, showing }: ShownMail) {
  const link = (change: Partial<Showing>) =>
    `${base}/${name}/html?${new URLSearchParams({ ...showing, ...change })}`;
  const { width, colours } = showing;
  return (
    <>
      <nav class="bar" aria-label="Width">
        <Tab href={link({ width: 'full' })} current={width === 'full'}>
          Desktop
        </Tab>
        <Tab href={link({ width: 'phone' })} current={width === 'phone'}>
          Phone
        </Tab>
      </nav>
      <nav class="bar" aria-label="Colours">
        <Tab href={link({ colours: 'light' })} current={colours === 'light'}>
          Light
        </Tab>
        <Tab href={link({ colours: 'dark' })} current={colours === 'dark'}>
          Dark
        </Tab>
      </nav>
    </>
  );
}

function Tab({ href, current, children }: { href: string; current: boolean; children?: Child }) {
  return (
    <a href={href} {...(current ? { 'aria-current': 'page' } : {})}>
      {children}
    </a>
  );
}

function stageOf({ base, name, email, source, note, view, showing }: ShownMail) {
  switch (view) {
    case 'html':
      return (
        <iframe
          title="The mail as HTML"
          class={`${showing.width} ${showing.colours}`}
          sandbox="allow-popups allow-popups-to-escape-sandbox"
          src={`${base}/${name}/body?colours=${showing.colours}`}
        />
      );
    case 'text':
      return <pre>{email.text === undefined ? 'This mail has no text part.' : withLinks(email.text)}</pre>;
    case 'source':
      return <pre>{source}</pre>;
    case 'headers':
      return <Headers note={note} email={email} />;
  }
}

/** Text whose web addresses are links. */
function withLinks(text: string): Child[] {
  return text.split(/(https?:\/\/[^\s<>"]+)/).map((part, index) =>
    index % 2 === 0 ? (
      part
    ) : (
      <a href={part} target="_blank" rel="noreferrer">
        {part}
      </a>
    ),
  );
}

function Headers({ note, email }: { note: AcceptedMail; email: Email }) {
  const envelope: [string, string][] = [
    ['Message id', note.messageId],
    ['Sender', note.source],
    ['Recipients', note.destinations.join(', ')],
    [
      'Tags',
      Object.entries(note.tags)
        .map(([name, value]) => `${name}=${value}`)
        .join(', ') || 'none',
    ],
    ['Configuration set', note.configurationSet ?? 'none'],
    ['Size', `${note.bytes.toLocaleString('en')} bytes`],
    ['Answer to the caller', note.answer],
  ];
  const attachments = email.attachments.map(({ filename, mimeType }): [string, string] => [
    filename ?? 'unnamed',
    mimeType,
  ]);
  return (
    <div class="sheet">
      <h2>Envelope</h2>
      <Rows rows={envelope} />
      <h2>Header</h2>
      <Rows rows={email.headers.map(({ originalKey, value }) => [originalKey, value])} />
      {attachments.length > 0 && (
        <>
          <h2>Attachments</h2>
          <Rows rows={attachments} />
        </>
      )}
    </div>
  );
}

function Rows({ rows }: { rows: [string, string][] }) {
  return (
    <table>
      <tbody>
        {rows.map(([name, value]) => (
          <tr>
            <th scope="row">{name}</th>
            <td>{value}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function whenWords(instant: string): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short' }).format(
    new Date(instant),
  );
}
