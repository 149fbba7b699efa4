import { digestLinks } from '../../../shared/links/digest-links.js';
import { digestHtml } from '../../../templates/digest.js';
import { letterhead } from '../letterhead.js';
import type { Order } from './orders.js';
import type { Press } from './press.js';
import { handlebarsRival, mjmlRival } from './rivals.js';

/** The mails of so many readers are compared. */
const COMPARED = 10;

/** Sees to it that the rivals' HTML has the papers and words of ours. @throws Error when it has not */
export async function compareMails(orders: readonly Order[], { shelved }: Press): Promise<void> {
  const rivals = {
    each: await mjmlRival('components'),
    lean: await mjmlRival('lean'),
    handlebars: await handlebarsRival(),
  };
  for (const { task, digest, view } of orders.slice(0, COMPARED)) {
    const ours = digestHtml({
      cards: [shelved.cards],
      digest,
      show: 'abstracts',
      sender: letterhead.sender,
      links: digestLinks(task.subscriber, task.request.day, letterhead.site),
    });
    expectSame(decoded(await rivals.handlebars.html(view)), decoded(ours), 'the HTML of Handlebars');
    expectSame(words(await rivals.each.html(view)), words(ours), 'the words of MJML');
    expectSame(words(await rivals.lean.html(view)), words(ours), 'the words of lean MJML');
  }
}

function expectSame(theirs: string, ours: string, what: string): void {
  if (theirs === ours) return;
  const at = ours.split('').findIndex((character, index) => character !== theirs[index]);
  throw new Error(
    `expected ${what} to be ours, "${ours.slice(at, at + 80)}", got "${theirs.slice(at, at + 80)}"`,
  );
}

/** Handlebars escapes more characters, and some in another way. */
function decoded(html: string): string {
  const entities: Record<string, string> = {
    '&#x27;': "'",
    '&#39;': "'",
    '&quot;': '"',
    '&#x3D;': '=',
    '&#x60;': '`',
  };
  return html.replace(/&(?:#x27|#39|quot|#x3D|#x60);/g, (entity) => entities[entity] ?? entity);
}

/** What a reader sees of it, without white space. */
function words(html: string): string {
  const body = decoded(html.slice(html.indexOf('<body')));
  return body.replace(/<!--.*?-->|<[^>]*>|\s+/gs, '');
}
