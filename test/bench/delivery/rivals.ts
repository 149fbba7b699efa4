import { readFileSync } from 'node:fs';
import { digestPieces } from '../../../templates/compiled/digest.js';
import { cutIntoPieces, type Piece } from '../../../templates/piece.js';
import { theme } from '../../../templates/theme.js';
import type { MailView } from './view.js';

/** Makes a raw message the way that others do. The packages are loaded by those alone who use them. */
export interface Rival {
  html(view: MailView): Promise<string>;
  message(view: MailView): Promise<Buffer>;
}

type Render = (view: MailView) => string;

/** MJML compiled once, Handlebars for each subscriber, nodemailer's MailComposer. */
export async function handlebarsRival(): Promise<Rival> {
  const html = await compile(digestPieces.html, false);
  return composedBy(async (view) => html(view));
}

/**
 * MJML for each subscriber, nodemailer's MailComposer. `components` writes papers as MJML is mostly written, a section
 * for each with a text for each of its lines; `lean` is our own source, where all papers in a row are one text.
 */
export async function mjmlRival(style: 'components' | 'lean'): Promise<Rival> {
  const { default: mjml2html } = await import('mjml');
  const source = style === 'lean' ? mjmlSource() : inComponents(mjmlSource());
  const mjml = await compile(cutIntoPieces(source, 'shell'), false);
  return composedBy(async (view) => (await mjml2html(mjml(view), { fonts: {} })).html);
}

async function composedBy(html: Rival['html']): Promise<Rival> {
  const { default: MailComposer } = await import('nodemailer/lib/mail-composer');
  const text = await compile(digestPieces.text, true);
  return {
    html,
    message: async (view) => {
      const { from, to, subject, messageId, date, headers } = view.envelope;
      const mail = new MailComposer({
        ...{ from, to, subject, messageId, date, headers },
        text: text(view),
        html: await html(view),
        newline: 'windows',
      });
      return mail.compile().build();
    },
  };
}

/** A template of ours as Handlebars has it: what is a piece becomes a section. Both then say the same, word for word. */
async function compile(pieces: Readonly<Record<string, Piece>>, noEscape: boolean): Promise<Render> {
  const { default: Handlebars } = await import('handlebars');
  return Handlebars.compile<MailView>(source(pieces, 'shell'), { noEscape, ignoreStandalone: true });
}

function source(pieces: Readonly<Record<string, Piece>>, name: string): string {
  const { texts = [], holes = [] } = pieces[name] ?? {};
  return texts
    .map((text, at) => {
      const hole = holes[at];
      if (hole === undefined) return text;
      return hole in pieces ? `${text}{{#${hole}}}${source(pieces, hole)}{{/${hole}}}` : `${text}{{${hole}}}`;
    })
    .join('');
}

/** The template's MJML with its parts and its theme put in. */
function mjmlSource(): string {
  const read = (name: string) =>
    readFileSync(new URL(`../../../templates/digest/${name}`, import.meta.url), 'utf8');
  const colours = Object.entries(theme).flatMap(([group, values]) =>
    Object.entries(values).map(([name, value]) => [
      `{{${group}${name[0]?.toUpperCase()}${name.slice(1)}}}`,
      value,
    ]),
  );
  const whole = read('digest.mjml').replace(/<mj-include path="\.\/(.*?)" \/>/g, (_, name: string) =>
    read(name),
  );
  return colours.reduce((mjml, [hole = '', value = '']) => mjml.replaceAll(hole, value), whole);
}

function inComponents(mjml: string): string {
  const papers =
    /(<!--begin papers-->\s*<\/mj-raw>)(.*?)<!--begin card-->(.*?)<!--end card-->(.*?)(<mj-raw>\s*<!--end papers-->)/s;
  return mjml
    .replace(/\{\{card\}\}((?:\s*<\/mj-[a-z]+>){3})/, '$1{{card}}')
    .replace(papers, (_, begin: string, open: string, card: string, close: string, end: string) => {
      const lines = card.trim().replace(/\n\s*(?=<)/g, '</mj-text><mj-text>');
      return `${begin}<!--begin card-->${open}${lines}${close}<!--end card-->${end}`;
    });
}
