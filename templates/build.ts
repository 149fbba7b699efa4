import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { cutAtHoles, cutIntoPieces, fill, type Piece } from './piece.js';
import { theme } from './theme.js';

const here = fileURLToPath(new URL('.', import.meta.url));
const target = `${here}compiled/digest.ts`;

/** The first line of the compiled file: says what it was compiled from, so that a fresh one is left alone. */
function stamp(): string {
  const hash = createHash('sha256');
  const mjml = readdirSync(`${here}digest`).sort();
  for (const file of ['theme.ts', 'piece.ts', 'build.ts', ...mjml.map((name) => `digest/${name}`)]) {
    hash.update(readFileSync(here + file));
  }
  return `// Compiled from templates/digest by npm run build. ${hash.digest('hex')}\n`;
}

/** The theme's values by the names that the MJML uses: `light.ink` is `{{lightInk}}`. */
function themeValues(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(theme).flatMap(([group, values]) =>
      Object.entries(values).map(([name, value]) => [
        group + name.charAt(0).toUpperCase() + name.slice(1),
        value,
      ]),
    ),
  );
}

/** Puts the theme into a stylesheet or document; every other hole stays. */
function withTheme(source: string): string {
  const values = themeValues();
  const piece = cutAtHoles(source);
  return fill(piece, Object.fromEntries(piece.holes.map((hole) => [hole, values[hole] ?? `{{${hole}}}`])));
}

/**
 * Takes out the white space that only a person who reads the source would see; every card pays for it.
 * The mail is the whole page, so MJML's article becomes its main landmark, as screen readers look for one.
 */
function compact(html: string): string {
  return html
    .replace('aria-roledescription="email" role="article"', 'role="main"')
    .replace(/>\s*\n\s*(?=[<{])/g, '>')
    .replace(/\s*\n\s*/g, ' ')
    .replace(/style="[^"]*"/g, (style) => style.replace(/([:;]) +/g, '$1').replace(/;"$/, '"'))
    .trimEnd()
    .concat('\n');
}

/** A marker that has a line of its own takes the line's end with it. */
function compileText(): Record<string, Piece> {
  const text = readFileSync(`${here}digest/digest.txt`, 'utf8');
  return cutIntoPieces(text.replace(/^(<!--(?:begin|end) [A-Za-z]+-->)\n/gm, '$1'), 'shell');
}

async function compileHtml(): Promise<Record<string, Piece>> {
  const { default: mjml2html } = await import('mjml');
  const { html } = await mjml2html(readFileSync(`${here}digest/digest.mjml`, 'utf8'), {
    filePath: `${here}digest/digest.mjml`,
    includePath: `${here}digest`,
    validationLevel: 'strict',
    ignoreIncludes: false,
    keepComments: true,
    fonts: {},
    preprocessors: [withTheme],
  });
  return cutIntoPieces(compact(html), 'shell');
}

const wanted = stamp();
if (!existsSync(target) || !readFileSync(target, 'utf8').startsWith(wanted)) {
  const pieces = { html: await compileHtml(), text: compileText() };
  mkdirSync(`${here}compiled`, { recursive: true });
  writeFileSync(target, `${wanted}export const digestPieces = ${JSON.stringify(pieces)} as const;\n`);
}
