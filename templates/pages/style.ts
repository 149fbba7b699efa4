import { createHash } from 'node:crypto';
import { type Scheme, theme } from '../theme.js';
import { base } from './style/base.js';
import { forms } from './style/forms.js';
import { reading } from './style/reading.js';

function colours(scheme: Scheme): string {
  return Object.entries(scheme)
    .map(([name, colour]) => `--${name}:${colour}`)
    .join(';');
}

/** The stylesheet of all pages. */
export const style = [
  `:root{color-scheme:light dark;--serif:${theme.font.serif};--sans:${theme.font.sans};${colours(theme.light)}}`,
  `@media (prefers-color-scheme:dark){:root{${colours(theme.dark)}}}`,
  base,
  reading,
].join('\n');

/** What pages with forms have beside it. */
export const formStyle = forms;

/** Its path changes with its content, so that it can be kept for ever. */
export const stylePath = `/style-${hashOf(style)}.css`;
export const formStylePath = `/forms-${hashOf(formStyle)}.css`;

/** The three bars of the brand. */
export const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="${theme.light.accent}"/><path d="M9 8v16M16 8v16M23 8v16" stroke="#fff" stroke-width="3.4"/></svg>`;

export const iconPath = `/icon-${hashOf(icon)}.svg`;

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}
