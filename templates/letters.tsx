import { html, raw } from 'hono/html';
import { theme } from './theme.js';

/** A mail about one person's own doing. */
export interface Letter {
  subject: string;
  text: string;
  html: string;
}

/** An operator may have written the name into the address already. */
function signature({ name, postalAddress }: LetterParts['site'], between: string): string {
  return postalAddress.includes(name) ? postalAddress : `${name}${between}${postalAddress}`;
}

interface LetterParts {
  site: { name: string; postalAddress: string };
  /** The one link. */
  link: string;
  /** What the link says. */
  button: string;
  subject: string;
  /** Paragraphs before and after the link. Nothing that a stranger typed: whoever asks must not write our mail. */
  before: string;
  after: string;
}

/** The mail that asks whoever reads an address whether they want the digest: one link, to a page with one button. */
export function confirmLetter(site: LetterParts['site'], link: string, days: number): Letter {
  return letter({
    site,
    link,
    button: 'Confirm your subscription',
    subject: `Confirm your subscription to ${site.name}`,
    before: `Somebody, probably you, asked for ${site.name} to be sent to this address: the new papers that matter to you, with the reason why. To get it, open this page and press its button.`,
    after: `The link works for ${days} days. If it was not you, do nothing: no more mail will come, and we forget the address.`,
  });
}

/** The mail to a subscriber who asked for a fresh link, or to subscribe once more. */
export function linkLetter(site: LetterParts['site'], link: string): Letter {
  return letter({
    site,
    link,
    button: 'Your preferences',
    subject: `Your link to ${site.name}`,
    before: `Somebody, probably you, asked for a link to what you have chosen at ${site.name}. It opens your topics, your times, a pause, your data, and the way out.`,
    after:
      'Keep it to yourself: whoever has it can change what you get. If it was not you who asked, do nothing; nothing was changed.',
  });
}

function letter({ site, link, button, subject, before, after }: LetterParts): Letter {
  const text = [before, `${button}:\n${link}`, after, `-- \n${signature(site, '\n')}`].join('\n\n');
  return { subject, text, html: letterHtml({ site, link, button, subject, before, after }).toString() };
}

function letterHtml({ site, link, button, subject, before, after }: LetterParts) {
  const { light, dark, font } = theme;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${subject}</title>
<style>${raw(`@media (prefers-color-scheme:dark){.page{background:${dark.page}!important}.sheet{background:${dark.sheet}!important;color:${dark.ink}!important}.button{background:${dark.accent}!important;color:${dark.sheet}!important}.soft{color:${dark.muted}!important}.soft a{color:${dark.accent}!important}}`)}</style>
</head>
<body class="page" style="${raw(`margin:0;background:${light.page}`)}">
<div class="sheet" role="main" style="${raw(`max-width:520px;margin:0 auto;padding:36px 28px;background:${light.sheet};color:${light.ink};font:16px/1.6 ${font.sans.replaceAll('"', "'")}`)}">
<h1 style="${raw(`margin:0 0 18px;font:700 25px/1.25 ${font.serif}`)}">${subject}</h1>
<p style="margin:0 0 26px">${before}</p>
<p style="margin:0 0 26px"><a class="button" href="${link}" style="${raw(`display:inline-block;padding:12px 22px;border-radius:6px;background:${light.accent};color:${light.sheet};font-weight:700;text-decoration:none`)}">${button}</a></p>
<p class="soft" style="${raw(`margin:0 0 26px;color:${light.muted};font-size:14px`)}">${after}</p>
<p class="soft" style="${raw(`margin:0 0 8px;color:${light.muted};font-size:13px;overflow-wrap:anywhere`)}">If the button does not work, copy this address: <a href="${link}" style="${raw(`color:${light.accent}`)}">${link}</a></p>
<p class="soft" style="${raw(`margin:0;color:${light.muted};font-size:13px`)}">${signature(site, ', ')}</p>
</div>
</body>
</html>`;
}
